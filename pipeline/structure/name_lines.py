"""A line of a single column's name that was taken for the name of several: "Consolidated" over "Total", beside names of one line.

Such a line stands in the middle of its own column's other lines and off the middle of the columns that it was seen over, is in the
middle of no others, and is followed (or follows) as the lines of a name are.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations_with_replacement

from pipeline.geometry.intervals import index_at
from pipeline.structure.draft import Draft
from pipeline.structure.words.lines import SPACE, group_lines, runs
from pipeline.structure.words.names import LEADING, REPEATED, is_one_name
from pipeline.types import Span
from table import BBox, Word

CENTRED = 0.5  # em between the middles of a line and of what it may name, at most
OFF = 1.5  # em between them at least where it names something else
FLUSH = 0.25  # em between the ends of the line and of the names, which may be set at one edge


def cell_of_line(span: Span, draft: Draft) -> Span | None:
    """The cell of one column, over two rows or more, whose name begins or ends in ``span``; ``None`` where there is none."""
    words = draft.words_of(span.rows, span.columns)
    columns = {index_at(draft.column_edges, word.bbox.center[0]) for word in words}
    if len(span.columns) < 2 or span.rows.stop > draft.num_header_rows or len(columns) != 1:
        return None
    if any(len(runs(line, draft.em, 2 * SPACE)) > 1 for line in group_lines(words)):
        return None
    (column,) = columns
    below = (row for row in range(span.rows.stop, draft.num_header_rows) if draft.cells[row][column])
    above = (row for row in reversed(range(span.rows.start)) if draft.cells[row][column])
    for other, rows in ((next(below, None), range(span.rows.stop, draft.num_header_rows)), (next(above, None), range(span.rows.start))):
        if other is not None:
            is_one = _is_own(words, column, span, rows, draft) and _goes_on(words, draft.cells[other][column], column, span, draft)
            reach = range(min(span.rows.start, other), max(span.rows.stop, other + 1))
            return replace(span, rows=reach, columns=range(column, column + 1)) if is_one else None
    return None


def _is_own(words: list[Word], column: int, span: Span, rows: range, draft: Draft) -> bool:
    """Whether the line stands in the middle of its column's name in ``rows`` and of no others'."""
    boxes = {one: BBox.enclosing(word.bbox for word in draft.words_of(rows, range(one, one + 1))) for one in free_columns(span, draft)}
    name, known = BBox.enclosing(word.bbox for word in words), {one: box for one, box in boxes.items() if box is not None}
    if name is None or not known.keys() >= set(span.columns):
        return False
    fits = {(a, b) for a, b in combinations_with_replacement(known, 2) if _off(name, known[a], known[b]) <= CENTRED * draft.em}
    first, last = known[span.columns.start], known[span.columns[-1]]
    is_flush = min(abs(name.x0 - first.x0), abs(name.x1 - last.x1)) <= FLUSH * draft.em
    return fits == {(column, column)} and not is_flush and _off(name, first, last) >= OFF * draft.em


def free_columns(span: Span, draft: Draft) -> range:
    """The columns of the span and those beside it that hold nothing in its rows."""
    start, stop = span.columns.start, span.columns.stop
    while start > 0 and not draft.words_of(span.rows, range(start - 1, start)):
        start -= 1
    while stop < len(draft.columns) and not draft.words_of(span.rows, range(stop, stop + 1)):
        stop += 1
    return range(start, stop)


def _off(line: BBox, first: BBox, last: BBox) -> float:
    return abs((first.x0 + last.x1) / 2 - line.center[0])


def _goes_on(words: list[Word], others: tuple[Word, ...], column: int, span: Span, draft: Draft) -> bool:
    """Whether both are lines of one name: what comes again in its row is no name of a group and may stand farther apart."""
    upper, lower = (words, others) if words[0].bbox.center[1] < others[0].bbox.center[1] else (others, words)
    texts = [[word.text for word in draft.cells[span.rows.start][one]] for one in draft.all_columns() if one != column]
    leading = REPEATED if [word.text for word in words] in texts else LEADING
    return is_one_name(upper, lower, draft.view.rulings, leading=leading)
