"""A label of a picture that reaches down over a row ends where that row has a label of its own that was not read.

Of labels with signs that OCR does not know some are not read, and the model may see one cell over their rows and that of a
label that was read ("δi" over "Ri"). The ink tells: a piece of it in a blank cell, level with the other words of its row, begins a cell.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, is_span
from pipeline.types import Span

LEVEL = 0.4  # em between the middles of ink and of the other words of its row, at most: a small letter stands lower than words
UPWARDS = 2.5  # em: words higher than this are of text that runs upwards, whose ink stands in all its rows
EDGE = 0.15  # em of a cell's sides in which ink is that of a line or of the cell beside it


def end_spans_at_ink(draft: Draft) -> Draft:
    """The draft with body spans over rows of one column cut above such rows and below them."""
    if not draft.view.unread:
        return draft
    spans = tuple(part for span in draft.spans for part in _parts(span, draft))
    return replace(draft, spans=spans).noting(*(Flag.SPANS_REPAIRED,) * (spans != draft.spans))


def _parts(span: Span, draft: Draft) -> list[Span]:
    if len(span.rows) < 2 or len(span.columns) > 1 or span.rows.start < draft.num_header_rows:
        return [span]
    column = span.columns.start
    filled = [row for row in span.rows if draft.cells[row][column]]
    inked = [row for row in span.rows if row not in filled and _has_ink(row, column, draft)]
    marked = sorted([*filled, *inked])
    is_upright = all(word.bbox.height <= UPWARDS * draft.em for row in filled for word in draft.cells[row][column])
    if not inked or len(marked) < 2 or not is_upright:
        return [span]
    starts = [row for before, row in pairwise(marked) if row in inked or before in inked]
    parts = [range(start, stop) for start, stop in pairwise([span.rows.start, *starts, span.rows.stop])]
    return [replace(span, rows=rows) for rows in parts if is_span(rows, span.columns)]


def _has_ink(row: int, column: int, draft: Draft) -> bool:
    """Whether a piece of ink that no word covers stands in a cell, level with the words of its row."""
    words = [word for other, cell in enumerate(draft.cells[row]) if other != column for word in cell]
    if not words:
        return False
    edge, middle = EDGE * draft.em, median(word.bbox.center[1] for word in words)
    top, left = draft.rows[row].start + edge, draft.columns[column].start + edge
    bottom, right = draft.rows[row].stop - edge, draft.columns[column].stop - edge
    inside = (box for box in draft.view.unread if left <= box.x0 and box.x1 <= right and top <= box.y0 and box.y1 <= bottom)
    return any(abs(box.center[1] - middle) <= LEVEL * draft.em for box in inside)
