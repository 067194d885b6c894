"""Rows of next lines are joined to their texts; rows, lists and values of their own are not."""

from __future__ import annotations

import pytest

from pipeline.flags import Flag
from pipeline.structure.rules.join_wrapped_cells import join_wrapped_cells
from table import BBox, Ruling
from tests.pipeline.structure.builders import column, draft, grid_words, header, row, view, word

HEAD = "No | Text | Range"
REST = "9 | widest of all texts | 1"


def inner_borders(*picture: str, rulings: tuple[Ruling, ...] = (), head: float = 10.0, top: float = 0.0) -> list[float]:
    """Rows of 10 points from ``top`` on, columns of 120, a column header of ``head`` points."""
    objects = [row(10.0 * r, 10.0 * r + 10, x1=360) for r in range(len(picture))] + [column(120.0 * c, 120.0 * c + 120) for c in range(3)]
    start = draft([*objects, header(top, top + head, x1=360)], view(grid_words(*picture, width=120), rulings))
    found = join_wrapped_cells(start)
    assert (Flag.ROWS_JOINED in found.notes) is (len(found.rows) < len(picture))
    return [one.stop for one in found.rows[:-1]]


def test_a_text_whose_next_word_had_no_room_goes_on() -> None:
    assert inner_borders(HEAD, "1 | Amendment of a plan | 2", ". | Pensions | .", REST) == [10, 30]


def test_a_text_whose_next_word_had_room_does_not() -> None:
    assert inner_borders(HEAD, "1 | Amendment | 2", ". | Pensions | .", REST) == [10, 20, 30]


@pytest.mark.parametrize(("upper", "lower"), [("0.5 to", "2.0"), ("Sales and", "Marketing"), ("Crude oil,", "Gas"), ("Amounts", "due")])
def test_words_that_say_so_go_on_with_room_left(upper: str, lower: str) -> None:
    assert inner_borders(HEAD, f"1 | a | {upper}", f". | . | {lower}", "2 | b | a wide text of its own") == [10, 30]


def test_every_cell_of_the_row_must_go_on() -> None:
    assert inner_borders(HEAD, "1 | Plan of | 0.5 to", ". | Pensions | 2.0", REST) == [10, 30]
    assert inner_borders(HEAD, "1 | Plan of | 0.5", ". | Pensions | 2.0", REST) == [10, 20, 30]


def test_a_row_as_full_as_the_one_above_is_a_row() -> None:
    assert inner_borders(HEAD, "1 | Plan of | 0.5 to", "and | pensions | 2.0", REST) == [10, 20, 30]


def test_a_row_of_nothing_but_a_label_is_left_to_the_rule_for_labels() -> None:
    assert inner_borders(HEAD, "Plan of | a | 2", "pensions | . | .", REST) == [10, 20, 30]


def test_numbers_have_no_next_word() -> None:
    assert inner_borders(HEAD, "1 | a | 2022-07-25", ". | . | 2022-10-01", "2 | b | .") == [10, 20, 30]


def test_a_column_of_lists_is_no_text_that_wraps() -> None:
    """The first place is as wide as any, the second one had room: lines of a list."""
    places = ("East | Pensacola/Panama | 1", ". | Port Lucie | .", ". | Tampa | .")
    assert inner_borders(HEAD, *places, "West | Reno | 2") == [10, 20, 30, 40]


def test_a_ruling_between_parts_rows() -> None:
    line = Ruling(BBox(0, 20, 360, 20))
    assert inner_borders(HEAD, "1 | Plan of | 2", ". | Pensions | .", REST, rulings=(line,)) == [10, 20, 30]


def test_the_first_row_and_the_header_are_left_alone() -> None:
    assert inner_borders("No | Text of | Range", ". | a plan | .", "1 | a | 2", head=20) == [10, 20]
    assert inner_borders("No | Text of | Range", ". | a plan | .", "1 | a | 2", head=10) == [10, 20]


def test_three_lines_are_one_text() -> None:
    assert inner_borders(HEAD, "1 | Plan of | 2", ". | pensions and | .", ". | benefits | .", REST) == [10, 40]


def test_dots_that_lead_to_a_value_are_no_part_of_it() -> None:
    value = (word("0.5", 267, 11), word("to", 285, 11), word("2.0", 267, 21))
    words = [*grid_words(HEAD, "1 | a | ....", ". | . | .", REST, width=120), *value]
    objects = [row(10.0 * r, 10.0 * r + 10, x1=360) for r in range(4)] + [column(120.0 * c, 120.0 * c + 120) for c in range(3)]
    assert len(join_wrapped_cells(draft([*objects, header(0, 10, x1=360)], view(words))).rows) == 3
