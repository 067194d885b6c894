"""A header cell whose name stands in the middle of some of its columns, or of more: it is the name of these.

The model lets "% Increase" reach over the whole table where it stands over the last two columns. A group's name need not stand in its
middle, but hardly names the labels while it stands over other columns; of cells that begin behind the labels, the names below must tell
the group, too: alike, and unlike those beside them ("Twelve Months Ended" over "June 30, 2011 | June 30, 2010" and "Variation").
A note in brackets in one column, below its name or its unit, is that column's.
The first or last line of one column's name is that column's (``name_lines.py``). Where a name is off the middle of its columns and in the
middle of these and free ones beside them, all behind the labels ("Number of DoFs" over four columns, seen over the last three), it
reaches over them all.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations_with_replacement

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, meet
from pipeline.structure.name_lines import cell_of_line, free_columns
from pipeline.structure.words.groups import alike_names
from pipeline.structure.words.leaders import DOTS
from pipeline.structure.words.lines import SPACE, group_lines, runs
from pipeline.structure.words.text import cell_text
from pipeline.types import Span
from table import BBox

CENTRED = 0.5  # em between the middles of a name and of what it names, at most
OFF = 1.5  # em between them at least where it names something else
SAME_EDGE = 0.5  # em
NOTE = re.compile(r"\([^()]+\)")
MIDDLE = 0.35  # em between the middles of a name and of more columns than it was seen over, at most


def narrow_header_spans(draft: Draft) -> Draft:
    """The draft with such cells over their own columns."""
    lines = [(span, cell_of_line(span, draft)) for span in draft.spans]
    spans = tuple(cell or _narrowed(span, draft) for span, cell in lines if cell is not None or not _is_note_of_one(span, draft))
    spans = tuple(_widened(span, spans, draft) for span in spans)
    return replace(draft, spans=spans).noting(*(Flag.SPANS_REPAIRED,) * (spans != draft.spans))


def _narrowed(span: Span, draft: Draft) -> Span:
    if span.rows.stop > draft.num_header_rows or len(span.columns) < 3:
        return span
    return replace(span, columns=_own_columns(span, draft) if span.columns.start == 0 else _group_of_names(span, draft))


def _is_note_of_one(span: Span, draft: Draft) -> bool:
    """Whether a cell over columns holds a note in brackets, "(%)", that stands in or in the middle of one column and off its own middle."""
    words = draft.words_of(span.rows, span.columns)
    text = " ".join(word.text for word in words)
    if span.columns.start == 0 or not 0 < span.rows.start <= _num_name_rows(draft) or not NOTE.fullmatch(text):
        return False
    name = BBox.enclosing(word.bbox for word in words)
    above = range(min(span.rows.start, draft.num_header_rows))
    names = [BBox.enclosing(word.bbox for word in draft.words_of(above, range(column, column + 1))) for column in span.columns]
    known = [box for box in names if box is not None]
    if name is None or len(known) < 2 or _off(name, known[0], known[-1]) < OFF * draft.em:
        return False
    if any(_off(name, box, box) <= MIDDLE * draft.em for box in known):
        return True
    slack = SAME_EDGE * draft.em
    return any(draft.columns[at].start - slack <= name.x0 and name.x1 <= draft.columns[at].stop + slack for at in span.columns)


def _num_name_rows(draft: Draft) -> int:
    """The rows of the header and of the units below it, which have no digit."""
    num = draft.num_header_rows
    while num < len(draft.rows) and not any(map(str.isdigit, cell_text(draft.words_of(range(num, num + 1), range(len(draft.columns)))))):
        num += 1
    return num


def _widened(span: Span, spans: Sequence[Span], draft: Draft) -> Span:
    """The span over the one wider range of free columns in whose middle its name stands; itself where there is none or it is in its own."""
    words = draft.words_of(span.rows, span.columns)
    name = BBox.enclosing(word.bbox for word in words)
    if name is None or span.rows.stop > draft.num_header_rows or len(span.columns) < 2:
        return span
    if any(len(runs(line, draft.em, 2 * SPACE)) > 1 for line in group_lines(words)):
        return span
    others = [other for other in spans if other is not span and meet(other.rows, span.rows)]
    free = [column for column in free_columns(span, draft) if not any(column in other.columns for other in others)]
    boxes = {column: box for column in free if (box := _named(span, column, draft)) is not None}
    first, last = span.columns[0], span.columns[-1]
    if first not in boxes or last not in boxes or _off(name, boxes[first], boxes[last]) < OFF * draft.em:
        return span
    ends = [(a, b) for a in boxes for b in boxes if 0 < a <= first and last <= b and (a, b) != (first, last)]
    fits = [(a, b) for a, b in ends if set(range(a, b + 1)) <= boxes.keys() and _off(name, boxes[a], boxes[b]) <= MIDDLE * draft.em]
    return replace(span, columns=range(fits[0][0], fits[0][1] + 1)) if len(fits) == 1 else span


def _group_of_names(span: Span, draft: Draft) -> range:
    """The columns below the name that their names tell to be a group, where it stands in the middle of them; else those of the span."""
    words = draft.words_of(span.rows, span.columns)
    name = BBox.enclosing(word.bbox for word in words)
    if name is None or any(len(runs(line, draft.em, 2 * SPACE)) > 1 for line in group_lines(words)):
        return span.columns
    below = range(span.rows.stop, draft.num_header_rows)
    names = [draft.words_of(below, range(column, column + 1)) for column in span.columns]
    boxes = [BBox.enclosing(word.bbox for word in own) for own in names]
    if None in boxes or _off(name, boxes[0], boxes[-1]) < OFF * draft.em:  # type: ignore[arg-type]
        return span.columns
    groups = [group for group in alike_names([cell_text(own) for own in names]) if 1 < len(group) < len(names)]
    ranges = [range(a, b) for a in range(len(names)) for b in range(a + 2, len(names) + 1)]
    fits = [one for one in ranges if _off(name, boxes[one.start], boxes[one.stop - 1]) <= CENTRED * draft.em]  # type: ignore[arg-type]
    if not any(group in fits for group in groups):
        return span.columns
    widest = max((one for one in fits if any(set(group) <= set(one) for group in groups if group in fits)), key=len)
    return range(span.columns.start + widest.start, span.columns.start + widest.stop)


def _own_columns(span: Span, draft: Draft) -> range:
    words = draft.words_of(span.rows, span.columns)
    name = BBox.enclosing(word.bbox for word in words)
    if name is None or any(len(runs(line, draft.em, 2 * SPACE)) > 1 for line in group_lines(words)):
        return span.columns
    boxes = {column: box for column in free_columns(span, draft) if (box := _named(span, column, draft)) is not None}
    own = [boxes[column] for column in span.columns if column in boxes]
    whole = BBox.enclosing(own)
    if whole is None or len(own) < 2 or _off(name, own[0], own[-1]) < OFF * draft.em:
        return span.columns
    is_flush = min(abs(name.x0 - whole.x0), abs(name.x1 - whole.x1)) <= SAME_EDGE * draft.em
    fits: list[tuple[float, int, range]] = []
    for first, last in combinations_with_replacement(boxes, 2):
        if draft.columns[first].start <= name.x0 and name.x1 <= draft.columns[last].stop:
            off = _off(name, boxes[first], boxes[last])
            fits.append((round(off / draft.em, 2), last - first, range(first, last + 1)))
    off, _, best = min(fits, key=lambda fit: fit[:2], default=(CENTRED, 0, span.columns))
    is_group = best.start > 0 and len(best) > 1 and best.stop <= span.columns.stop
    if not is_group or off > CENTRED or (is_flush and not _fills(name, boxes[best.start], boxes[best.stop - 1], draft.em)):
        return span.columns
    return best


def _fills(name: BBox, first: BBox, last: BBox, em: float) -> bool:
    """Whether a name is as wide as what it would name: its edge is at the edge of more columns by that alone."""
    return max(abs(name.x0 - first.x0), abs(name.x1 - last.x1)) <= 2 * SAME_EDGE * em


def _off(name: BBox, first: BBox, last: BBox) -> float:
    """Between the middles of a name and of what it would name, from the first column's box to the last one's."""
    return abs((first.x0 + last.x1) / 2 - name.center[0])


def _named(span: Span, column: int, draft: Draft) -> BBox | None:
    """The box of the column's name in the header below the span, else of the one above, else of its first text."""
    head = draft.num_header_rows
    for rows in (range(span.rows.stop, head), range(span.rows.start), *(range(row, row + 1) for row in range(head, len(draft.rows)))):
        words = [word for word in draft.words_of(rows, range(column, column + 1)) if not DOTS.fullmatch(word.text)]
        if words:
            return BBox.enclosing(word.bbox for word in words)
    return None
