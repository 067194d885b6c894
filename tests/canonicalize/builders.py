"""Tables drawn as text: ``table("A | <", "1 | 2")``; ``<`` continues the cell on the left, ``^`` the one above.

An empty slot is a blank cell, a leading ``*`` marks column-header cells and ``#`` projected row headers.
"""

from __future__ import annotations

from table import Cell, Table


def table(*rows: str) -> Table:
    grid = [[slot.strip() for slot in row.split("|")] for row in rows]
    num_rows, num_columns = len(grid), len(grid[0])
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row in range(num_rows):
        for column in range(num_columns):
            if (row, column) in taken:
                continue
            right = column + 1
            while right < num_columns and grid[row][right] == "<":
                right += 1
            below = row + 1
            while below < num_rows and grid[below][column] == "^":
                below += 1
            taken |= {(r, c) for r in range(row, below) for c in range(column, right)}
            text = grid[row][column]
            cells.append(
                Cell(
                    range(row, below),
                    range(column, right),
                    text.lstrip("*#"),
                    is_column_header=text.startswith("*"),
                    is_projected_row_header=text.startswith("#"),
                )
            )
    return Table(num_rows, num_columns, tuple(cells))


def picture(value: Table) -> list[str]:
    """The inverse of ``table``, for readable assertions."""
    rows = []
    for row, cells in enumerate(value.owners()):
        slots = []
        for column, cell in enumerate(cells):
            if (cell.rows.start, cell.columns.start) == (row, column):
                slots.append(("*" if cell.is_column_header else "#" if cell.is_projected_row_header else "") + cell.text)
            else:
                slots.append("<" if cell.rows.start == row else "^")
        rows.append(" | ".join(slots))
    return rows
