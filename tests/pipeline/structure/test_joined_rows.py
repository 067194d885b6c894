"""Lines that go on a cell are no row of their own: of header names that wrap."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.structure.draft import stand
from pipeline.structure.rules.join_header_rows import join_header_rows
from pipeline.types import Span
from table import BBox, Ruling, Word
from tests.pipeline.structure.builders import draft, grid_objects, view, word

NAMES = (word("Dose", 2, 11), word("gain", 52, 11), word("rate", 102, 11))
BODY = (word("5", 2, 21), word("7", 52, 21), word("9", 102, 21))


def header_rows(*upper: Word, rulings: tuple[Ruling, ...] = (), lower: tuple[Word, ...] = NAMES, spans: tuple[Span, ...] = ()) -> int:
    start = stand(draft(grid_objects(3, 3), view([*upper, *lower, *BODY], rulings)))
    found = join_header_rows(replace(start, num_header_rows=2, spans=spans))
    assert len(found.rows) - found.num_header_rows == 1
    return found.num_header_rows


def test_the_first_lines_of_longer_names_are_no_level() -> None:
    assert header_rows(word("Weight", 52, 1)) == 1
    assert header_rows(word("Weight", 52, 1), word("Birth", 102, 1)) == 1


@pytest.mark.parametrize(
    "upper",
    [
        [word("No", 2, 1), word("Weight", 52, 1), word("Birth", 102, 1)],  # in every column: units below, or two levels
        [word("Both", 70, 1, 26), word("groups", 99, 1, 30)],  # one phrase over two columns
        [word("Groups", 80, 1, 40)],  # a word across the border
        [],
    ],
    ids=["every column", "phrase", "word across", "nothing"],
)
def test_a_level_of_its_own_stays(upper: list[Word]) -> None:
    assert header_rows(*upper) == 2


def test_a_ruling_a_wide_space_or_a_cell_over_columns_makes_a_level() -> None:
    upper = word("Weight", 52, 1)
    assert header_rows(upper, rulings=(Ruling(BBox(50, 10, 100, 10)),)) == 2
    assert header_rows(upper, rulings=(Ruling(BBox(0, 10, 40, 10)),)) == 1  # under another column
    assert header_rows(word("Weight", 52, -4)) == 2
    assert header_rows(upper, spans=(Span(range(1), range(1, 3)),)) == 2


def test_cells_over_rows_follow_the_rows() -> None:
    start = stand(draft(grid_objects(3, 3), view([word("Weight", 52, 1), *NAMES, *BODY])))
    spans = (Span(range(2), range(1)), Span(range(2, 3), range(1, 3)))
    found = join_header_rows(replace(start, num_header_rows=2, spans=spans))
    assert [(span.rows, span.columns) for span in found.spans] == [(range(1, 2), range(1, 3))]


def test_a_line_that_comes_again_is_no_name_of_groups_and_may_stand_farther_apart() -> None:
    assert header_rows(word("May", 52, -2), word("May", 102, -2)) == 1
    assert header_rows(word("May", 52, -2), word("June", 102, -2)) == 2


def test_lines_of_names_that_have_cells_over_both_rows_are_no_level() -> None:
    """A unit below some names, in their cells."""
    names, unit = (word("Dose", 2, 1), word("gain", 52, 1), word("rate", 102, 1)), (word("(kg)", 52, 11),)
    assert header_rows(*names, lower=unit, spans=(Span(range(2), range(1, 2)),)) == 1
    assert header_rows(*names, lower=unit) == 2
