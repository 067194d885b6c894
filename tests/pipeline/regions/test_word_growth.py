"""Edges that a detected box cut off: lines, columns, totals and phrases that go on are the table's; captions and notes are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.geometry.rotation import turn_in_frame, turned_size
from pipeline.regions import RegionDraft
from pipeline.regions.rules.word_growth import grow_to_words
from pipeline.types import TableRegion
from table import BBox, Word
from tests.pipeline.regions.drawn_pages import HIGH, WIDE, boxes_of, draft, grid_words, page, word

ROWS, COLUMNS = 6, 4
WORDS = grid_words(100, 100, ROWS, COLUMNS)  # words of 24 points from x = 106, every 60; lines from y = 106, every 20
WHOLE = BBox(100, 100, 100 + COLUMNS * WIDE, 100 + ROWS * HIGH)


def _grown(box: BBox, *more: Word) -> tuple[float, ...]:
    (found,) = boxes_of(grow_to_words(draft(page([], [*WORDS, *more]), box)))
    return found


@pytest.mark.parametrize(
    ("box", "side"),
    [
        (BBox(100, 100, 340, 202), 3),  # the last line
        (BBox(100, 118, 340, 220), 1),  # the first
        (BBox(140, 100, 340, 220), 0),  # the first column
        (BBox(100, 100, 275, 220), 2),  # the last
    ],
)
def test_a_line_or_column_that_a_box_cut_off_comes_back(box: BBox, side: int) -> None:
    assert abs(_grown(box)[side] - (106, 106, 310, 214)[side]) < 1
    assert [value for index, value in enumerate(_grown(box)) if index != side] == [v for i, v in enumerate(box) if i != side]


def test_a_whole_table_is_left_alone() -> None:
    assert _grown(WHOLE) == tuple(WHOLE)


def test_a_total_below_the_last_column_is_the_table_s() -> None:
    total = (word(250, 226, "Total", 30), word(284, 226, "12.50", 26))
    assert _grown(WHOLE, *total) == (100, 100, 340, 234)
    assert _grown(WHOLE, word(106, 226, "Total", 30), word(140, 226, "12.50", 26)) == tuple(WHOLE)  # begins on the left: a sentence may
    assert _grown(WHOLE, word(250, 266, "Total", 30), word(284, 266, "12.50", 26)) == tuple(WHOLE)  # too far below


def test_a_line_that_is_called_a_total_may_stand_apart() -> None:
    assert _grown(WHOLE, word(200, 246, "Total", 30), word(284, 246, "12.50", 26)) == (100, 100, 340, 254)
    assert _grown(WHOLE, word(200, 226, "Total", 30), word(284, 226, "12.50", 26)) == (100, 100, 340, 234)
    assert _grown(WHOLE, word(200, 246, "Phone", 30), word(284, 246, "12.50", 26)) == tuple(WHOLE)
    assert _grown(WHOLE, word(150, 246, "Total", 30), word(220, 246, "12.50", 26)) == tuple(WHOLE)  # ends nowhere


def test_the_rest_of_a_phrase_comes_along() -> None:
    assert _grown(BBox(100, 100, 312, 220), word(313, 126, "(R)", 12)) == (100, 100, 325, 220)


@pytest.mark.parametrize(
    "line",
    [
        [word(106, 226, "Note:", 24), word(166, 226)],
        [word(106, 226, "*", 5), word(166, 226)],
        [word(106, 226, "running", 60), word(169, 226, "text", 60), word(232, 226, "below", 60)],
        [Word("small", BBox(106 + 60 * column, 226, 130 + 60 * column, 232)) for column in range(4)],
    ],
    ids=["note", "mark", "text", "smaller type"],
)
def test_notes_and_text_below_are_left_outside(line: list[Word]) -> None:
    assert _grown(WHOLE, *line) == tuple(WHOLE)


def test_text_beside_a_table_is_left_outside() -> None:
    column = [word(350, 103 + 11 * line, "text", 90) for line in range(14)]
    assert _grown(WHOLE, *column) == tuple(WHOLE)


def test_no_region_grows_into_another_or_when_it_is_given() -> None:
    start = draft(page([], WORDS), BBox(100, 100, 340, 180), BBox(100, 181, 340, 220))
    assert grow_to_words(start).regions == start.regions
    given = TableRegion(BBox(100, 100, 340, 180), 1.0, is_given=True)
    assert grow_to_words(draft(page([], WORDS)).__class__(page([], WORDS), (given,))).regions == (given,)


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_turned_table_grows_as_it_is_read(rotation: int) -> None:
    upright = draft(page([], WORDS), BBox(100, 100, 340, 202))

    def turned(box: BBox) -> BBox:
        return turn_in_frame(box, (360 - rotation) % 360, upright.page.width, upright.page.height)

    width, height = turned_size(upright.page.width, upright.page.height, rotation)
    words = tuple(replace(word, bbox=turned(word.bbox), rotation=rotation) for word in WORDS)
    where = replace(upright.page, words=words, width=width, height=height)
    region = replace(upright.regions[0], bbox=turned(upright.regions[0].bbox), rotation=rotation)
    (found,) = grow_to_words(RegionDraft(where, (region,))).regions
    assert tuple(found.bbox) == pytest.approx(tuple(turned(BBox(100, 100, 340, 214))))


def test_a_line_of_totals_may_stand_apart_where_it_fills_the_columns() -> None:
    totals = [word(106 + 60 * column, 250, "12.5") for column in range(4)]
    assert _grown(WHOLE, *totals) == (100, 100, 340, 258)
    assert _grown(WHOLE, *totals[:2]) == tuple(WHOLE)  # too few to tell
    assert _grown(WHOLE, *(word(90 + 80 * column, 250) for column in range(4))) == tuple(WHOLE)  # in other places
    assert _grown(WHOLE, *(word(106 + 60 * column, 270) for column in range(4))) == tuple(WHOLE)  # too far below


def test_a_word_that_a_side_runs_through_comes_with_its_column() -> None:
    numbers = [word(40, y, text, width) for y, text, width in ((106, "246H7TE0", 70), (166, "71700", 24))]  # the first reaches in
    items = [one for one in WORDS if one.bbox.x0 > 160]
    box = BBox(100, 100, 340, 220)

    def grown(*more: Word) -> tuple[float, ...]:
        (found,) = boxes_of(grow_to_words(draft(page([], [*items, *more]), box)))
        return found

    assert grown(*numbers) == (40, 100, 340, 220)
    assert grown(numbers[1]) == tuple(box)  # nothing is cut


def test_the_upper_line_of_a_header_cell_comes_back_but_none_over_the_first_column() -> None:
    assert _grown(WHOLE, word(226, 95, "Total", 20), word(248, 95, "of", 8)) == (100, 95, 340, 220)
    assert _grown(WHOLE, word(106, 95, "Table", 20)) == tuple(WHOLE)  # a caption begins so
    assert _grown(WHOLE, word(196, 95, "Total", 20)) == tuple(WHOLE)  # stands on no name
