"""Rows of values that were seen as one are parted; what wraps, and what stands below a value, is not."""

from __future__ import annotations

import pytest

from pipeline.flags import Flag
from pipeline.structure.rules.part_rows import part_rows
from tests.pipeline.structure.builders import column, draft, row, view, word


def heights(*cells: tuple[str, ...], num_rows: int = 2) -> list[tuple[float, float]]:
    """What becomes of the second of ``num_rows`` rows, whose cells have these lines, ten points apart."""
    words = [word("name", 2 + 50 * k, 1) for k in range(len(cells))] if num_rows > 1 else []
    words += [
        word(text, 2 + 50 * k + 26 * n, 11 + 10 * line, 24)
        for k, lines in enumerate(cells)
        for line, line_text in enumerate(lines)
        for n, text in enumerate(line_text.split())
    ]
    objects = [row(0, 10), row(10, 40)][-num_rows:] + [column(50 * k, 50 * (k + 1)) for k in range(len(cells))]
    found = part_rows(draft(objects, view(words)))
    assert (Flag.ROWS_PARTED in found.notes) is (len(found.rows) > num_rows)
    return [(r.start, r.stop) for r in found.rows[num_rows - 1 :]]


def test_values_below_values_are_rows() -> None:
    assert heights(("Paper", "Ink"), ("1.20", "3.40"), ("12", "34")) == [(10, 20), (20, 40)]
    assert heights(("1", "2", "3"), ("10", "20", "30")) == [(10, 20), (20, 30), (30, 40)]


@pytest.mark.parametrize(
    "cells",
    [
        (("Paper", "white"), ("1.20", "(0.3)"), ("12", "(4)")),  # a standard error below its value
        (("Paper", "white"), ("1.20",), ("12",)),  # a label that wraps
        (("Paper", "white"), ("heavy", "duty"), ("12", "34")),  # texts that wrap, values in one column only
        (("12", "34"),),  # one column
    ],
)
def test_one_row_stays_one(cells: tuple[tuple[str, ...], ...]) -> None:
    assert heights(*cells) == [(10, 40)]


def test_the_only_row_of_a_table_is_its_header_and_its_body() -> None:
    assert heights(("Put", "26.0"), ("Call", "12.7"), num_rows=1) == [(10, 20), (20, 40)]
    assert heights(("Put", "26.0"), ("Call", "12.7")) == [(10, 40)]  # below a header names may be above their value
    assert heights(("Put", "low"), ("Call", "12.7"), num_rows=1) == [(10, 40)]


def test_names_with_a_colon_each_are_rows() -> None:
    assert heights(("Number:", "Date:"), ("A-12", "May 3")) == [(10, 20), (20, 40)]
    assert heights(("Number:", "Date:"), (".", "12")) == [(10, 20), (20, 40)]
    assert heights(("Number", "Date:"), ("A-12", "May 3")) == [(10, 40)]
