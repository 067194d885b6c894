"""Tables whose words OCR was unsure of say so; words of a text layer and sure ones do not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.regions.rules.hard_to_read import hard_to_read
from table import BBox, Cell, Table
from tests.pipeline.regions.drawn_pages import grid_words, page

TABLE = Table(1, 1, (Cell(range(1), range(1), "x"),), bbox=BBox(100, 100, 280, 160))


@pytest.mark.parametrize(("score", "source", "flags"), [(0.7, "ocr", ("hard_to_read",)), (0.9, "ocr", ()), (0.7, "pdf", ())])
def test_the_mean_score_decides(score: float, source: str, flags: tuple[str, ...]) -> None:
    words = [replace(word, score=score) for word in grid_words(100, 100, 3, 3)]
    where = replace(page([], words), text_source=source)
    assert hard_to_read(where, TABLE) == flags
    assert hard_to_read(where, replace(TABLE, bbox=None)) == ()
    assert hard_to_read(replace(where, words=where.words[:3]), TABLE) == ()
