"""A blank cell of a picture with something printed in it says so; rulings, words of neighbours and text layers do not."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.regions.rules.ink_left_unread import ink_left_unread
from pipeline.types import Page, Picture
from table import BBox, Cell, Table, Word
from tests.pipeline.regions.drawn_pages import page

SCALE = 2.0  # pixels per point of the picture
ROWS, COLUMNS = 3, 3  # cells of 60 by 20 points, the table's corner at (100, 100); the last one has no word
BLANK = BBox(220, 140, 280, 160)
CELLS = [BBox(100 + 60 * column, 100 + 20 * row, 160 + 60 * column, 120 + 20 * row) for row in range(ROWS) for column in range(COLUMNS)]
TABLE = Table(
    ROWS,
    COLUMNS,
    tuple(
        Cell(
            range(index // COLUMNS, index // COLUMNS + 1),
            range(index % COLUMNS, index % COLUMNS + 1),
            "" if box == BLANK else "11.0",
            bbox=box,
        )
        for index, box in enumerate(CELLS)
    ),
    bbox=BBox(100, 100, 280, 160),
)
WORDS = [Word("11.0", BBox(box.x0 + 20, box.y0 + 5, box.x0 + 40, box.y0 + 15), row) for row, box in enumerate(CELLS) if box != BLANK]


def seen(*marks: tuple[float, float, float, float]) -> Page:
    """The table's page as a picture: its words as blocks and further ``marks`` (points) in grey."""
    base = page([], WORDS)
    picture = np.full((round(base.height * SCALE), round(base.width * SCALE), 3), 255, np.uint8)
    for x0, y0, x1, y1 in (*(word.bbox for word in WORDS), *marks):
        picture[round(y0 * SCALE) : round(y1 * SCALE), round(x0 * SCALE) : round(x1 * SCALE)] = 90

    def render(scale: float) -> Picture:
        assert scale == SCALE
        return picture

    return replace(base, text_source="ocr", pixels_per_point=SCALE, render=render)


@pytest.mark.parametrize(
    "mark", [(248, 149, 253, 150), (248, 142, 253, 143), (245, 145, 250, 155)], ids=["dash", "dash at the top", "sign"]
)
def test_ink_in_a_blank_cell_is_told(mark: tuple[float, float, float, float]) -> None:
    where = seen(mark)
    assert ink_left_unread(where, TABLE) == ("ink_left_unread",)
    assert ink_left_unread(replace(where, text_source="pdf"), TABLE) == ()
    assert ink_left_unread(where, replace(TABLE, bbox=None)) == ()


@pytest.mark.parametrize(
    "mark",
    [
        (100, 159.5, 280, 160.5),  # the ruling below
        (219.5, 100, 220.5, 160),  # the ruling beside
        (225, 138, 228, 144),  # reaches over the border: of the cell above
        (249, 149, 250, 150),  # a speck
        (221, 141, 279, 159),  # a filled cell
        (188, 129, 193, 130),  # in a cell with words
    ],
)
def test_other_ink_is_not(mark: tuple[float, float, float, float]) -> None:
    assert ink_left_unread(seen(mark), TABLE) == ()
    assert ink_left_unread(seen(), TABLE) == ()
