"""Words to cells: each word of a region goes to exactly one cell, or to the list of unassigned words.

moved = {one.word: owner[one.row, one.column] for one in grid.structure.moved}
leaders = find_leaders(inside, em_of(inside, 1.0)) if grid.structure.drops_leaders else frozenset()
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.geometry.intervals import index_at
from pipeline.structure.words.leaders import find_leaders
from pipeline.structure.words.lines import em_of
from pipeline.types import Grid, RegionView
from table import BBox, Word
from table.frozen import frozen

Position = tuple[int, int]
Fitted = tuple[Word, float]  # with the share of its area inside its cell


@frozen
class Block:
    """One cell of the grid: the block of grid cells it covers and its box in view points. ``span`` indexes the structure's spans."""

    rows: range
    columns: range
    bbox: BBox
    span: int | None = None


@dataclass(frozen=True, slots=True)
class Assignment:
    """Words of each block (same order as ``blocks``) with the share of their area inside it, the words left over, dot leaders."""

    blocks: tuple[Block, ...]
    words: tuple[tuple[Fitted, ...], ...]
    unassigned: tuple[Word, ...]
    leaders: tuple[Word, ...] = ()


def assign(grid: Grid, view: RegionView) -> Assignment:
    """Every word with its centre in the region or in the grid, in one block, unassigned or a leader, in the view's word order."""
    blocks, owner = grid_blocks(grid)
    box = grid_box(grid)
    found: list[list[Fitted]] = [[] for _ in blocks]
    unassigned: list[Word] = []
    is_inside = [box.holds(word.bbox) for word in view.words]
    inside = [word for word, is_in in zip(view.words, is_inside, strict=True) if is_in]
    moved = {one.word: owner[one.row, one.column] for one in grid.structure.moved}
    leaders = find_leaders(inside, em_of(inside, 1.0)) if grid.structure.drops_leaders else frozenset()
    for word, is_in in zip(view.words, is_inside, strict=True):
        if leaders and word in leaders:
            continue
        if is_in and word in moved:
            found[moved[word]].append((word, 1.0))
        elif is_in:
            index, fit = _best_block(word.bbox, grid, blocks, owner)
            found[index].append((word, fit))
        elif view.bbox.holds(word.bbox):
            unassigned.append(word)
    left_out = tuple(word for word in view.words if word in leaders) if leaders else ()
    return Assignment(blocks, tuple(map(tuple, found)), tuple(unassigned), left_out)


def grid_box(grid: Grid) -> BBox:
    return BBox(grid.column_edges[0], grid.row_edges[0], grid.column_edges[-1], grid.row_edges[-1])


def grid_blocks(grid: Grid) -> tuple[tuple[Block, ...], dict[Position, int]]:
    """All cells of the grid, row-major, and the index of the cell that covers each position."""
    spans = grid.structure.spans
    covering = {position: i for i, span in enumerate(spans) for position in positions(span.rows, span.columns)}
    blocks: list[Block] = []
    owner: dict[Position, int] = {}
    singles = [range(column, column + 1) for column in range(len(grid.column_edges) - 1)]
    for row in range(len(grid.row_edges) - 1):
        for column, columns in enumerate(singles):
            if (row, column) in owner:
                continue
            rows, span = range(row, row + 1), covering.get((row, column))
            if span is None:
                owner[row, column] = len(blocks)
            else:
                rows, columns = spans[span].rows, spans[span].columns
                owner.update(dict.fromkeys(positions(rows, columns), len(blocks)))
            blocks.append(Block(rows, columns, cell_box(grid, rows, columns), span))
    return tuple(blocks), owner


def positions(rows: range, columns: range) -> list[Position]:
    """Row and column of every grid cell of an extent, row-major."""
    return [(row, column) for row in rows for column in columns]


def cell_box(grid: Grid, rows: range, columns: range) -> BBox:
    """The box of an extent of grid cells, view points."""
    return BBox(grid.column_edges[columns.start], grid.row_edges[rows.start], grid.column_edges[columns.stop], grid.row_edges[rows.stop])


def _best_block(bbox: BBox, grid: Grid, blocks: Sequence[Block], owner: dict[Position, int]) -> tuple[int, float]:
    if bbox.area <= 0:
        return _block_at(bbox.center, grid, owner), 1.0
    first_row, last_row = _under(grid.row_edges, bbox.y0, bbox.y1)
    first_column, last_column = _under(grid.column_edges, bbox.x0, bbox.x1)
    if first_row == last_row and first_column == last_column:
        only = owner[first_row, first_column]
        return only, bbox.overlap_fraction(blocks[only].bbox)
    touched = positions(range(first_row, last_row + 1), range(first_column, last_column + 1))
    indices = sorted({owner[position] for position in touched})
    best = max(indices, key=lambda i: (bbox.intersection_area(blocks[i].bbox), -i))
    return best, bbox.overlap_fraction(blocks[best].bbox)


def _under(edges: Sequence[float], start: float, stop: float) -> tuple[int, int]:
    """The first and the last row or column that ``start..stop`` touches."""
    first = index_at(edges, start)
    return first, bisect_left(edges, stop, first + 1, len(edges) - 1) - 1


def _block_at(center: tuple[float, float], grid: Grid, owner: dict[Position, int]) -> int:
    return owner[index_at(grid.row_edges, center[1]), index_at(grid.column_edges, center[0])]
