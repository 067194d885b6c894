"""Columns between the same two vertical rulings are one when hardly a row has words on both sides of their border."""

from __future__ import annotations

from dataclasses import replace

from pipeline.flags import Flag
from pipeline.geometry.intervals import joined_intervals
from pipeline.structure.draft import Draft
from pipeline.structure.ruled_grid import band_of, ruled_grid

MAX_SHARED_ROWS = 1  # rows (a header) with words on both sides of a border inside a ruled column (by hand, not measured)


def join_ruled_columns(draft: Draft) -> Draft:
    """The draft with the parts of one ruled column joined."""
    grid = ruled_grid(draft)
    if grid is None:
        return draft
    columns, along, num_rows = draft.columns, grid.along, len(draft.rows)
    groups: list[list[int]] = [[0]]
    for index in range(1, len(columns)):
        shared = sum({index - 1, index} <= grid.filled(row) for row in range(num_rows))
        is_inside = band_of(columns[index - 1], along) == band_of(columns[index], along) != 0 and band_of(columns[index], along) < len(
            along
        )
        if is_inside and shared <= MAX_SHARED_ROWS < num_rows:
            groups[-1].append(index)
        else:
            groups.append([index])
    joined = joined_intervals(columns, groups)
    return replace(draft, columns=joined).noting(*(Flag.COLUMNS_JOINED,) * (len(joined) < len(columns)))
