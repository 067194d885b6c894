"""Projected row headers: one body row each, all columns; one over separate filled cells is none.

Neither is a row whose words all stand in the right part of the table and end in a number: a total under its column. The last row heads
nothing: what stands in its first column alone is an entry without others, unless it ends with a colon.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.flags import Flag
from pipeline.structure.draft import Draft
from pipeline.structure.words.at_borders import conflicting_borders, is_label
from pipeline.types import Span, StructureObject
from table import StructureLabel

TOUCHED = 0.2  # of a projected row header's height that a row must share to be its row (by hand, not measured)


def find_projected_headers(draft: Draft) -> Draft:
    """The draft with the model's projected row headers; a table with one column has none: there is nothing to project over."""
    objects = [o for o in draft.objects if o.label is StructureLabel.PROJECTED_ROW_HEADER]
    found = [span for item in objects if len(draft.columns) > 1 and (span := _projected(item, draft)) is not None]
    missed = (Flag.PROJECTED_HEADERS_DROPPED,) * (len(found) < len(objects))
    return replace(draft, spans=(*draft.spans, *found)).noting(*missed)


def _projected(item: StructureObject, draft: Draft) -> Span | None:
    row = _best_row(item, draft)
    span = Span(range(row, row + 1), draft.all_columns(), item.score, True)
    is_free = row >= draft.num_header_rows and not conflicting_borders(draft, span.rows, span.columns)
    return span if is_free and not _is_total(draft, row) and not _is_last_entry(draft, row) else None


def _is_last_entry(draft: Draft, row: int) -> bool:
    """Whether the row is the last one and its words are in the first column; "KEY:" belongs to what is below the table."""
    words = draft.words_of(range(row, row + 1), draft.all_columns())
    if any(word.text.endswith(":") for word in words):
        return False
    return row == len(draft.rows) - 1 and bool(words) and max(word.bbox.x1 for word in words) <= draft.columns[0].stop


def _is_total(draft: Draft, row: int) -> bool:
    words = draft.words_of(range(row, row + 1), draft.all_columns())
    is_right = bool(words) and min(word.bbox.x0 for word in words) > draft.extent.center[0]
    return is_right and any(char.isdigit() for char in max(words, key=lambda word: word.bbox.x1).text)


def _best_row(item: StructureObject, draft: Draft) -> int:
    """The row with the largest overlap, among those that look like a label if any does; the upper one on a tie."""
    shares = [row.overlap(item.bbox.y0, item.bbox.y1) for row in draft.rows]
    touched = [r for r, share in enumerate(shares) if share >= TOUCHED * (item.bbox.y1 - item.bbox.y0)]
    labels = [r for r in touched if is_label(draft, r)]
    return max(labels or touched or range(len(shares)), key=lambda r: (shares[r], -r))
