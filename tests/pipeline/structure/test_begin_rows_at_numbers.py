"""Rows of a numbered list begin at their numbers."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.flags import Flag
from pipeline.structure.rules.begin_rows_at_numbers import begin_rows_at_numbers
from table import BBox
from tests.pipeline.structure.builders import column, draft, grid_words, projected, row, view

LIST = ("Ex.1 | a", "Ex.2* | b", "Ex.3.1 | c", "Ex.4 | d")


def bottoms(*lines: str, seen: tuple[int, ...], section: bool = False) -> list[float]:
    """Lines of 10 points; ``seen``: how many lines each of the first rows of the model holds, the others have one."""
    counts = [*seen, *[1] * (len(lines) - sum(seen))]
    edges = [10.0 * sum(counts[:index]) for index in range(len(counts) + 1)]
    rows = [row(start, stop) for start, stop in pairwise(edges)]
    columns = [column(50.0 * c, 50.0 * c + 50, y1=edges[-1]) for c in range(lines[0].count("|") + 1)]
    found = begin_rows_at_numbers(draft([*rows, *columns, *[projected(0, 10)] * section], view(grid_words(*lines))))
    assert bool(found.notes & {Flag.ROWS_PARTED, Flag.ROWS_JOINED}) is ([r.stop for r in found.rows] != [r.bbox.y1 for r in rows])
    return [round(one.stop) for one in found.rows]


def test_each_number_begins_a_row() -> None:
    assert bottoms("Ex.8 | x", "Ex.9 | y", *LIST, seen=(2,)) == [10, 20, 30, 40, 50, 60]
    assert bottoms("Ex.8 | x", ". | goes on", "Ex.9 | y", *LIST, seen=(3,)) == [20, 30, 40, 50, 60, 70]


def test_what_stands_between_two_numbers_is_one_row() -> None:
    assert bottoms("Ex.8 | x", ". | goes on", "Ex.9 | y", *LIST, seen=(1, 2)) == [20, 30, 40, 50, 60, 70]
    assert bottoms("Ex.8 | x", ". | goes on", ". | and on", "Ex.9 | y", *LIST, seen=()) == [30, 40, 50, 60, 70, 80]


@pytest.mark.parametrize(
    "lines",
    [
        ("Ex.8 | x", "Ex.9 | .", *LIST),  # two numbers beside one text
        ("Ex.8 | x", "Form | y", *LIST),  # no number of this form
        ("Ex.8 | x", "Ex.9 | y", *LIST[:2]),  # a short list
        ("Ex.4 | x", "Ex.9 | y", *LIST),  # a number that comes again
        ("Ex.8 | .", "Ex.9 | y", *LIST),  # nothing beside it
        ("Paper | x", "Ink | y", "Cash | 1", "Debt | 2", "Sum | 2", "Loan | 2"),
        (". | x", ". | y", ". | 1", ". | 2", ". | 2", ". | 2"),
    ],
)
def test_other_rows_stay(lines: tuple[str, ...]) -> None:
    assert len(bottoms(*lines, seen=(2,))) == len(lines) - 1


def test_rows_of_their_own_without_a_number_and_section_rows_leave_the_list_to_the_model() -> None:
    more = ("Ex.8 | x | 1", ". | goes | 2", "Ex.9 | y | 3", "Ex.1 | a | 4", "Ex.2 | b | 5", "Ex.3 | c | 6")
    assert len(bottoms(*more, seen=())) == 6
    assert len(bottoms("Ex.8 | x", ". | *filed", "Ex.9 | y", *LIST, seen=())) == 7
    assert len(bottoms("Ex.8 | x.", ". | See", "Ex.9 | y", *LIST, seen=())) == 7
    assert len(bottoms("Ex.8 | x.", ". | see", "Ex.9 | y", *LIST, seen=())) == 6
    assert len(bottoms("Ex.8 | x", "Ex.9 | y", *LIST, seen=(2,), section=True)) == 5


def test_blank_rows_between_numbers_change_nothing() -> None:
    lines = ("Ex.8 | x", "Ex.9 | y", *LIST)
    columns = [column(50.0 * c, 50.0 * c + 50, y1=120) for c in range(2)]
    rows = [row(0, 20), *[row(10.0 * n, 10.0 * n + 10) for n in range(2, 6)], row(60, 110), row(110, 120)]
    found = begin_rows_at_numbers(draft([*rows, *columns], view(grid_words(*lines), bbox=BBox(0, 0, 100, 120))))
    assert [round(one.start) for one in found.rows] == [0, 10, 20, 30, 40, 50]
