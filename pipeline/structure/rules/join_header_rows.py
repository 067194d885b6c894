"""Header names that wrap over different numbers of lines: the upper lines of the longer names are no row of their own.

Names of a header stand with their last lines side by side, so a name of five lines begins above a name of two, and the
model takes the lines that stand alone for a level. Four things together tell that they are not: the upper row has
names in some columns of the lower row only; each of them stands over one column; it goes on below at the distance of its
own lines; and no ruling lies between.
"""

from __future__ import annotations

from itertools import pairwise

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, Words, with_joined_rows
from pipeline.structure.words.at_borders import crosses
from pipeline.structure.words.lines import SPACE, group_lines
from pipeline.structure.words.names import LEADING, REPEATED, is_one_name
from pipeline.structure.words.text import cell_text

MAX_HEADER = 5  # rows; more are hardly a header


def join_header_rows(draft: Draft) -> Draft:
    """The draft with such rows joined to the one below; a table that is hardly anything but header stays as it is."""
    if draft.num_header_rows > min(MAX_HEADER, len(draft.rows) - 1):
        return draft
    places, place = [0] * len(draft.rows), 0
    for row in range(1, len(draft.rows)):
        place += not (row < draft.num_header_rows and _goes_on(row - 1, draft))
        places[row] = place
    if place + 1 == len(draft.rows):
        return draft
    return with_joined_rows(draft, places).noting(Flag.ROWS_JOINED)


def _goes_on(row: int, draft: Draft) -> bool:
    """Whether the row's words are the first lines of names that end in the row below."""
    upper, lower = _names(row, draft), _names(row + 1, draft)
    if lower and set(lower) < set(upper) and all(_is_in_cell_over(row, column, draft) for column in lower):
        return not _is_over_columns(row, draft)
    if not upper or not set(upper) < set(lower) or _is_over_columns(row, draft):
        return False
    is_same = len(upper) > 1 and len({cell_text(words) for words in upper.values()}) == 1  # no names of groups
    leading = REPEATED if is_same else LEADING
    return all(is_one_name(upper[column], lower[column], draft.view.rulings, leading=leading) for column in upper)


def _is_in_cell_over(row: int, column: int, draft: Draft) -> bool:
    """Whether a cell of one column reaches over a row and the next one."""
    return any(span.columns == range(column, column + 1) and span.rows.start <= row < span.rows.stop - 1 for span in draft.spans)


def _names(row: int, draft: Draft) -> dict[int, Words]:
    return {column: words for column, words in enumerate(draft.cells[row]) if words}


def _is_over_columns(row: int, draft: Draft) -> bool:
    """Whether a phrase, a word or a cell of the row or the next one stands over several columns, where the row has words."""
    borders, em = draft.column_edges[1:-1], draft.em
    words = [word for cell in draft.cells[row] for word in cell]
    for line in group_lines(words):
        for a, b in pairwise(line):
            if b.bbox.x0 - a.bbox.x1 <= SPACE * em and any(a.bbox.center[0] < x < b.bbox.center[0] for x in borders):
                return True
    if any(crosses(word, border, em) for word in words for border in borders):
        return True
    wide = [span for span in draft.spans if len(span.columns) > 1 and (row in span.rows or row + 1 in span.rows)]
    return any(draft.words_of(range(row, row + 1), span.columns) for span in wide)
