"""The column header as a tree: a span needs parents that cover it, or blank cells above.

The reference deletes every header span whose cells above are ordinary ones. Here a span goes only when something
readable stands above it that belongs to a part of it, and neither its score nor a word across a border defends it. A blank cell
above the names of several columns goes, too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, meet
from pipeline.structure.words.at_borders import at_border
from pipeline.structure.words.lines import group_lines
from pipeline.types import Span

SURE = 0.8  # a header span with this score stays even without a parent (by hand, not measured)


def keep_header_tree(draft: Draft) -> Draft:
    """The draft without the header spans that have the wrong cells above them."""
    header = [s for s in draft.spans if s.rows.stop <= draft.num_header_rows]
    kept = tuple(s for s in draft.spans if s not in header or len(s.columns) == 1 or _has_place(s, header, draft))
    return replace(draft, spans=kept).noting(*(Flag.SPANS_REPAIRED,) * (len(kept) < len(draft.spans)))


def _has_place(span: Span, header: Sequence[Span], draft: Draft) -> bool:
    if _is_blank_beside_names(span, draft):
        return False
    if span.score >= SURE or _is_tied(span, draft):
        return True
    return all(_covered_or_blank(span, row, header, draft) for row in range(span.rows.start))


def _is_blank_beside_names(span: Span, draft: Draft) -> bool:
    """Whether a cell over columns says nothing above or below names of each of them: it hides that these reach up or down."""
    if draft.marks_of(span.rows, span.columns):
        return False
    above, below = range(span.rows.start), range(span.rows.stop, draft.num_header_rows)
    return any(all(draft.words_of(rows, range(column, column + 1)) for column in span.columns) for rows in (above, below))


def _covered_or_blank(span: Span, row: int, header: Sequence[Span], draft: Draft) -> bool:
    above = [s for s in header if row in s.rows and meet(s.columns, span.columns)]
    if any(s.columns.start <= span.columns.start and span.columns.stop <= s.columns.stop for s in above):
        return True
    return not above and not draft.words_of(range(row, row + 1), span.columns)


def _is_tied(span: Span, draft: Draft) -> bool:
    """Whether a word crosses one of the span's inner borders."""
    lines = group_lines(draft.words_of(span.rows, span.columns))
    return any(at_border(lines, draft.columns[c].start, draft.em).crossed for c in span.columns[1:])
