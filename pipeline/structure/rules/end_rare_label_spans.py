"""Labels over rows are cut where nearly all labels have one row each: what is below them without a label is a sum, or more names.

Beside figures a row without a label is the total of those above it, or names the columns anew ("December 31, 2009"); the model joins the
blank cell to the label above, which then seems to be the label of the total. Tables of groups look otherwise: most of their
labels are over rows. Of 2,600 true tables of FinTabNet.c and 85 of ICDAR-2013 none has such a span; of 10 of PubTables-1M one does.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.flags import Flag
from pipeline.structure.draft import Draft
from pipeline.types import Span
from table import Word

RARE = 3  # labels for each one over rows, at least
FILLED = 0.5  # of the other columns that each row without a label fills, at least: what fills fewer goes on with the row above


def end_rare_label_spans(draft: Draft) -> Draft:
    """The draft without such spans of the first column; those stay whose words stand lower, or whose other rows hold little.

    All stay where words were read from a picture: what is blank there may be a label that was not read.
    """
    if draft.view.page.text_source == "ocr":
        return draft
    wide = [span for span in draft.spans if span.columns == range(1) and len(span.rows) > 1 and span.rows.start >= draft.num_header_rows]
    if not wide or len(draft.columns) < 2 or RARE * len(wide) > _num_labels(wide, draft) or not _has_figures(draft):
        return draft
    kept = tuple(span for span in draft.spans if span not in wide or not (_stands_on_top(span, draft) and _is_filled(span, draft)))
    return replace(draft, spans=kept).noting(Flag.SPANS_REPAIRED) if len(kept) < len(draft.spans) else draft


def _num_labels(wide: Sequence[Span], draft: Draft) -> int:
    """The labels of the first column: cells over rows, and cells with words besides."""
    taken = {row for span in draft.spans if 0 in span.columns for row in span.rows}
    return len(wide) + sum(bool(draft.cells[row][0]) for row in range(draft.num_header_rows, len(draft.rows)) if row not in taken)


def _has_figures(draft: Draft) -> bool:
    """Whether the second column has as many digits as letters below the header."""
    text = "".join(word.text for word in _of_second(draft))
    return sum(map(str.isdigit, text)) >= max(1, sum(map(str.isalpha, text)))


def _of_second(draft: Draft) -> Iterator[Word]:
    sections = {row for span in draft.spans if len(span.columns) == len(draft.columns) for row in span.rows}
    for row in range(draft.num_header_rows, len(draft.rows)):
        if row not in sections:
            yield from draft.cells[row][1]


def _stands_on_top(span: Span, draft: Draft) -> bool:
    return [row for row in span.rows if draft.cells[row][0]] == [span.rows.start]


def _is_filled(span: Span, draft: Draft) -> bool:
    wide = [other for other in draft.spans if len(other.columns) > 1]
    return all(_num_filled(row, wide, draft) >= FILLED * (len(draft.columns) - 1) for row in span.rows[1:])


def _num_filled(row: int, wide: Sequence[Span], draft: Draft) -> int:
    """The columns behind the first that a row has words in, or a cell over columns."""
    over = {column for other in wide if row in other.rows for column in other.columns}
    return len({column for column in draft.all_columns() if draft.cells[row][column]} | over)
