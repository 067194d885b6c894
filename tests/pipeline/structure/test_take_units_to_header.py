"""A line of units directly below the header is one of its rows."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.structure.draft import stand
from pipeline.structure.rules.take_units_to_header import take_units_to_header
from pipeline.types import Span
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view

HEAD = "Item | 2019 | 2018"


def header_rows(*lines: str, rows: int = 1, spans: tuple[Span, ...] = ()) -> int:
    start = stand(draft(grid_objects(len(lines), 3), view(grid_words(*lines))))
    return take_units_to_header(replace(start, num_header_rows=rows, spans=spans)).num_header_rows


def test_units_below_the_names_are_in_the_header() -> None:
    assert header_rows(HEAD, ". | (millions) | .", "a | 1 | 2") == 2


@pytest.mark.parametrize(
    "lines",
    [
        (HEAD, "Sales | (millions) | .", "a | 1 | 2"),  # beside a label
        (HEAD, "(millions) | . | .", "a | 1 | 2"),  # in the place of a label
        (HEAD, ". | (restated) | .", "a | 1 | 2"),  # no unit
        (HEAD, ". | (millions) | 4", "a | 1 | 2"),  # a value
        (HEAD, "a | 1 | 2", ". | (millions) | ."),  # the last row, further down
        (HEAD, ". | (millions) | ."),
    ],
)
def test_other_rows_are_not(lines: tuple[str, ...]) -> None:
    assert header_rows(*lines) == 1


def test_a_table_without_a_header_gets_none_and_the_name_of_a_section_stays() -> None:
    lines = (HEAD, ". | (millions) | .", "a | 1 | 2")
    assert header_rows(". | (millions) | .", "a | 1 | 2", rows=0) == 0
    assert header_rows(*lines, spans=(Span(range(1, 2), range(3), 0.9, True),)) == 1
