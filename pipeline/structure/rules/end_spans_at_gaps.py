"""A label that reaches down over rows ends where another begins: lines of one label follow each other, they leave no row out.

Two labels that the model joined stand rows apart ("Intercept", a row with its standard error, "Post"). Each begins its own rows.
So do labels of which each stands level with the values of a row of its own, in a table without other cells over rows, unless
the model is sure of their cell.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, is_span
from pipeline.types import Span

SURE = 0.9  # score of such a cell that stays (by hand: true ones are seen with .97 and more, those of two labels with .6 to .85)
LEVEL = 0.2  # em between the middles of a label and of values that stand beside it


def end_spans_at_gaps(draft: Draft) -> Draft:
    """The draft with body spans over rows of one column cut above text that begins after a row without any."""
    spans = tuple(kept for span in draft.spans if not _is_of_rows(span, draft) for kept in _parts(span, draft))
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


def _is_of_rows(span: Span, draft: Draft) -> bool:
    """Whether a doubtful span of the first column holds the labels of full rows, each level with its values; no other goes over rows."""
    if span.score >= SURE or span.columns != range(1) or len(span.rows) < 2 or span.rows.start < draft.num_header_rows:
        return False
    if any(len(other.rows) > 1 and other.rows.start >= draft.num_header_rows for other in draft.spans if other is not span):
        return False
    return all(_is_full_row(row, draft) for row in span.rows)


def _is_full_row(row: int, draft: Draft) -> bool:
    """Whether each cell of a row has one line, all of them level with the first."""
    lines = draft.cell_lines[row]
    if any(len(cell) != 1 for cell in lines):
        return False
    middles = [median(word.bbox.center[1] for word in cell[0]) for cell in lines]
    return max(abs(middle - middles[0]) for middle in middles) <= LEVEL * draft.em
