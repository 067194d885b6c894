"""What the readers of other datasets return: one ground-truth table with the boxes the dataset gives for its texts.

Datasets that give no cell for blank positions get blank cells there, so that the table tiles its grid.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from canonicalize.draft import row_major
from canonicalize.errors import AnnotationError
from table import BBox, Cell, GridError, Table


@dataclass(frozen=True, slots=True)
class Truth:
    """One table as a dataset annotates it. ``text_boxes[i]`` goes with ``table.cells[i]``; ``None`` where none is given.

    Boxes are in the unit the reader names, origin top-left; ``page`` counts from 1; ``document`` is the file's stem.
    """

    id: str
    document: str
    page: int
    table: Table
    text_boxes: tuple[BBox | None, ...]
    region: BBox | None = None
    split: str = ""


def tiled(cells: Iterable[Cell], source: str, num_rows: int = 0, num_columns: int = 0) -> Table:
    """The table of ``cells`` with blank cells in the holes; cells keep their text boxes as ``bbox``.

    Raises ``AnnotationError`` if cells overlap or there is none.
    """
    given = list(cells)
    if not given:
        raise AnnotationError("the table has no cell", source=source)
    num_rows = max(num_rows, *(cell.rows.stop for cell in given))
    num_columns = max(num_columns, *(cell.columns.stop for cell in given))
    taken = {position for cell in given for position in cell.positions()}
    holes = [(row, column) for row in range(num_rows) for column in range(num_columns) if (row, column) not in taken]
    blank = [Cell(range(row, row + 1), range(column, column + 1)) for row, column in holes]
    try:
        return Table(num_rows, num_columns, row_major([*given, *blank]))
    except GridError as error:
        raise AnnotationError(str(error), source=source) from error


def truth_of(table: Table, document: str, page: int, **more: object) -> Truth:
    """The truth of ``table`` whose cells carry their text boxes; the boxes of blank cells are dropped."""
    boxes = tuple(cell.bbox if cell.text.strip() else None for cell in table.cells)
    return Truth(document=document, page=page, table=table, text_boxes=boxes, **more)  # type: ignore[arg-type]


def flipped(x1: float, y1: float, x2: float, y2: float, height: float) -> BBox:
    """A box given with origin bottom-left (corners in any order) on a page of ``height``, with origin top-left."""
    return BBox(min(x1, x2), height - max(y1, y2), max(x1, x2), height - min(y1, y2))
