"""A header cell over columns falls apart into their names where these stand apart or a ruling parts them, and only there."""

from __future__ import annotations

from dataclasses import replace

from pipeline.flags import Flag
from pipeline.structure.draft import stand
from pipeline.structure.rules.part_header_spans import part_header_spans
from pipeline.types import Span
from table import BBox, Ruling, Word
from tests.pipeline.structure.builders import draft, grid_objects, view, word

WALL = (Ruling(BBox(50, 0, 50, 10)),)


def parts(*words: Word, rows: range = range(1), columns: range = range(2), rulings: tuple[Ruling, ...] = (), header: int = 1) -> list:
    """What becomes of one cell in a header of three columns, each 50 points wide."""
    start = stand(draft(grid_objects(3, 3), view(words, rulings)))
    found = part_header_spans(replace(start, num_header_rows=header, spans=(Span(rows, columns, 0.99),)))
    assert (Flag.SPANS_REPAIRED in found.notes) is (found.spans != (Span(rows, columns, 0.99),))
    return [(span.rows, span.columns) for span in found.spans]


def test_two_names_apart_are_two_cells() -> None:
    assert parts(word("Long", 2, 1), word("Gun", 24, 1), word("Other", 55, 1)) == []


def test_words_of_one_name_stay_together() -> None:
    assert parts(word("Three", 24, 1), word("Months", 52, 1)) == [(range(1), range(2))]
    assert parts(word("Thirteen", 24, 1), word("x", 80, 1)) == [(range(1), range(2))]  # a word lies across the border


def test_a_ruling_parts_names_however_near() -> None:
    assert parts(word("Three", 24, 1), word("Months", 52, 1), rulings=WALL) == []


def test_of_the_borders_in_one_gap_the_middle_one_counts() -> None:
    group = (word("One", 70, 1, 15), word("Two", 125, 1))
    assert parts(*group, columns=range(3)) == [(range(1), range(2))]


def test_names_below_a_common_one_are_a_level_of_their_own() -> None:
    words = (word("28", 35, 1), word("Day", 48, 1), word("2017", 10, 11), word("2016", 60, 11))
    assert parts(*words, rows=range(2), header=2) == [(range(1), range(2))]


def test_cells_below_the_header_are_not_names() -> None:
    assert parts(word("Long", 2, 11), word("Other", 55, 11), rows=range(1, 2)) == [(range(1, 2), range(2))]


def test_names_at_different_heights_are_two_cells() -> None:
    names = (word("Base", 10, 6), word("Set", 60, 1), word("Rate", 60, 11))
    assert parts(*names, rows=range(2), header=2) == [(range(2), range(1)), (range(2), range(1, 2))]
    wrapped = (word("Weighted", 25, 1), word("price", 32, 11))  # lines in the middle of both
    assert parts(*wrapped, rows=range(2), header=2) == [(range(2), range(2))]
