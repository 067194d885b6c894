"""A label that reaches down over rows ends where another begins: lines of one label follow each other, they leave no row out.

Two labels that the model joined stand rows apart ("Intercept", a row with its standard error, "Post"). Each begins its own rows.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, is_span
from pipeline.types import Span


def end_spans_at_gaps(draft: Draft) -> Draft:
    """The draft with body spans over rows of one column cut above text that begins after a row without any."""
    spans = tuple(kept for span in draft.spans for kept in _parts(span, draft))
    return replace(draft, spans=spans).noting(*(Flag.SPANS_REPAIRED,) * (spans != draft.spans))


def _parts(span: Span, draft: Draft) -> list[Span]:
    if len(span.rows) < 3 or len(span.columns) > 1 or span.rows.start < draft.num_header_rows or span.is_projected_row_header:
        return [span]
    filled = [row for row in span.rows if draft.words_of(range(row, row + 1), span.columns)]
    starts = [span.rows.start, *(row for before, row in pairwise(filled) if row - before > 1)]
    if len(starts) == 1:
        return [span]
    parts = [range(start, stop) for start, stop in pairwise([*starts, span.rows.stop])]
    return [replace(span, rows=rows) for rows in parts if is_span(rows, span.columns)]
