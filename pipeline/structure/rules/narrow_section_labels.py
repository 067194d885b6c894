"""A section's label that fits the first column is a cell of that column; the rest of its row is blank cells."""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure.draft import Draft
from pipeline.structure.printed import closed_boxes, is_drawn
from pipeline.types import Span


def narrow_section_labels(draft: Draft) -> Draft:
    """The draft with such labels in one column, still marked as projected row headers."""
    boxes = closed_boxes(draft)
    return replace(draft, spans=tuple(span if is_drawn(span, draft, boxes) else _narrowed(span, draft) for span in draft.spans))


def _narrowed(span: Span, draft: Draft) -> Span:
    if not span.is_projected_row_header:
        return span
    words = draft.words_of(span.rows, span.columns)
    edge = draft.column_edges[1]
    fits = all(word.bbox.x1 <= edge for word in words)
    return replace(span, columns=range(1)) if words and fits else span
