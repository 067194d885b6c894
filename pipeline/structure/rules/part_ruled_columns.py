"""A line drawn down through the whole table parts a column that the model took for one: numbers of rows before their labels.

Both sides of it must have words in rows enough, and hardly a text may stand across it: the line is no stroke through the table.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, lattice_box
from pipeline.structure.rulings import full_lines
from pipeline.structure.words.at_borders import crosses
from pipeline.types import Interval
from table import Word

NEAR = 0.7  # em from a column's edge within which a line is that edge
MIN_LINES = 3  # lines of text with words on either side
MAX_ACROSS = 0.1  # of the lines of the column that may have a word across


def part_ruled_columns(draft: Draft) -> Draft:
    """The draft with such columns parted at the line."""
    drawn = full_lines(draft.view.rulings, lattice_box(draft.rows, draft.columns), draft.em, is_horizontal=False)
    if not drawn:
        return draft
    low, high = draft.rows[0].start, draft.rows[-1].stop
    lines = draft.lines.of([word for word in draft.words if low <= word.bbox.center[1] <= high])
    columns: list[Interval] = []
    for column, (start, stop) in zip(draft.columns, pairwise(draft.column_edges), strict=True):
        columns.append(column)
        for x in drawn:
            left, last = max(columns[-1].start, start), columns[-1]
            if left + NEAR * draft.em < x < min(last.stop, stop) - NEAR * draft.em and _parts(x, left, stop, lines, draft.em):
                columns[-1:] = [replace(last, stop=x), replace(last, start=x)]
    return replace(draft, columns=tuple(columns)).noting(*(Flag.COLUMNS_PARTED,) * (len(columns) > len(draft.columns)))


def _parts(x: float, start: float, stop: float, lines: Sequence[Sequence[Word]], em: float) -> bool:
    """Whether enough lines of a column have words on each side of ``x``, and hardly one has a word across."""
    own = [found for line in lines if (found := [word for word in line if start <= word.bbox.center[0] < stop])]
    across = sum(any(crosses(word, x, em) for word in line) for line in own)
    left, right = (sum(any((word.bbox.center[0] < x) is side for word in line) for line in own) for side in (True, False))
    return min(left, right) >= MIN_LINES and across <= MAX_ACROSS * len(own)
