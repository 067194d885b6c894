"""Rows between the same two horizontal rulings are joined when they are the lines of one row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.flags import Flag
from pipeline.structure.draft import Draft
from pipeline.structure.intervals import joined_intervals
from pipeline.structure.ruled_grid import MIN_BANDS, RuledGrid, band_of, ruled_grid
from pipeline.types import Interval
from table import Word

MIN_SINGLE = 0.5  # of the ruled rows that the model took for one row each, from which it is trusted less about the others


def join_ruled_rows(draft: Draft) -> Draft:
    """The draft with the lines of one ruled row joined."""
    grid = ruled_grid(draft)
    if grid is None:
        return draft
    rows = _joined_rows(draft.rows, grid)
    return replace(draft, rows=rows).noting(*(Flag.ROWS_JOINED,) * (len(rows) < len(draft.rows)))


def _joined_rows(rows: tuple[Interval, ...], grid: RuledGrid) -> tuple[Interval, ...]:
    """Rows between the same two horizontal rulings joined when they are the lines of one row."""
    across = grid.across
    bands: list[list[int]] = []
    for index in range(len(rows)):
        if bands and band_of(rows[bands[-1][-1]], across) == band_of(rows[index], across):
            bands[-1].append(index)
        else:
            bands.append([index])
    ruled = [band for band in bands if 0 < band_of(rows[band[0]], across) < len(across)]
    if len(ruled) < MIN_BANDS:
        return rows
    is_mostly_single = sum(len(band) == 1 for band in ruled) >= MIN_SINGLE * len(ruled)
    groups: list[list[int]] = []
    for band in bands:
        is_header = band[0] == 0
        is_one = len(band) > 1 and band in ruled and _is_one_row(band, grid, is_header=is_header, is_mostly_single=is_mostly_single)
        groups += [band] if is_one else [[index] for index in band]
    return joined_intervals(rows, groups)


def _is_one_row(band: Sequence[int], grid: RuledGrid, *, is_header: bool, is_mostly_single: bool) -> bool:
    """At most one of the rows has a label, no word of a header is over two columns, and not all rows fill several columns."""
    filled = [grid.filled(row) for row in band]
    if sum(0 in columns for columns in filled) > 1:
        return False
    if is_header and any(_crosses(word, grid) for row in band for words in grid.words[row].values() for word in words):
        return False
    return is_mostly_single or any(len(columns) < 2 for columns in filled)


def _crosses(word: Word, grid: RuledGrid) -> bool:
    """Whether the word stands on the border between two columns."""
    return any(word.bbox.x0 < edge < word.bbox.x1 for edge in grid.column_edges)
