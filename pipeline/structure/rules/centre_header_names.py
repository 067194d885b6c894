"""A name of the header that stands in the middle over columns with blank cells beside it is theirs together.

The level below has a name for every one of these columns, the level of the name has nothing else over them, and the middle
of the name is that of all of them, as far as the next name or the table's edge. Columns between two names could be either's:
they are left alone. A name in the middle of its own column may be the first line of that column's name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from statistics import median

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, meet, overlaps
from pipeline.structure.words.lines import group_lines, runs
from pipeline.types import Span
from table import BBox, Word

CENTRED, CENTRED_SHARE = 0.7, 0.05  # em, or of the columns' width, between the middles of a name and its columns
OWN = 0.5  # em within which a name stands in the middle of its own column
LEVEL = 0.3  # em between the middles of names of one level
LEADING = 1.6  # em between two lines of one name
MAX_JOINED = 1  # of the columns' names that the model may have seen reach up: one is a slip, more are names of their own
SCORE = 0.7  # of such a cell: its place tells, nothing is drawn


def centre_header_names(draft: Draft) -> Draft:
    """The draft with such names over their columns."""
    new: list[Span] = []
    for row in range(draft.num_header_rows - 1):
        around = list(_open_columns(row, draft))
        alone = [columns for columns in around if sum(meet(columns, other) for other in around) == 1]
        spans = (Span(range(row, row + 1), columns, SCORE) for columns in alone)
        new += [span for span in spans if _is_centred(span, draft)]
    known = {(span.rows, span.columns) for span in draft.spans}
    new = [span for span in new if (span.rows, span.columns) not in known]
    if not new:
        return draft
    gone = [span for span in draft.spans if any(overlaps(span, other) for other in new)]
    kept = [span for span in draft.spans if span not in gone]
    return replace(draft, spans=(*kept, *new, *_wrapped(gone, new, draft))).noting(Flag.SPANS_REPAIRED)


def _open_columns(row: int, draft: Draft) -> Iterator[range]:
    """The columns around each name of ``row``: its own and those beside it with nothing in this row and a name in the next."""
    for line in group_lines(draft.words_of(range(row, row + 1), draft.all_columns())):
        for phrase in runs(line, draft.em):
            own = [column for column in draft.all_columns() if set(draft.cells[row][column]) & set(phrase)]
            if not own or (len(own) == 1 and _goes_on(row, own[0], draft)):
                continue
            first, last = own[0], own[-1]
            while first > 0 and _is_open(row, first - 1, draft):
                first -= 1
            while last + 1 < len(draft.columns) and _is_open(row, last + 1, draft):
                last += 1
            joined = sum(row in span.rows and row + 1 in span.rows and meet(span.columns, range(first, last + 1)) for span in draft.spans)
            has_names = all(draft.cells[row + 1][column] for column in own)
            if last > first and has_names and joined <= MAX_JOINED:
                yield range(first, last + 1)


def _is_open(row: int, column: int, draft: Draft) -> bool:
    """Whether the column has nothing in ``row`` and a name on the line of the row below, even if the model has seen it reach up."""
    below = draft.cells[row + 1][column]
    if not below or draft.cells[row][column]:
        return False
    if not any(column in span.columns and row in span.rows and row + 1 in span.rows for span in draft.spans):
        return True
    level = median(word.bbox.center[1] for word in draft.words_of(range(row + 1, row + 2), draft.all_columns()))
    return all(abs(word.bbox.center[1] - level) <= LEVEL * draft.em for word in below)


def _goes_on(row: int, column: int, draft: Draft) -> bool:
    """Whether the column's name begins in ``row`` and stands in the middle of the column: "Vehicle control" over "(DMSO)"."""
    upper, lower = draft.cells[row][column], draft.cells[row + 1][column]
    return not lower or abs(_box(upper).center[0] - _box(lower).center[0]) <= OWN * draft.em


def _is_centred(span: Span, draft: Draft) -> bool:
    words = draft.words_of(span.rows, span.columns)
    below = _box(draft.words_of(range(span.rows.stop, span.rows.stop + 1), span.columns))
    reach = max(CENTRED * draft.em, CENTRED_SHARE * below.width)
    return abs(_box(words).center[0] - below.center[0]) <= reach


def _wrapped(gone: list[Span], new: list[Span], draft: Draft) -> Iterator[Span]:
    """Cells over two rows for names that a wrong span held apart: their lines follow each other."""
    for span in gone:
        for column in span.columns:
            rows = range(span.rows.start, span.rows.start + 2)
            cell = Span(rows, range(column, column + 1), SCORE)
            words = [draft.words_of(range(row, row + 1), cell.columns) for row in rows]
            is_free = rows.stop <= draft.num_header_rows and not any(overlaps(cell, other) for other in new)
            if is_free and all(words) and _box(words[1]).center[1] - _box(words[0]).center[1] <= LEADING * draft.em:
                yield cell


def _box(words: Sequence[Word]) -> BBox:
    found = BBox.enclosing(word.bbox for word in words)
    assert found is not None  # asked for cells with words only
    return found
