"""A column without a word below the header, whose name is part of its neighbour's, is one column with it.

Where names are wider than values ("Other dementias" over "79"), the model sees two columns, one for each word of the name. So a column with
nothing in the body is joined with the one beside it where the names of both stand a space apart and, taken as one, begin, end or have their
middle where the values of the other do. What fits on both sides, or has a ruling at the border, is left alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.flags import Flag
from pipeline.geometry.intervals import joined_intervals
from pipeline.structure.draft import Draft, num_header_rows_seen
from pipeline.structure.rulings import full_lines
from pipeline.structure.words.lines import gap_at
from table import Word

MIN_ROWS = 2  # below the header
MAX_SPACE = 0.85  # em between two words of a name: letters of one width stand .75 em apart
IN_LINE = 0.3  # em between two edges, or two middles, that are in line
MIN_IN_LINE = 0.5  # of a column's cells that are in line with its name
AT_BORDER = 0.6  # em around a border within which a ruling draws it


def join_blank_columns(draft: Draft) -> Draft:
    """The draft with such columns joined."""
    head = num_header_rows_seen(draft)
    filled = {column for row in draft.filled[head:] for column in row}
    if not head or len(draft.rows) - head < MIN_ROWS or len(filled) == len(draft.columns):
        return draft
    groups = [[column] for column in draft.all_columns()]
    for blank in sorted(set(draft.all_columns()) - filled):
        beside = [other for other in (blank - 1, blank + 1) if other in filled and _are_one(blank, other, head, draft)]
        if len(beside) == 1:
            groups[beside[0]] = sorted({*groups[beside[0]], blank})
            groups[blank] = []
    columns = joined_intervals(draft.columns, [group for group in groups if group])
    return replace(draft, columns=columns).noting(Flag.COLUMNS_JOINED) if len(columns) < len(draft.columns) else draft


def _are_one(blank: int, other: int, head: int, draft: Draft) -> bool:
    """Whether the names of both columns are one name of the other."""
    border = draft.column_edges[max(blank, other)]
    down = full_lines(draft.view.rulings, draft.extent, draft.em, is_horizontal=False)
    named = [word for row in draft.filled[:head] for column in (blank, other) for word in row.get(column, ())]
    lines = [line for own in draft.row_lines[:head] if (line := [word for part in own for word in part if word in named])]
    gaps = [gap for line in lines if (gap := gap_at(line, border)) is not None]
    is_drawn = any(abs(x - border) <= AT_BORDER * draft.em for x in down)
    if is_drawn or not gaps or any(right - left > MAX_SPACE * draft.em for left, right in gaps):
        return False
    cells = [_places(row[other]) for row in draft.filled[head:] if other in row]
    name = _places(named)
    is_in_line = (sum(abs(cell[side] - name[side]) <= IN_LINE * draft.em for cell in cells) for side in range(len(name)))
    return max(is_in_line) >= MIN_IN_LINE * len(cells)


def _places(words: Sequence[Word]) -> tuple[float, float, float]:
    left, right = min(word.bbox.x0 for word in words), max(word.bbox.x1 for word in words)
    return left, right, (left + right) / 2
