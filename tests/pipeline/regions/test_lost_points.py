"""A number of a picture that has lost its point is told; whole numbers among decimals, and numbers of a text layer, are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.flags import Flag
from pipeline.regions.rules.lost_points import point_may_be_lost
from table import Cell, Table
from tests.pipeline.regions.drawn_pages import page

TOLD = (Flag.POINT_MAY_BE_LOST,)


def column(*texts: str, header: int = 0) -> Table:
    cells = tuple(Cell(range(row, row + 1), range(1), text, is_column_header=row < header) for row, text in enumerate(texts))
    return Table(len(texts), 1, cells)


def flags(table: Table, source: str = "ocr") -> tuple[str, ...]:
    return point_may_be_lost(replace(page([], []), text_source=source), table)


@pytest.mark.parametrize("lost", ["219", "(219)", "-219*", "038"])
def test_a_number_that_is_among_the_others_with_a_point_is_told(lost: str) -> None:
    table = column("2.01", "3.45", lost, "1.98")
    assert flags(table) == TOLD
    assert flags(table, "pdf") == ()


@pytest.mark.parametrize(
    "texts",
    [
        ("2.01", "3.45", "3", "1.98"),  # too short
        ("20.1", "94.5", "100", "1.9"),  # a whole among shares
        ("2.01", "3.45", "2016", "1.98"),  # not among them
        ("2.01", "3.4", "219", "1.985"),  # of different decimals
        ("2.01", "3.45", "219"),  # two numbers
        ("2.01", "3.45", "1.98", "1999.", "1,999.00"),
        ("a", "b"),
    ],
)
def test_others_are_not(texts: tuple[str, ...]) -> None:
    assert flags(column(*texts)) == ()


def test_names_of_columns_are_no_numbers() -> None:
    assert flags(column("219", "2.01", "3.45", "1.98", header=1)) == ()
