"""Column header, spanning cells and projected row headers of the reference, known defects included.

Kept on purpose: a header found lower down makes everything above it header but stops at its own first row; the box
of a shrunk span does not shrink with its row and column numbers; a header span under an ordinary cell is deleted.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.structure.compat.rect import hull, intersect
from pipeline.structure.compat.rows_and_columns import HEADER_OVERLAP, suppress_by_area
from pipeline.structure.compat.values import Part, Parts

THRESHOLD = 0.5  # score of header, spanning cell and projected row header
COVERED = 0.5  # share of a row's height or a column's width from which a part covers it


def refine_header_and_spans(parts: Parts, headers: Sequence[Part], *, spans_see_header: bool = True) -> None:
    """Set the rows' header flags and replace the spans by aligned ones without overlap, in place.

    ``spans_see_header`` is false on the service's path: its rows carry the flag under a name that the steps for spans do
    not read, so no span is a header span, none is cut at the header's border and no header span is deleted.
    """
    _mark_header(suppress_by_area([h for h in headers if h.score >= THRESHOLD], HEADER_OVERLAP), parts.rows)
    plain = [s for s in parts.spans if not s.is_projected and s.score >= THRESHOLD]
    projected = [s for s in parts.spans if s.is_projected and s.score >= THRESHOLD]
    aligned = [span for span in plain + projected if _align(span, parts.rows, parts.columns, spans_see_header)]
    parts.spans = _header_tree(_without_overlap(aligned))


def _mark_header(headers: Sequence[Part], rows: Sequence[Part]) -> None:
    for row in rows:
        row.is_header = False
    listed = [index for header in headers for index, row in enumerate(rows) if _covers(header, row, 1)]
    if listed and listed[0] > 0:
        listed = list(range(listed[0] + 1)) + listed  # repeats listed[0], which ends the walk below there
    for expected, index in enumerate(listed):
        if index != expected:
            break
        rows[index].is_header = True


def _covers(part: Part, other: Part, axis: int) -> bool:
    """Whether ``part`` covers half of ``other``, a row or column, along ``axis`` (0: x, 1: y). One without extent is never covered."""
    size = other.bbox[axis + 2] - other.bbox[axis]
    overlap = min(other.bbox[axis + 2], part.bbox[axis + 2]) - max(other.bbox[axis], part.bbox[axis])
    return size != 0 and overlap / size >= COVERED


def _align(span: Part, rows: Sequence[Part], columns: Sequence[Part], sees_header: bool) -> bool:
    """Set the span's rows, columns, box and header flag; False when it covers less than two grid cells."""
    covered = [index for index, row in enumerate(rows) if _covers(span, row, 1)]
    header = [index for index in covered if sees_header and rows[index].is_header]
    body = [index for index in covered if index not in header]
    span.rows = body if len(body) > len(header) else header
    span.is_header = bool(span.rows) and span.rows == header
    span.columns = [index for index, column in enumerate(columns) if _covers(span, column, 0)]
    if not span.rows or not span.columns:
        return False
    row_box = hull(rows[index].bbox for index in span.rows)
    span.bbox = intersect(row_box, hull(columns[index].bbox for index in span.columns))
    return len(span.rows) > 1 or len(span.columns) > 1


def _without_overlap(spans: Sequence[Part]) -> list[Part]:
    """By falling score, each span shrunk out of all before it, those already dropped included."""
    ordered = sorted(spans, key=lambda s: -s.score)
    kept = ordered[:1]
    for index, span in enumerate(ordered[1:], start=1):
        for other in ordered[:index]:
            _shrink(span, other)
        if span.rows and span.columns and (len(span.rows) > 1 or len(span.columns) > 1):
            kept.append(span)
    return kept


def _shrink(span: Part, other: Part) -> None:
    """Take single rows or columns off ``span`` until it shares no grid cell with ``other``; its box stays."""
    rows, columns = set(span.rows) & set(other.rows), set(span.columns) & set(other.columns)
    while rows and columns:
        if len(span.rows) < len(span.columns):
            _drop_end(span.columns, columns)
        else:
            _drop_end(span.rows, rows)


def _drop_end(own: list[int], shared: set[int]) -> None:
    """Remove the last number of ``own`` if it is shared, else the first if it is, else all."""
    end = max(own) if max(own) in shared else min(own)
    if end in shared:
        own.remove(end)
        shared.remove(end)
    else:
        own.clear()
        shared.clear()


def _header_tree(spans: Sequence[Part]) -> list[Part]:
    """``spans`` without header spans that lack exactly one spanning parent in some row above them."""
    header = [s for s in spans if s.is_header]
    return [s for s in spans if not s.is_header or _has_parents(s, header)]


def _has_parents(span: Part, header: Sequence[Part]) -> bool:
    first = min(span.rows)
    parents = [p for p in header if max(p.rows) < first and set(span.columns) <= set(p.columns)]
    return all(sum(row in p.rows for p in parents) == 1 for row in range(first))
