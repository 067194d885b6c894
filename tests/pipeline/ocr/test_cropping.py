"""Almost empty pages are read where something is drawn, others whole; words come back in pixels of the page."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.ocr.cropping import MARGIN, DrawnPart, drawn_box
from pipeline.types import Picture
from table import BBox, Word


class Whole:
    """Reads one word that fills what it is given."""

    name = "whole"

    def __init__(self) -> None:
        self.sizes: list[tuple[int, ...]] = []

    def words(self, image: Picture) -> list[Word]:
        self.sizes.append(image.shape[:2])
        return [Word("x", BBox(0, 0, image.shape[1], image.shape[0]))]


def sheet(height: int, width: int, *boxes: tuple[int, int, int, int], paper: int = 255, ink: int = 0) -> Picture:
    picture = np.full((height, width, 3), paper, np.uint8)
    for x0, y0, x1, y1 in boxes:
        picture[y0:y1, x0:x1] = ink
    return picture


@pytest.mark.parametrize(("paper", "ink"), [(255, 0), (250, 200), (0, 255)])
def test_only_the_drawn_part_of_an_almost_empty_sheet_is_read(paper: int, ink: int) -> None:
    engine = Whole()
    (word,) = DrawnPart(engine).words(sheet(3000, 3000, (100, 200, 300, 260), paper=paper, ink=ink))
    assert word.bbox == BBox(100 - MARGIN, 200 - MARGIN, 300 + MARGIN, 260 + MARGIN)
    assert engine.sizes == [(60 + 2 * MARGIN, 200 + 2 * MARGIN)]


def test_what_is_drawn_at_the_border_is_not_cut() -> None:
    assert drawn_box(sheet(2000, 2000, (0, 0, 5, 5), (1990, 0, 2000, 5))) == (0, 0, 2000, 5 + MARGIN)


def test_full_small_and_blank_pictures() -> None:
    engine = Whole()
    DrawnPart(engine).words(sheet(2000, 1500, (100, 100, 1400, 1900)))
    DrawnPart(engine).words(sheet(400, 400, (10, 10, 12, 12)))
    assert engine.sizes == [(2000, 1500), (400, 400)]
    assert DrawnPart(engine).words(sheet(2000, 2000)) == []
    assert DrawnPart(engine).words(sheet(2000, 2000, (0, 0, 900, 900), ink=250)) == []
