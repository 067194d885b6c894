"""The working value of canonicalization: a table's cells plus what has been inferred so far, and the merges' reasons.

A ``Draft`` is replaced, never changed; each step of ``headers`` and ``merges`` takes one and returns one. Its cells
always tile the grid, because the only two edits are "split a cell into its positions" and "join a full rectangle".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from table import BBox, Cell, GridError, Table
from table.looks import PLAIN

Extent = tuple[range, range]


@dataclass(frozen=True, slots=True)
class Merge:
    """Why one cell of the result is larger than it was: the rule, the cells it joined (row-major) and the reason."""

    rule: str
    rows: range
    columns: range
    joined: tuple[Extent, ...]
    texts: tuple[str, ...]
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Cells on a grid. The first ``num_header_rows`` rows are the column header; ``projected_rows`` are row indices."""

    num_rows: int
    num_columns: int
    cells: tuple[Cell, ...]
    num_header_rows: int = 0
    projected_rows: frozenset[int] = frozenset()
    has_row_header: bool = False
    merges: tuple[Merge, ...] = field(default=())

    def owners(self) -> list[list[Cell]]:
        """The covering cell of each grid position."""
        grid: list[list[Cell | None]] = [[None] * self.num_columns for _ in range(self.num_rows)]
        for cell in self.cells:
            for row, column in cell.positions():
                grid[row][column] = cell
        return grid  # type: ignore[return-value]  # cells tile the grid

    def in_header(self, cell: Cell) -> bool:
        """Whether all rows of ``cell`` are column-header rows."""
        return cell.rows.stop <= self.num_header_rows


def is_blank(cell: Cell) -> bool:
    """Whether the cell shows no text (white space does not count)."""
    return not cell.text.strip()


def draft_of(table: Table) -> Draft:
    """The draft of ``table`` with the header and projected rows that are marked on its cells."""
    projected = {
        row for cell in table.cells if cell.is_projected_row_header and len(cell.columns) == table.num_columns for row in cell.rows
    }
    num_header_rows = marked_header_rows(table)
    return Draft(table.num_rows, table.num_columns, table.cells, num_header_rows, frozenset(r for r in projected if r >= num_header_rows))


def marked_header_rows(table: Table) -> int:
    """Leading rows that are marked as column header: all non-blank cells marked, and at least one cell."""
    count = 0
    for row in table.owners():
        if not any(cell.is_column_header for cell in row) or any(not cell.is_column_header and not is_blank(cell) for cell in row):
            return count
        count += 1
    return count


def table_of(draft: Draft, source: Table) -> Table:
    """The finished table: cells carry the header and projected-row marks, everything else is ``source``'s."""
    cells = tuple(_marked(cell, draft) for cell in draft.cells)
    return replace(source, num_rows=draft.num_rows, num_columns=draft.num_columns, cells=cells)


def _marked(cell: Cell, draft: Draft) -> Cell:
    """The cell with the marks that its place in the draft gives it; most have them."""
    in_header = draft.in_header(cell)
    is_projected = len(cell.columns) == draft.num_columns and not in_header and any(row in draft.projected_rows for row in cell.rows)
    if cell.is_column_header is in_header and cell.is_projected_row_header is is_projected:
        return cell
    return replace(cell, is_column_header=in_header, is_projected_row_header=is_projected)


@dataclass(frozen=True, slots=True)
class Group:
    """Cells to be joined into one, and why."""

    cells: tuple[Cell, ...]
    why: str


def join(draft: Draft, groups: Iterable[Group], rule: str) -> Draft:
    """``draft`` with each of the disjoint ``groups`` joined into one cell; ``GridError`` if one is no full rectangle."""
    replaced: set[tuple[int, int]] = set()
    merged: list[Cell] = []
    records: list[Merge] = []
    for group in groups:
        cell, record = _joined(group, rule)
        replaced.update((part.rows.start, part.columns.start) for part in group.cells)
        merged.append(cell)
        records.append(record)
    if not records:
        return draft
    kept = [cell for cell in draft.cells if (cell.rows.start, cell.columns.start) not in replaced]
    return replace(draft, cells=row_major([*kept, *merged]), merges=(*draft.merges, *records))


def row_major(cells: Iterable[Cell]) -> tuple[Cell, ...]:
    return tuple(sorted(cells, key=lambda cell: (cell.rows.start, cell.columns.start)))


def _joined(group: Group, rule: str) -> tuple[Cell, Merge]:
    """The joined cell: upper texts before lower, left before right, one space between, blank texts vanish."""
    parts = row_major(group.cells)
    rows = range(min(c.rows.start for c in parts), max(c.rows.stop for c in parts))
    columns = range(min(c.columns.start for c in parts), max(c.columns.stop for c in parts))
    if sum(len(c.rows) * len(c.columns) for c in parts) != len(rows) * len(columns):
        raise GridError(f"{rule}: the cells do not fill the rectangle of rows {rows} and columns {columns}")
    texts = tuple(text for c in parts if (text := c.text.strip()))
    boxes = [c.bbox for c in parts if c.bbox is not None]
    box = BBox.enclosing(boxes) if len(boxes) == len(parts) else None
    looks = next((c.looks for c in parts if c.text.strip()), parts[0].looks) if len(texts) < 2 else PLAIN  # runs spell one text
    cell = replace(parts[0], rows=rows, columns=columns, text=" ".join(texts), bbox=box, confidence=_lowest(parts), looks=looks)
    return cell, Merge(rule, rows, columns, tuple((c.rows, c.columns) for c in parts), texts, group.why)


def _lowest(cells: tuple[Cell, ...]) -> float | None:
    known = [cell.confidence for cell in cells if cell.confidence is not None]
    return min(known) if known else None


def until_stable(step: Callable[[Draft], Draft], draft: Draft) -> Draft:
    """``step`` applied until the number of cells stops falling."""
    while True:
        after = step(draft)
        if len(after.cells) == len(draft.cells):
            return after
        draft = after
