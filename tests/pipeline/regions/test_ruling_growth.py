"""Boxes that cut a ruled table grow to the end of its rulings; frames, column rules and neighbours are left alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.flags import Flag
from pipeline.geometry.rotation import turn_in_frame, turned_size
from pipeline.regions import RegionDraft
from pipeline.regions.rules.cut_tables import table_may_be_cut
from pipeline.regions.rules.ruling_growth import grow_along_rulings
from pipeline.types import Page, TableRegion
from table import BBox, Cell, Ruling, Table, Word

LEFT, TOP, WIDE, HIGH = 100.0, 100.0, 60.0, 20.0  # of the grid's first cell
COLUMNS, ROWS = 4, 10


def _page(rulings: list[Ruling], words: list[Word]) -> Page:
    def render(scale: float) -> np.ndarray:
        return np.full((round(800 * scale), round(600 * scale), 3), 255, np.uint8)

    return Page(1, 600, 800, tuple(words), tuple(rulings), (), "pdf", render)


def _words(rows: int = ROWS, columns: int = COLUMNS) -> list[Word]:
    return [
        Word("12", BBox(LEFT + c * WIDE + 5, TOP + r * HIGH + 5, LEFT + c * WIDE + 35, TOP + r * HIGH + 15))
        for r in range(rows)
        for c in range(columns)
    ]


def _verticals(rows: int = ROWS, columns: range = range(COLUMNS + 1)) -> list[Ruling]:
    return [Ruling(BBox(LEFT + c * WIDE, TOP, LEFT + c * WIDE + 0.5, TOP + rows * HIGH)) for c in columns]


def _horizontals() -> list[Ruling]:
    return [Ruling(BBox(LEFT, TOP + r * HIGH, LEFT + COLUMNS * WIDE, TOP + r * HIGH + 0.5)) for r in range(ROWS + 1)]


def _box(rows: float = ROWS, columns: float = COLUMNS) -> BBox:
    return BBox(LEFT - 2, TOP - 2, LEFT + columns * WIDE + 2, TOP + rows * HIGH + 2)


def _grown(page: Page, *boxes: BBox, is_given: bool = False) -> list[BBox]:
    regions = tuple(TableRegion(box, 0.9, is_given=is_given) for box in boxes)
    return [region.bbox for region in grow_along_rulings(RegionDraft(page, regions)).regions]


def test_a_cut_grid_grows_to_its_last_row() -> None:
    (box,) = _grown(_page(_verticals() + _horizontals(), _words()), _box(rows=7))
    assert tuple(box) == pytest.approx((98, 98, 342, 301))


def test_a_cut_grid_grows_to_its_last_column() -> None:
    (box,) = _grown(_page(_verticals() + _horizontals(), _words()), _box(columns=3))
    assert tuple(box) == pytest.approx((98, 98, 341, 302))


@pytest.mark.parametrize(
    ("page", "box"),
    [
        pytest.param(_page(_verticals(), _words()), _box(), id="the box holds the table"),
        pytest.param(_page(_verticals(), _words(rows=7)), _box(rows=7), id="no words between the rulings"),
        pytest.param(_page(_verticals(rows=30), _words(rows=30)), _box(rows=7), id="most of the rulings lies outside"),
        pytest.param(_page(_verticals(columns=range(0, 5, 4)), _words()), _box(rows=7), id="a frame around tables"),
        pytest.param(_page(_horizontals()[:3], _words()), _box(columns=3), id="few rules across the page"),
    ],
)
def test_a_box_stays(page: Page, box: BBox) -> None:
    assert _grown(page, box) == [box]


def test_a_box_grows_into_no_other_and_given_boxes_never() -> None:
    page, box, other = _page(_verticals(), _words()), _box(rows=7), BBox(150, 270, 300, 400)
    assert _grown(page, box, other) == [box, other]
    assert _grown(page, box, is_given=True) == [box]


def _table(rows: int) -> Table:
    cells = tuple(
        Cell(
            range(r, r + 1),
            range(c, c + 1),
            "12",
            BBox(LEFT + c * WIDE, TOP + r * HIGH, LEFT + (c + 1) * WIDE, TOP + (r + 1) * HIGH),
        )
        for r in range(rows)
        for c in range(COLUMNS)
    )
    return Table(rows, COLUMNS, cells, page=1, bbox=BBox(LEFT, TOP, LEFT + COLUMNS * WIDE, TOP + rows * HIGH))


@pytest.mark.parametrize("rulings", [_verticals(), []], ids=["by its rulings", "by its next line"])
def test_a_table_that_goes_on_is_flagged(rulings: list[Ruling]) -> None:
    page = _page(rulings, _words())
    assert table_may_be_cut(page, _table(7)) == (Flag.TABLE_MAY_BE_CUT,)
    assert table_may_be_cut(page, _table(ROWS)) == ()


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_table_that_goes_on_is_flagged(rotation: int) -> None:
    page, table = _page([], _words()), _table(7)

    def turned(box: BBox) -> BBox:
        return turn_in_frame(box, (360 - rotation) % 360, page.width, page.height)

    width, height = turned_size(page.width, page.height, rotation)
    words = tuple(replace(word, bbox=turned(word.bbox), rotation=rotation) for word in page.words)
    where = replace(page, words=words, width=width, height=height)
    for rows, flags in ((7, (Flag.TABLE_MAY_BE_CUT,)), (ROWS, ())):
        table = _table(rows)
        cells = tuple(replace(cell, bbox=turned(cell.bbox)) for cell in table.cells if cell.bbox)
        found = replace(table, cells=cells, bbox=turned(table.bbox) if table.bbox else None, rotation=rotation)
        assert table_may_be_cut(where, found) == flags


def test_a_label_may_stand_before_the_rows_that_were_cut_off() -> None:
    label, line = Word("Effects:", BBox(104, 245, 140, 255)), [_moved(word, 40) for word in _words(rows=7)[-4:]]
    assert table_may_be_cut(_page([], [*_words(rows=7), label, *line]), _table(7)) == (Flag.TABLE_MAY_BE_CUT,)
    wide = Word("Notes:", BBox(104, 245, 300, 255))
    assert table_may_be_cut(_page([], [*_words(rows=7), wide, *line]), _table(7)) == ()


def _moved(word: Word, by: float) -> Word:
    return replace(word, bbox=word.bbox.shift(-1, by))  # a little left of its column, as no two lines are set quite alike


@pytest.mark.parametrize(
    "below",
    [
        pytest.param(_words(rows=9)[-4:], id="a line far below"),
        pytest.param([Word("Source:", BBox(105, 245, 135, 255))], id="a note"),
        pytest.param([Word("text", BBox(100 + 40 * n, 245, 130 + 40 * n, 255)) for n in range(6)], id="running text"),
    ],
)
def test_what_follows_a_table_is_not_more_of_it(below: list[Word]) -> None:
    assert table_may_be_cut(_page([], _words(rows=7) + below), _table(7)) == ()


def test_a_table_without_a_box_is_not_flagged() -> None:
    assert table_may_be_cut(_page(_verticals(), _words()), replace(_table(7), bbox=None)) == ()
