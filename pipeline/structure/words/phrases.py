"""The phrases of one row of a table, the columns under each, and whether one crosses a border."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.structure.draft import Draft
from pipeline.structure.words.at_borders import crosses
from pipeline.structure.words.lines import group_lines, runs
from table import BBox, Word

TOUCH = 0.25  # em of a column that a phrase must reach into to cover it


def phrases_of_row(draft: Draft, row: int) -> list[list[Word]]:
    """From top to bottom and left to right."""
    members = draft.words_of(range(row, row + 1), draft.all_columns())
    return [run for line in group_lines(members) for run in runs(line, draft.em)]


def columns_under(phrase: Sequence[Word], draft: Draft) -> range:
    """The columns that the phrase reaches into; an empty range for none."""
    box = BBox.enclosing(w.bbox for w in phrase)
    assert box is not None  # a phrase has at least one word
    margin = min(TOUCH * draft.em, box.width / 4)
    under = [i for i, c in enumerate(draft.columns) if box.x1 - c.start > margin and c.stop - box.x0 > margin]
    return range(under[0], under[-1] + 1) if under else range(0)


def crosses_border(phrase: Sequence[Word], draft: Draft) -> bool:
    """Whether one of its words stands across an inner column border."""
    return any(crosses(word, border, draft.em) for word in phrase for border in draft.column_edges[1:-1])
