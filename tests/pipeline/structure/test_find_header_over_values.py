"""Names over columns of values are the header of a table without one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.structure.draft import stand
from pipeline.structure.rules.find_header_over_values import find_header_over_values
from pipeline.types import Span
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view


def header(*lines: str, spans: tuple[Span, ...] = (), head: int = 0) -> tuple[int, tuple[Span, ...]]:
    """The header rows and the spans after the rule."""
    start = stand(draft(grid_objects(len(lines), len(lines[0].split("|"))), view(grid_words(*lines))))
    found = find_header_over_values(replace(start, spans=spans, num_header_rows=head))
    return found.num_header_rows, found.spans


def test_names_over_values_are_the_header() -> None:
    assert header("Min | 1Q | Mean | Max", "1.5 | 2 | 3 | 4") == (1, ())
    assert header(". | Mean | Error | p", "a | 2 | 3 | x", "b | - | 4 | .") == (1, ())
    assert header("Item | Mean | Error", "a | 2 | 3", head=1) == (1, ())


@pytest.mark.parametrize(
    "lines",
    [
        (". | 2019 | 2020 | Sum", "a | 2 | 3 | 5"),  # numbers are no names, whatever they mean
        (". | Mean | . | Max", "a | 2 | 3 | 5"),
        (". | Mean | Error | p", "a | b | c | d"),
        ("5 mm | 7 mm | Mean", "1 | 2 | 3"),
        ("Mean | Max", "1 | 2"),
    ],
    ids=["numbers", "blank", "texts", "values with units", "two"],
)
def test_other_rows_are_not(lines: tuple[str, ...]) -> None:
    assert header(*lines) == (0, ())


def test_a_cell_over_names_of_columns_falls_apart_and_a_section_stays() -> None:
    lines = (". | Mean | Error | Max", "a | 2 | 3 | 5", "b | 4 | 4 | 7")
    assert header(*lines, spans=(Span(range(1), range(1, 3), 0.9),)) == (1, ())
    section = Span(range(1), range(4), 0.9, is_projected_row_header=True)
    assert header(*lines, spans=(section,)) == (0, (section,))
    below = Span(range(1, 2), range(2), 0.9)
    assert header(*lines, spans=(below,)) == (1, (below,))
