"""A span over several rows whose text stands level with one of them is that row's cell; the others are blank.

A text that was set in the middle of several rows is level with none of them, or with the middle one.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure.draft import Draft
from pipeline.structure.printed import LEVEL, closed_boxes, is_drawn, line_middle, reference_lines, words_of_single_rows
from pipeline.structure.words.lines import group_lines
from pipeline.types import Span
from table import BBox

MIDDLE = 0.15  # em by which a row must fit better than the middle of all


def part_single_rows(draft: Draft) -> Draft:
    """The draft without blank spans, and with such spans cut to their row."""
    boxes = closed_boxes(draft)
    spans = []
    for span in draft.spans:
        if is_drawn(span, draft, boxes):
            spans.append(span)
        elif draft.words_of(span.rows, span.columns):
            spans.append(_parted(span, draft))
    return replace(draft, spans=tuple(span for span in spans if len(span.rows) * len(span.columns) > 1))


def _parted(span: Span, draft: Draft) -> Span:
    row = _own_row(span, draft) if len(span.rows) > 1 else None
    return span if row is None else replace(span, rows=range(row, row + 1))


def _own_row(span: Span, draft: Draft) -> int | None:
    """The only row of the span that its text is level with."""
    rows = [row for row in span.rows if draft.words_of(range(row, row + 1), span.columns)]
    if len(rows) != 1:
        return None
    row = rows[0]
    words = draft.words_of(span.rows, span.columns)
    middles = [line_middle(line) for line in group_lines(words)]
    own = (middles[0] + middles[-1]) / 2
    levels = reference_lines(draft, row, span.rows, span.columns)
    if not levels:
        return row if 2 * row != span.rows.start + span.rows.stop - 1 else None
    extent = BBox.enclosing(word.bbox for r in span.rows for word in (*words_of_single_rows(draft, r), *words))
    assert extent is not None  # the span has words
    off = min(abs(middle - level) for middle in (middles[0], own, middles[-1]) for level in (*levels, (levels[0] + levels[-1]) / 2))
    return row if off <= LEVEL * draft.em and off + MIDDLE * draft.em < abs(own - extent.center[1]) else None
