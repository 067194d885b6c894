"""Completion and dilation: from the boxes of cells' texts to boxes of rows, columns and all grid cells, and back.

Paper: PubTables-1M, sections 3.2 (completion) and 4 (dilated boxes and the object classes). A ``LocatedTable`` is a
table with the boxes of its rows and columns; tight ones hug the text, dilated ones touch each other. The unit is whatever the
text boxes came in (page points or image pixels).
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace

from canonicalize.draft import is_blank
from table import BBox, Cell, StructureLabel, Table


@dataclass(frozen=True, slots=True)
class LocatedTable:
    """A table whose rows and columns have boxes; ``table.cells[i].bbox`` is the grid cell's box.

    ``text_boxes[i]`` is the box of the text of ``table.cells[i]``, ``None`` for blank or unlocated cells.
    """

    table: Table
    rows: tuple[BBox, ...]
    columns: tuple[BBox, ...]
    text_boxes: tuple[BBox | None, ...]

    def __post_init__(self) -> None:
        sizes = (len(self.rows), len(self.columns), len(self.text_boxes))
        if sizes != (self.table.num_rows, self.table.num_columns, len(self.table.cells)):
            raise ValueError(f"boxes for {sizes} rows, columns and cells do not fit the table")

    @property
    def bbox(self) -> BBox:
        """The table box: all rows and columns."""
        found = BBox.enclosing([*self.rows, *self.columns])
        if found is None:
            raise ValueError("a table without rows has no box")
        return found


class CompletionError(ValueError):
    """A row or column has no located text, so it has no place; the message names it."""


def complete(table: Table, text_boxes: Sequence[BBox | None]) -> LocatedTable:
    """The table with tight row, column and grid-cell boxes made from the text boxes of its cells.

    A row reaches from the texts of cells that start in it to the texts of cells that end in it, and over the table's
    whole width; columns likewise; a grid cell is the crossing of its rows and columns, so blank cells get boxes too.
    Raises ``CompletionError`` if a row or column has no located text.
    """
    around = BBox.enclosing([box for box in text_boxes if box is not None])
    if around is None:
        raise CompletionError("no text of the table was located")
    pairs = list(zip(table.cells, text_boxes, strict=True))
    rows = [_row_extent(pairs, row, around) for row in range(table.num_rows)]
    columns = [_column_extent(pairs, column, around) for column in range(table.num_columns)]
    return locate_cells(table, rows, columns, text_boxes)


def _row_extent(pairs: Sequence[tuple[Cell, BBox | None]], row: int, around: BBox) -> BBox:
    tops = [box.y0 for cell, box in pairs if box is not None and cell.rows.start == row]
    bottoms = [box.y1 for cell, box in pairs if box is not None and cell.rows.stop == row + 1]
    if not tops or not bottoms or min(tops) > max(bottoms):
        raise CompletionError(f"row {row} has no located text")
    return BBox(around.x0, min(tops), around.x1, max(bottoms))


def _column_extent(pairs: Sequence[tuple[Cell, BBox | None]], column: int, around: BBox) -> BBox:
    lefts = [box.x0 for cell, box in pairs if box is not None and cell.columns.start == column]
    rights = [box.x1 for cell, box in pairs if box is not None and cell.columns.stop == column + 1]
    if not lefts or not rights or min(lefts) > max(rights):
        raise CompletionError(f"column {column} has no located text")
    return BBox(min(lefts), around.y0, max(rights), around.y1)


def locate_cells(table: Table, rows: Sequence[BBox], columns: Sequence[BBox], text_boxes: Sequence[BBox | None]) -> LocatedTable:
    """The table with each cell's box set to the crossing of its rows and its columns."""
    cells = tuple(replace(cell, bbox=_crossing(cell, rows, columns)) for cell in table.cells)
    around = BBox.enclosing([*rows, *columns])
    return LocatedTable(replace(table, cells=cells, bbox=around), tuple(rows), tuple(columns), tuple(text_boxes))


def _crossing(cell: Cell, rows: Sequence[BBox], columns: Sequence[BBox]) -> BBox:
    x0, x1 = columns[cell.columns.start].x0, columns[cell.columns.stop - 1].x1
    y0, y1 = rows[cell.rows.start].y0, rows[cell.rows.stop - 1].y1
    return BBox(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def dilate(located: LocatedTable) -> LocatedTable:
    """The table with neighbouring rows and columns moved to the middle between them: no gaps, no overlap, outer edges kept."""
    row_edges = _edges([(row.y0, row.y1) for row in located.rows])
    column_edges = _edges([(column.x0, column.x1) for column in located.columns])
    around = located.bbox
    rows = [BBox(around.x0, a, around.x1, b) for a, b in itertools.pairwise(row_edges)]
    columns = [BBox(a, around.y0, b, around.y1) for a, b in itertools.pairwise(column_edges)]
    return locate_cells(located.table, rows, columns, located.text_boxes)


def _edges(extents: Sequence[tuple[float, float]]) -> list[float]:
    """Outer start, middles between neighbours, outer end; never falling, so overlapping ones give empty ones."""
    edges = [extents[0][0], *((a[1] + b[0]) / 2 for a, b in itertools.pairwise(extents)), extents[-1][1]]
    for index in range(1, len(edges)):
        edges[index] = max(edges[index], edges[index - 1])
    return edges


def objects_of(located: LocatedTable) -> tuple[tuple[StructureLabel, BBox], ...]:
    """The training objects of a (dilated) table in the order of the published files.

    Table; projected row headers and spanning cells in cell order; the column header; rows; columns. Projected row
    headers are written blank or not, spanning cells only with text, single-position cells never.
    """
    objects: list[tuple[StructureLabel, BBox]] = [(StructureLabel.TABLE, located.bbox)]
    for cell in located.table.cells:
        label = _cell_label(cell, located.table.num_columns)
        if label is not None and cell.bbox is not None:
            objects.append((label, cell.bbox))
    header = BBox.enclosing([c.bbox for c in located.table.cells if c.is_column_header and c.bbox is not None])
    if header is not None and header.area > 0:
        objects.append((StructureLabel.COLUMN_HEADER, header))
    objects.extend((StructureLabel.ROW, row) for row in located.rows)
    objects.extend((StructureLabel.COLUMN, column) for column in located.columns)
    return tuple(objects)


def _cell_label(cell: Cell, num_columns: int) -> StructureLabel | None:
    if len(cell.columns) == num_columns and not cell.is_column_header and (num_columns > 1 or cell.is_projected_row_header):
        return StructureLabel.PROJECTED_ROW_HEADER
    return StructureLabel.SPANNING_CELL if cell.is_spanning and not is_blank(cell) else None


def count_objects(table: Table) -> int:
    """How many objects ``objects_of`` gives: what the rule on table size counts."""
    cells = sum(_cell_label(cell, table.num_columns) is not None for cell in table.cells)
    has_header = any(cell.is_column_header for cell in table.cells)
    return 1 + cells + has_header + table.num_rows + table.num_columns
