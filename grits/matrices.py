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

    owner: (rows, columns) of indices into ``cells``; 1 x 0 when there are no cells · ``problems`` says what had
    to be mended.
    """

    owner: NDArray[np.intp]
    cells: tuple[Cell, ...]
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
    if not cells:
        return CellMatrix(np.zeros((1, 0), dtype=np.intp), ())
    num_rows = max(cell.rows.stop for cell in cells)
    num_columns = max(cell.columns.stop for cell in cells)
    if num_rows * num_columns > MAX_GRID_CELLS:
        raise GridError(f"grid of {num_rows} x {num_columns} exceeds {MAX_GRID_CELLS} positions")
    owner = np.full((num_rows, num_columns), -1, dtype=np.intp)
    num_claimed = 0
    for index, cell in enumerate(cells):
        owner[cell.rows.start : cell.rows.stop, cell.columns.start : cell.columns.stop] = index
        num_claimed += len(cell.rows) * len(cell.columns)
    return _mend(owner, cells, num_claimed)


def _mend(owner: NDArray[np.intp], cells: tuple[Cell, ...], num_claimed: int) -> CellMatrix:
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
    return CellMatrix(owner, cells + blanks, tuple(problems))


def relative_spans(matrix: CellMatrix) -> Floats:
    """(rows, columns, 4): the covering cell's extent seen from each position; [0, 0, 1, 1] for an ordinary cell."""
    num_rows, num_columns = matrix.owner.shape
    if not matrix.cells:
        return np.zeros((num_rows, num_columns, 4))
    extents = np.array([(c.columns.start, c.rows.start, c.columns.stop, c.rows.stop) for c in matrix.cells], dtype=np.float64)
    spans: Floats = extents[matrix.owner]
    rows, columns = np.arange(num_rows)[:, None], np.arange(num_columns)[None, :]
    spans -= np.stack(np.broadcast_arrays(columns, rows, columns, rows), axis=-1)
    return spans


def boxes(matrix: CellMatrix) -> Floats:
    """(cells, 4) in page points; cells without a box get [0, 0, 0, 0], which overlaps nothing."""
    return np.array([tuple(cell.bbox) if cell.bbox else (0.0,) * 4 for cell in matrix.cells], dtype=np.float64).reshape(-1, 4)
