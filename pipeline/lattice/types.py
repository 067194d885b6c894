"""A lattice: the grid that closed cells between rulings make."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from table import BBox, Word
from table.frozen import frozen


@frozen
class LatticeCell:
    """A rectangle of the grid. ``is_closed``: rulings run along all its sides; other cells fill the grid up."""

    rows: range
    columns: range
    bbox: BBox
    is_closed: bool = True


@dataclass(frozen=True, slots=True)
class Lattice:
    """A grid of rulings: row edges (R+1) and column edges (C+1), in order, and cells that cover it without overlap.

    ``cells`` are row-major; those over several rows or columns are spanning cells. ``open_sides`` are sides of the box
    ("x0", "y0", "x1", "y1") that no ruling closes: only the ends of the rulings that run up to them do.
    """

    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    cells: tuple[LatticeCell, ...]
    open_sides: frozenset[str] = frozenset()

    @property
    def num_rows(self) -> int:
        return len(self.row_edges) - 1

    @property
    def num_columns(self) -> int:
        return len(self.column_edges) - 1

    @property
    def bbox(self) -> BBox:
        return BBox(self.column_edges[0], self.row_edges[0], self.column_edges[-1], self.row_edges[-1])

    def words_by_cell(self, words: Sequence[Word]) -> list[list[Word]]:
        """The words with their centre in each cell, in the order of ``cells``."""
        owner = {(row, column): index for index, cell in enumerate(self.cells) for row in cell.rows for column in cell.columns}
        found: list[list[Word]] = [[] for _ in self.cells]
        box, rows, columns, last_row, last_column = self.bbox, self.row_edges, self.column_edges, self.num_rows - 1, self.num_columns - 1
        for word in words:
            x, y = word.bbox.center
            if box.x0 <= x <= box.x1 and box.y0 <= y <= box.y1:
                row, column = bisect_right(rows, y, 0, last_row + 1) - 1, bisect_right(columns, x, 0, last_column + 1) - 1
                found[owner[row, column]].append(word)
        return found


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a lattice is a table of its own: ``score`` 0 (it is not) to 1, and the reason in words.

    ``is_grid``: inside a table that was found otherwise, its lines part cells (rows only, or columns only, too).
    """

    score: float
    reason: str
    is_grid: bool = False
