"""Names of columns that are printed beside their values go to these in their order.

Lists of items are set with widths that differ for names and values: "Quantity", "Price" and "Total" begin where the values of the next
column do, or the last name stands behind all values. Where every row of a table holds as many texts as the header has names, values
all but the first, and some column would have a name and no value, the values tell the columns, and the names are theirs in order.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.flags import Flag
from pipeline.geometry.intervals import index_at
from pipeline.structure.draft import Draft, stand
from pipeline.structure.rulings import full_lines
from pipeline.structure.words.kinds import Kind, kind_of
from pipeline.structure.words.lines import SPACE, group_lines, runs
from pipeline.types import Interval, MovedWord
from table import Word

MIN_NAMES = 3
APART = 0.5  # em between the values of two columns at least

Phrases = Sequence[Sequence[Word]]


def keep_names_in_order(draft: Draft) -> Draft:
    """The draft with such columns, and with the names that go to them."""
    if draft.num_header_rows != 1 or len(draft.rows) < 2 or not _has_name_without_values(draft):
        return draft
    names, rows = _phrases(draft, 0, SPACE), [_phrases(draft, row, 1.0) for row in range(1, len(draft.rows))]
    if len(names) < MIN_NAMES or any(len(row) != len(names) for row in rows) or not _are_values(names, rows):
        return draft
    sides = [(max(row[at][-1].bbox.x1 for row in rows), min(row[at + 1][0].bbox.x0 for row in rows)) for at in range(len(names) - 1)]
    if any(start - stop < APART * draft.em for stop, start in sides) or full_lines(
        draft.view.rulings, draft.extent, draft.em, is_horizontal=False
    ):
        return draft
    edges = [draft.columns[0].start, *((stop + start) / 2 for stop, start in sides), draft.columns[-1].stop]
    score = min(column.score for column in draft.columns)
    columns = tuple(Interval(start, stop, score) for start, stop in pairwise(edges))
    moved = [MovedWord(word, 0, at) for at, name in enumerate(names) for word in name if index_at(edges, word.bbox.center[0]) != at]
    flag = Flag.COLUMNS_JOINED if len(columns) < len(draft.columns) else Flag.COLUMNS_PARTED
    return stand(replace(draft, columns=columns, spans=(), moved=(*draft.moved, *moved))).noting(flag)


def _has_name_without_values(draft: Draft) -> bool:
    """Whether a column is blank below its name, and no cell reaches over rows or stands in the body."""
    if any(span.rows.stop > 1 for span in draft.spans):
        return False
    blank = [column for column in draft.all_columns() if not any(row[column] for row in draft.cells[1:])]
    return any(draft.cells[0][column] for column in blank)


def _phrases(draft: Draft, row: int, gap: float) -> Phrases:
    """The phrases of a row of one line, left to right; none of other rows."""
    lines = group_lines(draft.words_of(range(row, row + 1), draft.all_columns()))
    return runs(lines[0], draft.em, gap) if len(lines) == 1 else []


def _are_values(names: Phrases, rows: Sequence[Phrases]) -> bool:
    """Whether the names are texts, and all of each row but its first text are values."""
    if any(kind_of(name) is not Kind.TEXT for name in names):
        return False
    return all(kind_of(row[0]) is Kind.TEXT and all(kind_of(words) is Kind.VALUE for words in row[1:]) for row in rows)
