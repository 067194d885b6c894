"""Tables as the matrices GriTS compares: one entry per grid position, a spanning cell's entry repeated.

In: a ``Table``, or the bare cells of a prediction that may not tile a grid. Out: a ``CellMatrix``. Positions no cell
covers become blank one-by-one cells, and where cells overlap the later cell wins; both are reported in
``problems``, because a metric must score a malformed prediction low and never crash on it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from table import Cell, GridError, Table
from table.cells import MAX_GRID_CELLS

Floats = NDArray[np.float64]

Gridded = Table | Sequence[Cell]


@dataclass(frozen=True, slots=True, eq=False)
class CellMatrix:
    """The covering cell of each grid position.

    owner: (rows, columns) of indices into ``cells``; 1 x 0 when there are no cells · extents: (cells, 4) first column, first
    row, last column + 1, last row + 1 · ``problems`` says what had to be mended.
    """

    owner: NDArray[np.intp]
    cells: tuple[Cell, ...]
    extents: NDArray[np.intp]
    problems: tuple[str, ...] = ()

    @property
    def has_boxes(self) -> bool:
        return all(cell.bbox is not None for cell in self.cells)

    def texts(self) -> list[str]:
        return [cell.text for cell in self.cells]


def cell_matrix(gridded: Gridded) -> CellMatrix:
    """The matrix of a table or of bare cells; bare cells in row-major or any other order, last one winning.

    Raises ``GridError`` when bare cells claim a grid of more than ``MAX_GRID_CELLS`` positions.
    """
    cells = tuple(gridded.cells if isinstance(gridded, Table) else gridded)
    extents = _extents(cells)
    if not cells:
        return CellMatrix(np.zeros((1, 0), dtype=np.intp), (), extents)
    num_columns, num_rows = extents[:, 2:].max(axis=0).tolist()
    if num_rows * num_columns > MAX_GRID_CELLS:
        raise GridError(f"grid of {num_rows} x {num_columns} exceeds {MAX_GRID_CELLS} positions")
    owner = np.full((num_rows, num_columns), -1, dtype=np.intp)
    widths, heights = (extents[:, 2:] - extents[:, :2]).T
    num_claimed = int((widths * heights).sum())
    if num_claimed == len(cells):
        owner[extents[:, 1], extents[:, 0]] = np.arange(len(cells))
    else:
        for index, (left, top, right, bottom) in enumerate(extents.tolist()):
            owner[top:bottom, left:right] = index
    return _mend(CellMatrix(owner, cells, extents), num_claimed)


def _extents(cells: Sequence[Cell]) -> NDArray[np.intp]:
    flat = [number for c in cells for number in (c.columns.start, c.rows.start, c.columns.stop, c.rows.stop)]
    try:
        return np.array(flat, dtype=np.intp).reshape(-1, 4)
    except OverflowError:
        raise GridError(f"a cell that reaches to row or column {max(flat)} exceeds {MAX_GRID_CELLS} positions") from None


def _mend(matrix: CellMatrix, num_claimed: int) -> CellMatrix:
    owner, cells = matrix.owner, matrix.cells
    if num_claimed == owner.size and owner.min() >= 0:
        return matrix
    holes = np.argwhere(owner < 0).tolist()
    num_overlaps = num_claimed - (owner.size - len(holes))
    problems = []
    if num_overlaps:
        problems.append(f"{num_overlaps} grid positions claimed more than once; the last cell was used")
    if holes:
        problems.append(f"{len(holes)} grid positions without a cell; blank cells were used")
    for offset, (row, column) in enumerate(holes):
        owner[row, column] = len(cells) + offset
    blanks = tuple(Cell(range(row, row + 1), range(column, column + 1)) for row, column in holes)
    return CellMatrix(owner, cells + blanks, np.concatenate([matrix.extents, _extents(blanks)]), tuple(problems))


def relative_spans(matrix: CellMatrix) -> NDArray[np.intp]:
    """(rows, columns, 4): the covering cell's extent seen from each position; [0, 0, 1, 1] for an ordinary cell."""
    num_rows, num_columns = matrix.owner.shape
    if not matrix.cells:
        return np.zeros((num_rows, num_columns, 4), dtype=np.intp)
    spans: NDArray[np.intp] = matrix.extents[matrix.owner]
    spans[:, :, 0::2] -= np.arange(num_columns)[None, :, None]
    spans[:, :, 1::2] -= np.arange(num_rows)[:, None, None]
    return spans


def boxes(matrix: CellMatrix) -> Floats:
    """(cells, 4) in page points; cells without a box get [0, 0, 0, 0], which overlaps nothing."""
    found = [cell.bbox for cell in matrix.cells]
    flat = [number for box in found for number in ((box.x0, box.y0, box.x1, box.y1) if box else (0.0,) * 4)]
    return np.array(flat, dtype=np.float64).reshape(-1, 4)
