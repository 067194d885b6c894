"""GriTS_RawLoc: the grids spanned by raw structure objects, before words are looked at, compared by their boxes.

In: labelled boxes as the model (or the dilated annotation) gives them. A grid position's box is row ∩ column; a
spanning cell or projected row header claims the rows and columns it covers to one half, if none of those positions is
claimed already, and gives them all the box (union of rows) ∩ (union of columns). Follows the published Table
Transformer code, in which objects keep the order they are given in.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from grits.grits import Mode, grits_of_boxes
from grits.scores import Score
from table import BBox, StructureLabel

Floats = NDArray[np.float64]
RawObject = tuple[StructureLabel, BBox]

MIN_COVERED = 0.5  # share of a row's height or a column's width that a spanning object must cover to claim it
SPANNING_LABELS = (StructureLabel.SPANNING_CELL, StructureLabel.PROJECTED_ROW_HEADER)


def grits_raw_loc(truth: Sequence[RawObject], prediction: Sequence[RawObject], mode: Mode = "reference") -> Score:
    """GriTS_RawLoc of two sets of structure objects in the same space (points or pixels).

    No rows or no columns on a side is a table without cells.
    """
    return grits_of_boxes(raw_box_grid(truth), raw_box_grid(prediction), mode)


def raw_box_grid(objects: Sequence[RawObject]) -> Floats:
    """The boxes of the grid that rows, columns and spanning objects make: (rows, columns, 4), or (1, 0, 4).

    A row and a column that do not meet give an inverted box, which overlaps nothing.
    """
    rows = sorted((box for label, box in objects if label is StructureLabel.ROW), key=lambda box: box.y0 + box.y1)
    columns = sorted((box for label, box in objects if label is StructureLabel.COLUMN), key=lambda box: box.x0 + box.x1)
    if not rows or not columns:
        return np.zeros((1, 0, 4))
    grid = np.array([[_meet(tuple(row), tuple(column)) for column in columns] for row in rows], dtype=np.float64)
    claimed: set[tuple[int, int]] = set()
    for spanning in (box for label, box in objects if label in SPANNING_LABELS):
        _claim(grid, claimed, rows, columns, spanning)
    return grid


def _claim(grid: Floats, claimed: set[tuple[int, int]], rows: list[BBox], columns: list[BBox], spanning: BBox) -> None:
    own_rows = [i for i, row in enumerate(rows) if _covered((spanning.y0, spanning.y1), (row.y0, row.y1), spanning.width)]
    own_columns = [j for j, c in enumerate(columns) if _covered((spanning.x0, spanning.x1), (c.x0, c.x1), spanning.height)]
    positions = {(i, j) for i in own_rows for j in own_columns}
    if not positions or positions & claimed:
        return
    claimed |= positions
    row_box, column_box = BBox.enclosing(rows[i] for i in own_rows), BBox.enclosing(columns[j] for j in own_columns)
    assert row_box is not None
    assert column_box is not None
    for i, j in positions:
        grid[i, j] = _meet(tuple(row_box), tuple(column_box))


def _covered(spanning: tuple[float, float], other: tuple[float, float], other_extent: float) -> bool:
    common = min(spanning[1], other[1]) - max(spanning[0], other[0])
    length = other[1] - other[0]
    return other_extent > 0 and length > 0 and max(common, 0.0) / length >= MIN_COVERED


def _meet(a: tuple[float, ...], b: tuple[float, ...]) -> tuple[float, float, float, float]:
    return max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3])
