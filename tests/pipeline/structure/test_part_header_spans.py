"""A header cell over columns falls apart into their names where these stand apart or a ruling parts them, and only there."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from pipeline.flags import Flag
from pipeline.structure.draft import stand
from pipeline.structure.rules.part_header_spans import part_header_spans
from pipeline.types import Span
from table import BBox, Ruling, Word
from tests.pipeline.structure.builders import column, draft, grid_objects, grid_words, row, view, word

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


LISTING = ("coef | expo | z", "0.06 | 1.1 | 9", "0.38 | 2.2 | 8", "0.05 | 3.3 | 7")


def close(names: tuple[float, ...], *lines: str, header: int = 1) -> bool:
    """Whether names a space apart stay one cell over three columns; ``names``: how far right each stands of its values' left end."""
    moved = [replace(one, bbox=one.bbox.shift(shift, 0)) for one, shift in zip(grid_words(lines[0]), names, strict=True)]
    words = [*moved, *(one for one in grid_words(*lines) if one.bbox.y0 > 10)]
    near = [replace(one, bbox=one.bbox.shift(-25 * (one.bbox.x0 // 50), 0)) for one in words]  # columns of 25 points
    start = draft([*(row(10 * y, 10 * y + 10) for y in range(len(lines))), *(column(25 * x, 25 * x + 25) for x in range(3))], view(near))
    return bool(part_header_spans(replace(stand(start), num_header_rows=header, spans=(Span(range(1), range(3), 0.9),))).spans)


def test_names_a_space_apart_are_names_where_each_is_in_line_with_its_values() -> None:
    assert not close((0, 0, 0), *LISTING)


def test_words_of_a_phrase_are_not() -> None:
    assert close((0, 3, 0), *LISTING)  # two of three are
    assert close((0, 0, 0), *LISTING[:2])  # a single row tells nothing


@pytest.mark.parametrize("num_words", [1, 2])
def test_wide_names_are_names_phrases_over_columns_are_not(num_words: int) -> None:
    """Over four columns of 25 points, each begins 3 points left of its column and ends where its values end."""
    ends = {1: ((-3, 21),), 2: ((-3, 8), (11, 21))}[num_words]
    names = [Word("name", BBox(30 + 25 * x + start, 1, 30 + 25 * x + end, 9), 1) for x in range(4) for start, end in ends]
    values = [Word("0.1", BBox(39 + 25 * x, 10 * y + 1, 51 + 25 * x, 10 * y + 9), 1 + y) for x in range(4) for y in range(1, 4)]
    start = draft(
        [*(row(10 * y, 10 * y + 10) for y in range(4)), *(column(30 + 25 * x, 55 + 25 * x) for x in range(4))], view([*names, *values])
    )
    spans = part_header_spans(replace(stand(start), num_header_rows=1, spans=(Span(range(1), range(4), 0.9),))).spans
    assert bool(spans) == (num_words == 2)


def spaced(names: str, columns: int) -> bool:
    """Whether such a header stays one cell: letters of 4 points, ``|`` where a column's values end, every 30 points behind the labels."""
    ends = [30 + 30 * (x + 1) for x in range(columns)]
    words = []
    for name, end in zip(names.split("|"), ends, strict=True):
        for text in reversed(name.split()):
            words += [Word(text, BBox(end - 4 * len(text), 1, end, 9), 1)]
            end -= 4 * len(text) + 4
    words += [Word("0.1", BBox(end - 12, 10 * y + 1, end, 10 * y + 9), 1 + y) for end in ends for y in range(1, 4)]
    edges = [0, *(end - 20 for end in ends), ends[-1] + 2]
    rows = [row(10 * y, 10 * y + 10) for y in range(4)]
    start = draft(
        [*rows, *(column(a, b) for a, b in pairwise(edges))], view([word("a", 2, 11), word("b", 2, 21), word("c", 2, 31), *words])
    )
    return bool(part_header_spans(replace(stand(start), num_header_rows=1, spans=(Span(range(1), range(1, columns + 1), 0.9),))).spans)


def test_wide_names_that_all_end_where_their_values_do() -> None:
    assert not spaced("births|nevent|rmean*", 3)
    assert spaced("births|nevent", 2)
    assert not spaced("Estima|S. Err|t valu|Pr(>z)", 4)  # half of them are phrases
    assert spaced("Es tim|S. Err|t valu|P r >z", 4)
