"""Pages of thousands of boxes, crosses, links and dots: what is looked at grows with what lies near, not with its square.

Each took 2 to 15 s when everything was compared with everything, and takes less than 0.2 s.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import pytest

from pipeline.documents.crossed_boxes import read_crossed_boxes
from pipeline.documents.printed_through import part_printed_through
from pipeline.documents.slants import Mark
from pipeline.documents.word_looks import find_check_boxes, with_looks
from table import BBox, Ruling, Word

MAX_SECONDS = 1.0
CORNERS = [(20.0 + 15 * column, 20.0 + 15 * row) for row in range(35) for column in range(35)]
WORDS = [Word("word", BBox(x + 2, y + 11, x + 9, y + 14), 1) for x, y in CORNERS for _ in range(4)]


def _rulings() -> list[Ruling]:
    """The sides of a square of ten points at each corner."""
    sides = [[(x, y, x + 10, y), (x, y + 10, x + 10, y + 10), (x, y, x, y + 10), (x + 10, y, x + 10, y + 10)] for x, y in CORNERS]
    return [Ruling(BBox(*side)) for square in sides for side in square]


def _crosses(size: float) -> list[Mark]:
    boxes = [BBox(x + 2, y + 2, x + 2 + size, y + 2 + size) for x, y in CORNERS]
    return [Mark(*ends, 1, box) for box in boxes for ends in (((box.x0, box.y0), (box.x1, box.y1)), ((box.x0, box.y1), (box.x1, box.y0)))]


def _check_boxes() -> None:
    found = find_check_boxes(_rulings(), [], [])
    assert sorted(tuple(one.bbox)[:2] for one in found) == sorted(CORNERS)


def _points_of_a_chart() -> None:
    assert read_crossed_boxes(WORDS, _crosses(4.0) * 4, [one for one in _rulings() if one.is_horizontal]) == tuple(WORDS)


def _links() -> None:
    found = with_looks(WORDS, (), [(BBox(x, y, x + 10, y + 15), f"http://{x:g}/{y:g}") for x, y in CORNERS])
    assert [word.link for word in found[::4]] == [f"http://{x:g}/{y:g}" for x, y in CORNERS]


def _dots() -> None:
    rows = [
        Word(".", BBox(x + column, y + 2, x + column + 0.5, y + 3), 2 + line) for line, (x, y) in enumerate(CORNERS) for column in range(9)
    ]
    assert part_printed_through([*rows, *WORDS]) == ((*rows, *WORDS), ())


@pytest.mark.parametrize("look", [_check_boxes, _points_of_a_chart, _links, _dots])
def test_crowded_pages_are_looked_at_in_time(look: Callable[[], Any]) -> None:
    start = time.process_time()
    look()
    assert time.process_time() - start < MAX_SECONDS
