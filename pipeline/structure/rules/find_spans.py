"""Spanning cells: the model's objects as row and column ranges, cut where the words object.

Each object gives the run of rows and the run of columns with the best one-dimensional IoU; a span over separate filled
cells is cut or dropped. Of spans that overlap the better ones stay.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipeline.flags import Flag
from pipeline.geometry.intervals import best_range
from pipeline.structure.draft import Draft, is_span, without_overlaps
from pipeline.structure.words.at_borders import conflicting_borders
from pipeline.types import Span, StructureObject
from table import StructureLabel

TRUSTED = 0.95  # a span with this score keeps its extent although its words look like separate cells (by hand, not measured)
MIN_BORDERS = 2  # that the words of one row keep clear in a span over several: they are cells whatever stands above them
MIN_IOU = 0.3  # a span object that matches no run of rows or columns better than this is noise (by hand, not measured)


def find_spans(draft: Draft) -> Draft:
    """The draft with spans of more than one grid cell, none over another or across the header's lower border."""
    marked = {(span.rows, span.columns) for span in draft.spans}
    found: list[Span] = []
    for item in draft.objects:
        if item.label is StructureLabel.SPANNING_CELL:
            span = _aligned(item, draft)
            parts = _without_conflicts(_without_filled_rows(span, draft), draft) if span else []
            found.extend(part for part in parts if (part.rows, part.columns) not in marked)
    spans = without_overlaps((*draft.spans, *found))
    kept = {(span.rows, span.columns) for span in spans}
    is_repaired = any((span.rows, span.columns) not in kept for span in found)
    return replace(draft, spans=spans).noting(*(Flag.SPANS_REPAIRED,) * is_repaired)


def _aligned(item: StructureObject, draft: Draft) -> Span | None:
    rows, row_fit = best_range(draft.row_edges, item.bbox.y0, item.bbox.y1)
    columns, column_fit = best_range(draft.column_edges, item.bbox.x0, item.bbox.x1)
    rows = _one_side(rows, draft.num_header_rows)
    if min(row_fit, column_fit) < MIN_IOU or not is_span(rows, columns):
        return None
    return Span(rows, columns, item.score)


def _one_side(rows: range, num_header_rows: int) -> range:
    """``rows`` without the part beyond the header's lower border; the larger part stays, the header's on a tie."""
    if not rows.start < num_header_rows < rows.stop:
        return rows
    header, body = range(rows.start, num_header_rows), range(num_header_rows, rows.stop)
    return body if len(body) > len(header) else header


def _without_conflicts(span: Span, draft: Draft) -> list[Span]:
    """The span, or its parts between borders that its words keep clear."""
    borders = conflicting_borders(draft, span.rows, span.columns) if span.score < TRUSTED else []
    ends = [span.columns.start, *borders, span.columns.stop]
    parts = [range(a, b) for a, b in pairwise(ends)]
    return [Span(span.rows, part, span.score) for part in parts if is_span(span.rows, part)]


def _without_filled_rows(span: Span, draft: Draft) -> Span:
    """The span without outer rows of separate cells, if the rest has none: a header over its sub-headers."""
    if len(span.rows) < 2:
        return span
    borders = [len(conflicting_borders(draft, range(r, r + 1), span.columns)) for r in span.rows]
    if max(borders) < MIN_BORDERS and not conflicting_borders(draft, span.rows, span.columns):
        return span
    filled = [bool(count) for count in borders]
    clear = [r for r, is_filled in zip(span.rows, filled, strict=True) if not is_filled]
    if not clear or clear[-1] - clear[0] + 1 != len(clear):
        return span
    return replace(span, rows=range(clear[0], clear[-1] + 1))
