"""Rows that rulings across the table part: lines between two rulings that only go on a row are no row of their own.

Where every other row stands alone between its rulings, a second row between the same two is another line of the first
one's cells when it says nothing new: no words in the first column, text (no value) only below words of the row above, and
the next line as near as the lines of one cell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.flags import Flag
from pipeline.geometry.intervals import joined_intervals
from pipeline.structure.draft import Draft
from pipeline.structure.ruled_grid import MIN_BANDS, band_of, words_by_cell
from pipeline.structure.rulings import full_lines
from pipeline.structure.words.kinds import Kind, kind_of
from pipeline.structure.words.lines import group_lines
from table import Word

MIN_ALONE = 0.7  # of the bands between rulings that must hold one row each
LEADING = 1.35  # times the height of words at most from one line of a cell to the next

Cells = dict[int, list[Word]]


def join_ruled_rows(draft: Draft) -> Draft:
    """The draft with such rows joined to the one above."""
    across = full_lines(draft.view.rulings, draft.extent, draft.em, is_horizontal=True)
    bands = [band_of(row, across) for row in draft.rows]
    counts = Counter(bands)
    if len(across) < MIN_BANDS or sum(count == 1 for count in counts.values()) < MIN_ALONE * len(counts):
        return draft
    cells = words_by_cell(draft, tuple(across)).words
    groups: list[list[int]] = [[0]]
    for index in range(1, len(draft.rows)):
        is_inside = bands[index] == bands[index - 1] and 0 < bands[index] < len(across)
        if is_inside and _goes_on(cells[index - 1], cells[index]):
            groups[-1].append(index)
        else:
            groups.append([index])
    rows = joined_intervals(draft.rows, groups)
    return replace(draft, rows=rows).noting(*(Flag.ROWS_JOINED,) * (len(rows) < len(draft.rows)))


def _goes_on(upper: Cells, lower: Cells) -> bool:
    if not lower or 0 in lower or not set(lower) < set(upper):
        return False
    return all(_is_next_line(upper[column], lower[column]) for column in lower)


def _is_next_line(upper: Sequence[Word], lower: Sequence[Word]) -> bool:
    above, below = group_lines(upper)[-1], group_lines(lower)[0]
    height = max(word.bbox.height for word in (*above, *below))
    if kind_of(below) is Kind.VALUE:
        return False
    return min(w.bbox.center[1] for w in below) - max(w.bbox.center[1] for w in above) <= LEADING * height
