"""Closed cells of one system of lines: where no wall stands between two places of the finest grid, they are one cell.

All lines of the system cut the plane into the finest grid. A side of one of its places is a wall where lines cover most
of it. Places without a wall between them are one room; rooms that reach the outside are no cells. What is left over in
the box of the cells (the missing corner of a table, a row whose outer line is broken) is filled with cells that are not
closed, parted by the walls that there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.lattice.components import boxes_of, connected, parts_of
from pipeline.lattice.lines import Line, extents, group_by_place, position
from pipeline.lattice.systems import TOUCH, System
from pipeline.lattice.types import Lattice, LatticeCell
from table import BBox

ONE_EDGE = 0.5  # em: lines of one system this close make one edge, as no text fits between them
MIN_WALL = 0.7  # of a side that lines must cover to make it a wall
MAX_PLACES = 50_000  # of the finest grid, more than a page has words; more are hatching and graph paper

Mask = NDArray[np.bool_]
Numbers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class _Edges:
    """Where the finest grid has its edges, and the lines that make each of them."""

    at: tuple[float, ...]
    lines: tuple[tuple[Line, ...], ...]

    def walls(self, crossing: Sequence[float], em: float) -> Mask:
        low, high = np.array(crossing[:-1]), np.array(crossing[1:])
        covered = np.zeros((len(self.at), len(low)))
        for index, lines in enumerate(self.lines):
            for start, stop in extents(lines, TOUCH * em):
                covered[index] += np.maximum(np.minimum(high, stop) - np.maximum(low, start), 0)
        return np.asarray(covered >= MIN_WALL * (high - low), dtype=np.bool_)


def lattices_of(system: System, em: float) -> list[Lattice]:
    """The lattices of a system: groups of closed cells that share walls. None for a system without a closed cell."""
    rows, columns = _edges(system.lines.horizontal, em), _edges(system.lines.vertical, em)
    if min(len(rows.at), len(columns.at)) < 2 or len(rows.at) * len(columns.at) > MAX_PLACES:
        return []
    across, along = rows.walls(columns.at, em), columns.walls(rows.at, em).T
    if across.size == along.size == 2:  # one box; there may be hundreds on a page of check boxes
        whole = LatticeCell(range(1), range(1), BBox(columns.at[0], rows.at[0], columns.at[1], rows.at[1]))
        return [Lattice(rows.at, columns.at, (whole,), system.open_sides)] if across.all() and along.all() else []
    rooms = _rooms(across, along)
    owners = np.where(np.isin(rooms, _reaching_outside(rooms, across, along)), -1, rooms)
    groups, num_groups = parts_of(owners >= 0)
    found = [_lattice(np.where(groups == group + 1, owners, -1), rooms, rows.at, columns.at) for group in range(num_groups)]
    outer = BBox(columns.at[0], rows.at[0], columns.at[-1], rows.at[-1])
    return [_with_open_sides(lattice, outer, system.open_sides) for lattice in found]


def _edges(lines: Iterable[Line], em: float) -> _Edges:
    placed = sorted((position(group), tuple(group)) for group in group_by_place(lines, ONE_EDGE * em))
    return _Edges(tuple(at for at, _ in placed), tuple(group for _, group in placed))


def _rooms(across: Mask, along: Mask) -> Numbers:
    """(rows, columns) of the finest grid: the number of each place's room.

    ``across``: (rows + 1, columns), walls above and below; ``along``: (rows, columns + 1), walls left and right.
    """
    num_rows, num_columns = along.shape[0], across.shape[1]
    places = np.arange(num_rows * num_columns).reshape(num_rows, num_columns)
    down = np.stack([places[:-1][~across[1:-1]], places[1:][~across[1:-1]]])
    right = np.stack([places[:, :-1][~along[:, 1:-1]], places[:, 1:][~along[:, 1:-1]]])
    joined = np.concatenate([down, right], axis=1)
    return connected(places.size, joined[0], joined[1]).reshape(num_rows, num_columns)


def _reaching_outside(rooms: Numbers, across: Mask, along: Mask) -> Numbers:
    """The rooms with a place at the border of the finest grid that no wall closes there."""
    ends = (rooms[0][~across[0]], rooms[-1][~across[-1]], rooms[:, 0][~along[:, 0]], rooms[:, -1][~along[:, -1]])
    return np.unique(np.concatenate(ends))


def _lattice(owners: Numbers, rooms: Numbers, row_edges: Sequence[float], column_edges: Sequence[float]) -> Lattice:
    """The lattice of one group of closed places; edges that no cell ends at are left out."""
    numbers = np.unique(owners, return_inverse=True)[1].reshape(owners.shape) + int(owners.min() >= 0)
    closed = [part for number, box in enumerate(boxes_of(numbers), 1) for part in _parts(numbers, number, box)]
    used_rows = sorted({edge for rows, _ in closed for edge in (rows.start, rows.stop)})
    used_columns = sorted({edge for _, columns in closed for edge in (columns.start, columns.stop)})
    inside = owners[np.ix_(used_rows[:-1], used_columns[:-1])]
    open_rooms = np.where(inside < 0, rooms[np.ix_(used_rows[:-1], used_columns[:-1])], -1)
    opened = [part for room in np.unique(open_rooms[open_rooms >= 0]) for part in rectangles(open_rooms == room)]
    row_at, column_at = {edge: at for at, edge in enumerate(used_rows)}, {edge: at for at, edge in enumerate(used_columns)}
    shrunk = [(range(row_at[r.start], row_at[r.stop]), range(column_at[c.start], column_at[c.stop])) for r, c in closed]
    rows_at, columns_at = tuple(row_edges[i] for i in used_rows), tuple(column_edges[i] for i in used_columns)

    def cell(rows: range, columns: range, *, is_closed: bool) -> LatticeCell:
        return LatticeCell(
            rows, columns, BBox(columns_at[columns.start], rows_at[rows.start], columns_at[columns.stop], rows_at[rows.stop]), is_closed
        )

    cells = [cell(*part, is_closed=True) for part in shrunk] + [cell(*part, is_closed=False) for part in opened]
    return Lattice(rows_at, columns_at, tuple(sorted(cells, key=lambda one: (one.rows.start, one.columns.start))))


def _parts(numbers: Numbers, number: int, box: tuple[slice, slice]) -> list[tuple[range, range]]:
    """The rectangles of the places with ``number``, all inside ``box``: one unless the cell has a corner cut out."""
    top, bottom, left, right = box[0].start, box[0].stop, box[1].start, box[1].stop
    if bottom - top == right - left == 1:  # most cells are one place
        return [(range(top, bottom), range(left, right))]
    mask = numbers[box] == number
    if mask.all():
        return [(range(top, bottom), range(left, right))]
    return [(_shifted(rows, top), _shifted(columns, left)) for rows, columns in rectangles(mask)]


def _shifted(extent: range, by: int) -> range:
    return range(extent.start + by, extent.stop + by)


def rectangles(mask: Mask) -> list[tuple[range, range]]:
    """``mask`` (rows, columns) as rectangles of rows and columns: runs of each row, joined with equal runs above."""
    open_runs: dict[tuple[int, int], int] = {}
    found: list[tuple[range, range]] = []
    for row in range(mask.shape[0] + 1):
        edges = np.flatnonzero(np.diff(np.concatenate([[0], mask[row].astype(np.int8) if row < len(mask) else [], [0]])))
        runs = {(int(edges[i]), int(edges[i + 1])) for i in range(0, len(edges), 2)}
        for run in [run for run in open_runs if run not in runs]:
            found.append((range(open_runs.pop(run), row), range(*run)))
        for run in runs - set(open_runs):
            open_runs[run] = row
    return sorted(found, key=lambda part: (part[0].start, part[1].start))


def _with_open_sides(lattice: Lattice, outer: BBox, open_sides: frozenset[str]) -> Lattice:
    """The lattice with those of the system's open sides that are its own."""
    own = frozenset(side for side in open_sides if getattr(lattice.bbox, side) == getattr(outer, side))
    return Lattice(lattice.row_edges, lattice.column_edges, lattice.cells, own)
