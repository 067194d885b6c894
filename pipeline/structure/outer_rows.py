"""Rows cut off a draft's top and bottom, and which rows are one cell across all columns.

In canonical tables a row that is a single cell over all columns labels the rows below it, so the first and last row never
are one ("Aligning benchmark datasets for table structure recognition", section 3, deletes them too).
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.flags import Flag
from pipeline.structure.draft import Draft
from pipeline.types import Span

MIN_ROWS_LEFT = 2


def full_rows(draft: Draft) -> frozenset[int]:
    """The rows that a single cell covers from the first to the last column."""
    full = (span for span in draft.spans if len(span.columns) == len(draft.columns) and len(span.rows) == 1)
    return frozenset(span.rows.start for span in full)


def may_have_outer_text(draft: Draft) -> bool:
    """Tables of one column stay as they are, and so do boxes that the caller drew."""
    return len(draft.columns) > 1 and not draft.view.region.is_given


def keep_rows(draft: Draft, top: int, bottom: int) -> Draft:
    """The draft with the rows from ``top`` to before ``bottom``; what stood in the others becomes unassigned words."""
    if (top, bottom) == (0, len(draft.rows)):
        return draft
    return replace(
        draft,
        rows=draft.rows[top:bottom],
        cells=draft.cells[top:bottom],
        num_header_rows=max(0, min(draft.num_header_rows, bottom) - top),
        spans=tuple(_moved(span, top) for span in draft.spans if span.rows.start >= top and span.rows.stop <= bottom),
    ).noting(Flag.OUTER_TEXT_LEFT_OUT)


def _moved(span: Span, top: int) -> Span:
    return replace(span, rows=range(span.rows.start - top, span.rows.stop - top))
