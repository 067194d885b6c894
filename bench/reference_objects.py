"""Ground truth and predictions as the published evaluation sees them: objects and words through its post-processing.

True objects are those of the annotation; a dataset that gives cells only gets the objects its grid of boxes implies.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bench.samples import TrueTable
from canonicalize import LocatedTable, dilate, objects_of
from pipeline.structure.compat import evaluation_table, inference_tables
from pipeline.structure.compat.convert import word_tokens
from pipeline.structure.compat.values import CompatCell
from pipeline.types import StructureObject
from table import BBox, Cell, StructureLabel, Table, Word

_NAMES = frozenset(label.value for label in StructureLabel)


def reference_cells(objects: Sequence[StructureObject], words: Sequence[Word]) -> tuple[Cell, ...]:
    """The cells of the published code, which may overlap or leave holes; none without rows or columns."""
    return tuple(_cell(cell) for cell in evaluation_table(objects, word_tokens(words)).cells)


def service_cells(objects: Sequence[StructureObject], words: Sequence[Word]) -> tuple[tuple[Cell, ...], str]:
    """The cells that the published service gives for its best ``table`` object, and why there are none.

    "division by zero" is where the published service stops with that error.
    """
    tables = [item for item in objects if item.label is StructureLabel.TABLE]
    if not tables:
        return (), "no table object"
    best = max(range(len(tables)), key=lambda index: tables[index].score)
    found = inference_tables(objects, word_tokens(words))
    if any(table.divides_by_zero for table in found):
        return (), "division by zero"
    return tuple(_cell(cell) for cell in found[best].cells), ""


def _cell(cell: CompatCell) -> Cell:
    x0, y0, x1, y1 = cell.bbox
    return Cell(
        range(min(cell.row_nums), max(cell.row_nums) + 1),
        range(min(cell.column_nums), max(cell.column_nums) + 1),
        cell.text,
        BBox(x0, y0, x1, y1) if x0 <= x1 and y0 <= y1 else None,
        cell.is_column_header,
        cell.is_projected_row_header,
    )


def true_objects(true: TrueTable) -> tuple[StructureObject, ...]:
    """The annotation's objects with score 1, from the file or from the grid of cell boxes; none without boxes."""
    if true.objects:
        found = [(StructureLabel(label.value), box) for label, box in true.objects if label.value in _NAMES]
    else:
        found = list(objects_of(located)) if (located := located_grid(true.table)) else []
    return tuple(StructureObject(label, 1.0, box) for label, box in found)


def located_grid(table: Table) -> LocatedTable | None:
    """The table with the row and column boxes that its cells' boxes imply; ``None`` where one has no single cell with a box."""
    rows = [_hull([c.bbox for c in table.cells if c.bbox and c.rows == range(row, row + 1)]) for row in range(table.num_rows)]
    columns = [_hull([c.bbox for c in table.cells if c.bbox and c.columns == range(k, k + 1)]) for k in range(table.num_columns)]
    around = BBox.enclosing([cell.bbox for cell in table.cells if cell.bbox])
    if around is None or any(one is None for one in (*rows, *columns)):
        return None
    wide = tuple(BBox(around.x0, row.y0, around.x1, row.y1) for row in rows if row)
    high = tuple(BBox(column.x0, around.y0, column.x1, around.y1) for column in columns if column)
    return LocatedTable(table, wide, high, tuple(cell.bbox if cell.text else None for cell in table.cells))


def dilated_grid(table: Table) -> Table:
    """The table with grid-cell boxes that touch each other; unchanged where its boxes imply no rows and columns. ``bbox`` stays."""
    located = located_grid(table)
    return table if located is None else replace(table, cells=dilate(located).table.cells)


def _hull(boxes: Sequence[BBox]) -> BBox | None:
    return BBox.enclosing(boxes)
