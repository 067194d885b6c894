"""A phrase across a column border in an upper header row spans the columns under it, if these hold nothing else."""

from __future__ import annotations

from pipeline.structure.draft import Draft
from pipeline.structure.implied_spans import IMPLIED_SCORE, with_implied
from pipeline.structure.words.phrases import columns_under, crosses_border, phrases_of_row
from pipeline.types import Span


def imply_header_spans(draft: Draft) -> Draft:
    """The draft with spans in header rows above the last one."""
    rows = range(draft.num_header_rows - 1) if len(draft.columns) > 1 else range(0)
    return with_implied(draft, [span for row in rows for span in _header_spans(draft, row)])


def _header_spans(draft: Draft, row: int) -> list[Span]:
    phrases = phrases_of_row(draft, row)
    found = []
    for phrase in phrases:
        columns = columns_under(phrase, draft)
        others = [c for p in phrases if p is not phrase for c in columns_under(p, draft)]
        if len(columns) > 1 and crosses_border(phrase, draft) and not set(columns) & set(others):
            found.append(Span(range(row, row + 1), columns, IMPLIED_SCORE))
    return found
