"""The column header as a tree (improved rule 9): a span needs parents that cover it, or blank cells above.

The reference deletes every header span whose cells above are ordinary ones. Here a span goes only when something
readable stands above it that belongs to a part of it, and neither its score nor a word across a border defends it.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.structure.evidence import at_border, words_in
from pipeline.structure.lanes import Lanes
from pipeline.structure.lines import group_lines
from pipeline.types import Span

SURE = 0.8  # a header span with this score stays even without a parent


def keep_tree(spans: Sequence[Span], lanes: Lanes, num_header_rows: int) -> tuple[Span, ...]:
    """``spans`` without the header spans that have the wrong cells above them."""
    header = [s for s in spans if s.rows.stop <= num_header_rows]
    return tuple(s for s in spans if s not in header or len(s.columns) == 1 or _has_place(s, header, lanes))


def _has_place(span: Span, header: Sequence[Span], lanes: Lanes) -> bool:
    if span.score >= SURE or _is_tied(span, lanes):
        return True
    return all(_covered_or_blank(span, row, header, lanes) for row in range(span.rows.start))


def _covered_or_blank(span: Span, row: int, header: Sequence[Span], lanes: Lanes) -> bool:
    above = [s for s in header if row in s.rows and s.columns.start < span.columns.stop and span.columns.start < s.columns.stop]
    if any(s.columns.start <= span.columns.start and span.columns.stop <= s.columns.stop for s in above):
        return True
    return not above and not words_in(lanes, range(row, row + 1), span.columns)


def _is_tied(span: Span, lanes: Lanes) -> bool:
    """Whether a word crosses one of the span's inner borders."""
    lines = group_lines(words_in(lanes, span.rows, span.columns))
    return any(at_border(lines, lanes.columns[c].start, lanes.em).crossed for c in span.columns[1:])
