"""A body row that holds one phrase only, from the first column across a border, is a projected row header."""

from __future__ import annotations

from pipeline.structure.draft import Draft
from pipeline.structure.implied_spans import IMPLIED_SCORE, with_implied
from pipeline.structure.words.phrases import columns_under, crosses_border, phrases_of_row
from pipeline.types import Span


def imply_projected_headers(draft: Draft) -> Draft:
    """The draft with such rows as projected row headers."""
    rows = range(draft.num_header_rows, len(draft.rows)) if len(draft.columns) > 1 else range(0)
    return with_implied(draft, [span for row in rows for span in _projected_header(draft, row)])


def _projected_header(draft: Draft, row: int) -> list[Span]:
    """The whole row, when its only phrase starts in the first column and crosses a border."""
    phrases = phrases_of_row(draft, row)
    if len(phrases) != 1 or not crosses_border(phrases[0], draft):
        return []
    if columns_under(phrases[0], draft).start > 0:
        return []
    return [Span(range(row, row + 1), draft.all_columns(), IMPLIED_SCORE, True)]
