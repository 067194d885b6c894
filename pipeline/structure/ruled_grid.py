"""The ruled rows and columns of a table, and the words by these.

Only joins, never cuts: a ruling that the model put no border on may underline a total. Rows and columns are the
model's, before borders are placed. Distances are in em.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.structure.draft import Draft, words_between
from pipeline.structure.rulings import full_lines
from pipeline.types import Interval
from table import BBox, Word

MIN_BANDS = 3  # ruled rows that make a ruled table (by hand, not measured)


@dataclass(frozen=True, slots=True)
class RuledGrid:
    """The words by row and column as these stand, parted at rulings where these run between two of them.

    ``across`` and ``along``: positions of the horizontal and vertical rulings through the whole table.
    """

    across: tuple[float, ...]
    along: tuple[float, ...]
    column_edges: tuple[float, ...]  # inner ones
    words: tuple[dict[int, list[Word]], ...]  # per row: the words of its columns that have any

    def filled(self, row: int) -> frozenset[int]:
        return frozenset(self.words[row])


def ruled_grid(draft: Draft) -> RuledGrid | None:
    """The grid of a ruled table; ``None`` for a table with fewer than three ruled rows or without an inner vertical ruling."""
    rows, columns, em = draft.rows, draft.columns, draft.em
    box = BBox(columns[0].start, rows[0].start, columns[-1].stop, max(r.stop for r in rows))
    across = full_lines(draft.view.rulings, box, em, is_horizontal=True)
    along = full_lines(draft.view.rulings, box, em, is_horizontal=False)
    if len(across) < MIN_BANDS or not any(box.x0 + em < x < box.x1 - em for x in along):
        return None
    row_edges, column_edges = _edges(rows, across), _edges(columns, along)
    return RuledGrid(tuple(across), tuple(along), column_edges[1:-1], words_between(draft, row_edges, column_edges))


def band_of(interval: Interval, rulings: Sequence[float]) -> int:
    """Number of rulings before the middle of a row or column."""
    return bisect_right(rulings, interval.middle)


def _edges(intervals: Sequence[Interval], rulings: Sequence[float]) -> tuple[float, ...]:
    """All borders: between each two the ruling nearest to the model's border, else that border."""
    found = []
    for a, b in pairwise(intervals):
        wanted = (a.stop + b.start) / 2
        between = [r for r in rulings if a.start + a.stop < 2 * r < b.start + b.stop]
        found.append(min(between, key=lambda r: abs(r - wanted), default=wanted))
    return (intervals[0].start, *sorted(found), intervals[-1].stop)
