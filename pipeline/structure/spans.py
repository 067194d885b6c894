"""Candidates for spanning cells: objects as explicit row and column ranges (improved rules 7 and 8).

Each object gives the run of rows and the run of columns with the best one-dimensional IoU. Projected row headers
take one row and all columns. The words may object: a span with two separate filled cells is cut or dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.structure.evidence import conflicting_borders, is_label
from pipeline.structure.intervals import best_range, overlap
from pipeline.structure.lanes import Lanes
from pipeline.types import Span, StructureObject
from table import StructureLabel

TOUCHED = 0.2  # of a projected row header's height that a row must share to be its row
TRUSTED = 0.95  # a span with this score keeps its extent although its words look like separate cells
MIN_IOU = 0.3  # a span object that matches no run of rows or columns better than this is noise


def span_candidates(objects: Sequence[StructureObject], lanes: Lanes, num_header_rows: int) -> list[Span]:
    """Spans of more than one grid cell, not yet free of overlaps, none across the header's lower border."""
    found = []
    for item in objects:
        if item.label is StructureLabel.SPANNING_CELL:
            span = _aligned(item, lanes, num_header_rows)
            found.extend(_without_conflicts(_without_filled_rows(span, lanes), lanes) if span else [])
    return found


def projected_candidates(objects: Sequence[StructureObject], lanes: Lanes, num_header_rows: int) -> list[Span]:
    """Projected row headers: one body row each, all columns; those with separate filled cells are left out.

    A table with one column has none: there is nothing to project over.
    """
    if len(lanes.columns) < 2:
        return []
    found = []
    for item in objects:
        if item.label is StructureLabel.PROJECTED_ROW_HEADER:
            row = _best_row(item, lanes)
            span = Span(range(row, row + 1), range(len(lanes.columns)), item.score, True)
            if row >= num_header_rows and not conflicting_borders(lanes, span.rows, span.columns):
                found.append(span)
    return found


def is_span(rows: range, columns: range) -> bool:
    return len(rows) > 1 or len(columns) > 1


def _aligned(item: StructureObject, lanes: Lanes, num_header_rows: int) -> Span | None:
    rows, row_fit = best_range(lanes.row_edges, item.bbox.y0, item.bbox.y1)
    columns, column_fit = best_range(lanes.column_edges, item.bbox.x0, item.bbox.x1)
    rows = _one_side(rows, num_header_rows)
    if min(row_fit, column_fit) < MIN_IOU or not is_span(rows, columns):
        return None
    return Span(rows, columns, item.score)


def _one_side(rows: range, num_header_rows: int) -> range:
    """``rows`` without the part beyond the header's lower border; the larger part stays, the header's on a tie."""
    if not rows.start < num_header_rows < rows.stop:
        return rows
    header, body = range(rows.start, num_header_rows), range(num_header_rows, rows.stop)
    return body if len(body) > len(header) else header


def _without_conflicts(span: Span, lanes: Lanes) -> list[Span]:
    """The span, or its parts between borders that its words keep clear."""
    borders = conflicting_borders(lanes, span.rows, span.columns) if span.score < TRUSTED else []
    ends = [span.columns.start, *borders, span.columns.stop]
    parts = [range(a, b) for a, b in pairwise(ends)]
    return [Span(span.rows, part, span.score) for part in parts if is_span(span.rows, part)]


def _best_row(item: StructureObject, lanes: Lanes) -> int:
    """The row with the largest overlap, among those that look like a label if any does; the upper one on a tie."""
    shares = [overlap(item.bbox.y0, item.bbox.y1, row.start, row.stop) for row in lanes.rows]
    touched = [r for r, share in enumerate(shares) if share >= TOUCHED * (item.bbox.y1 - item.bbox.y0)]
    labels = [r for r in touched if is_label(lanes, r)]
    return max(labels or touched or range(len(shares)), key=lambda r: (shares[r], -r))


def _without_filled_rows(span: Span, lanes: Lanes) -> Span:
    """The span without outer rows of separate cells, if the rest has none: a header over its sub-headers."""
    if len(span.rows) < 2 or not conflicting_borders(lanes, span.rows, span.columns):
        return span
    filled = [bool(conflicting_borders(lanes, range(r, r + 1), span.columns)) for r in span.rows]
    clear = [r for r, is_filled in zip(span.rows, filled, strict=True) if not is_filled]
    if not clear or clear[-1] - clear[0] + 1 != len(clear):
        return span
    return replace(span, rows=range(clear[0], clear[-1] + 1))
