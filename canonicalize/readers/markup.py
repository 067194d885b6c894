"""From rows of markup cells (``<tr>`` with ``<td>`` and ``<th>``) to a table: the placement every HTML-like format shares.

A cell starts at the first free column of its row and takes its full rectangle. Markup from many hands is not always
consistent; what is repaired is named in ``repairs``, so that nothing is bent silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from canonicalize.draft import row_major
from canonicalize.errors import AnnotationError
from table import BBox, Cell, Table

MAX_SPAN = 1000  # columns or rows of one cell, as in HTML


@dataclass(frozen=True, slots=True)
class MarkupCell:
    """One ``<td>`` or ``<th>``; a span of 0 means "to the end"."""

    text: str
    row_span: int = 1
    column_span: int = 1
    is_column_header: bool = False
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """The table, the markup cell (number in reading order) behind each of its cells, and what had to be repaired.

    ``sources[i]`` belongs to ``table.cells[i]`` and is ``None`` for a cell that only fills a hole.
    """

    table: Table
    sources: tuple[int | None, ...]
    repairs: tuple[str, ...] = ()


def place_cells(rows: Sequence[Sequence[MarkupCell]], source: str = "") -> PlacedTable:
    """The table of ``rows`` of markup cells. Raises ``AnnotationError`` when there is no cell at all."""
    placed: list[tuple[Cell, int]] = []
    taken: set[tuple[int, int]] = set()
    repairs: list[str] = []
    number = 0
    for row, cells in enumerate(rows):
        column = 0
        for cell in cells:
            while (row, column) in taken:
                column += 1
            extent = _extent(cell, row, column, len(rows), taken, repairs)
            taken.update((r, c) for r in extent[0] for c in extent[1])
            placed.append((Cell(*extent, cell.text, cell.bbox, is_column_header=cell.is_column_header), number))
            column, number = extent[1].stop, number + 1
    if not placed:
        raise AnnotationError("the table has no cell", source=source)
    return _tiled(placed, taken, len(rows), repairs)


def _extent(cell: MarkupCell, row: int, column: int, num_rows: int, taken: set[tuple[int, int]], repairs: list[str]) -> tuple[range, range]:
    height = cell.row_span or num_rows - row
    if row + height > num_rows:
        repairs.append(f"the cell at row {row}, column {column} reaches below the last row")
        height = num_rows - row
    width = 1
    while width < min(max(cell.column_span, 1), MAX_SPAN) and (row, column + width) not in taken:
        width += 1
    if width < min(cell.column_span, MAX_SPAN):
        repairs.append(f"the cell at row {row}, column {column} overlaps a cell from above and was narrowed")
    free = 1
    while free < height and all((row + free, column + offset) not in taken for offset in range(width)):
        free += 1
    return range(row, row + free), range(column, column + width)


def _tiled(placed: list[tuple[Cell, int]], taken: set[tuple[int, int]], num_rows: int, repairs: list[str]) -> PlacedTable:
    num_columns = max(cell.columns.stop for cell, _ in placed)
    holes = [(row, column) for row in range(num_rows) for column in range(num_columns) if (row, column) not in taken]
    if holes:
        repairs.append(f"{len(holes)} positions had no cell, the first at row {holes[0][0]}, column {holes[0][1]}")
    header_rows = {row for cell, _ in placed if cell.is_column_header for row in cell.rows}
    blank = [Cell(range(r, r + 1), range(c, c + 1), is_column_header=r in header_rows and _is_header_row(placed, r)) for r, c in holes]
    sources: dict[tuple[int, int], int] = {(cell.rows.start, cell.columns.start): number for cell, number in placed}
    cells = row_major([*(cell for cell, _ in placed), *blank])
    found = tuple(sources.get((cell.rows.start, cell.columns.start)) for cell in cells)
    return PlacedTable(Table(num_rows, num_columns, cells), found, tuple(repairs))


def _is_header_row(placed: list[tuple[Cell, int]], row: int) -> bool:
    return all(cell.is_column_header for cell, _ in placed if row in cell.rows)
