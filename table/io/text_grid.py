"""The plain text of a table as a grid, for the formats that know no spanning cells."""

from __future__ import annotations

from typing import Literal

from table.cells import Cell, Table

Spans = Literal["repeat", "first"]  # a spanning cell's text in every position, or in the first only


def text_grid(table: Table, *, spans: Spans) -> list[list[str]]:
    """``num_rows`` lists of ``num_columns`` texts; an empty table gives an empty list."""
    return [[_text(cell, row, column, spans) for column, cell in enumerate(cells)] for row, cells in enumerate(table.owners())]


def readable_grid(table: Table) -> list[list[str]]:
    """The text in every position that a spanning cell covers, but that of a section row in its first only."""
    return [
        [_text(cell, row, column, "first" if cell.is_projected_row_header else "repeat") for column, cell in enumerate(cells)]
        for row, cells in enumerate(table.owners())
    ]


def header_labels(table: Table, *, separator: str = " / ") -> list[str]:
    """One label per column: its distinct header texts from top to bottom; empty strings without a header."""
    head = table.owners()[: table.num_header_rows]
    stacks = [[row[column] for row in head] for column in range(table.num_columns)]
    return [separator.join(dict.fromkeys(cell.text for cell in stack if cell.text)) for stack in stacks]


def _text(cell: Cell, row: int, column: int, spans: Spans) -> str:
    is_first = (row, column) == (cell.rows.start, cell.columns.start)
    return cell.text if spans == "repeat" or is_first else ""
