"""Cells that run over several lines: a row that holds nothing but the next lines of the texts above is joined to their row.

Where every cell of a row goes on with the text above it (``words/wrapping.py``: its first word had no room there, or the words
say so) and the row above fills more columns, both are one row. A column whose next lines had room is one of lists.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from math import inf

from pipeline.flags import Flag
from pipeline.geometry.intervals import joined_intervals
from pipeline.structure.draft import Draft, num_header_rows_seen
from pipeline.structure.words.leaders import DOTS
from pipeline.structure.words.lines import group_lines
from pipeline.structure.words.wrapping import ColumnTexts, Wrap, column_texts, follows, wrap_of
from table import Word

Line = Sequence[Word]
Cells = Mapping[int, Sequence[Line]]  # the lines of each column of a row that has any


def join_wrapped_cells(draft: Draft) -> Draft:
    """The draft with such rows joined to the one above."""
    if len(draft.columns) < 2 or len(draft.rows) < 2:
        return draft
    filled = [_without_leaders(row) for row in draft.filled]
    head = max(1, num_header_rows_seen(draft))
    if not any(_may_go_on(above, row) for above, row in pairwise(filled[head:])):
        return draft
    cells = [{column: group_lines(words) for column, words in row.items()} for row in filled]
    texts = _texts(cells, draft)
    groups: list[list[int]] = []
    above: dict[int, list[Line]] = {}
    for number, row in enumerate(cells):
        if number > head and _goes_on(above, row, texts, draft):
            groups[-1].append(number)
            for column, lines in row.items():
                above[column] = [*above[column], *lines]
        else:
            groups.append([number])
            above = {column: list(lines) for column, lines in row.items()}
    if len(groups) == len(draft.rows):
        return draft
    return replace(draft, rows=joined_intervals(draft.rows, groups)).noting(Flag.ROWS_JOINED)


def _without_leaders(row: Mapping[int, Sequence[Word]]) -> dict[int, list[Word]]:
    """The words of each column that has others than dots."""
    found = {column: [word for word in words if not DOTS.fullmatch(word.text)] for column, words in row.items()}
    return {column: words for column, words in found.items() if words}


def _texts(cells: Sequence[Cells], draft: Draft) -> dict[int, ColumnTexts]:
    """The texts of each column; one whose next lines had room is a column of lists and has no limit."""
    found: dict[int, ColumnTexts] = {}
    for column in draft.all_columns():
        own = [row[column] for row in cells if column in row]
        if own:
            begins = [row[column][0] for row in cells if column in row and 0 in row]
            found[column] = column_texts((line for lines in own for line in lines), begins)
    lists = {
        column
        for above, row in pairwise(cells)
        for column in row
        if len(row) == 1 and column in above and _is_list(above[column][-1], row[column][0], found[column], draft)
    }
    return {column: replace(texts, limit=inf) if column in lists else texts for column, texts in found.items()}


def _is_list(upper: Line, lower: Line, texts: ColumnTexts, draft: Draft) -> bool:
    return follows(upper, lower, draft.em, draft.view.rulings) and wrap_of(upper, lower, texts, draft.em) is Wrap.NONE


def _may_go_on(above: Mapping[int, object], row: Mapping[int, object]) -> bool:
    """Whether a row fills fewer columns than the one above, and not the first alone."""
    return bool(row) and row.keys() != {0} and row.keys() < above.keys()


def _goes_on(above: Cells, row: Cells, texts: Mapping[int, ColumnTexts], draft: Draft) -> bool:
    """Whether every cell of ``row`` goes on with the text above it; most of several must say so, room alone is not enough for them."""
    if not _may_go_on(above, row):
        return False
    pairs = {column: (above[column][-1], lines[0]) for column, lines in row.items()}
    if not all(follows(*pair, draft.em, draft.view.rulings) for pair in pairs.values()):
        return False
    wraps = [wrap_of(*pair, texts[column], draft.em) for column, pair in pairs.items()]
    return min(wraps) > Wrap.NONE and (len(wraps) == 1 or 2 * wraps.count(Wrap.SAID) >= len(wraps))
