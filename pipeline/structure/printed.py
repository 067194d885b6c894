"""What tells how a cell was printed: the lines that rows' texts stand on, and the boxes that rulings close.

The model speaks canonical form: a header text takes the blank cells above or below it, a section's label its whole row. The
rules that go back to what stands on the page ask here. Lines are told by the middle of their tallest word, in view points.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.structure.draft import Draft
from pipeline.structure.drawn.pieces import lattice_of
from pipeline.structure.words.lines import group_lines
from pipeline.types import Span
from table import BBox, Word

LEVEL = 0.35  # em between the middles of lines that a reader takes for one
NEAR = 0.6  # em between a border of a cell and the ruling that draws it


def line_middle(line: Sequence[Word]) -> float:
    """The middle of the tallest word, so that a superscript moves no line."""
    return max(line, key=lambda word: word.bbox.height).bbox.center[1]


def words_of_single_rows(draft: Draft, row: int) -> list[Word]:
    """The row's words that are in no span over several rows."""
    high = {column for span in draft.spans if len(span.rows) > 1 and row in span.rows for column in span.columns}
    return [word for column in draft.all_columns() if column not in high for word in draft.cells[row][column]]


def reference_lines(draft: Draft, row: int, rows: range, but: range) -> list[float]:
    """The lines of a row in the columns that have text in several of ``rows``, or are under a span of columns.

    ``but``: columns left out. The other columns have one text, whose own level is asked for.
    """
    spanned = {c for s in draft.spans if len(s.columns) > 1 and s.rows.start in rows for c in s.columns}
    columns = [c for c in draft.all_columns() if c not in but and (c in spanned or _num_filled(draft, rows, c) > 1)]
    words = [word for column in columns for word in draft.cells[row][column]]
    return [line_middle(line) for line in group_lines(words)]


def _num_filled(draft: Draft, rows: range, column: int) -> int:
    return sum(bool(draft.cells[row][column]) for row in rows)


def span_middle(draft: Draft, rows: range) -> float | None:
    """The middle of the text of some rows, cells over several rows aside; ``None`` where there is none."""
    words = [word for row in rows for word in words_of_single_rows(draft, row)]
    if not words:
        return None
    return (min(word.bbox.y0 for word in words) + max(word.bbox.y1 for word in words)) / 2


def closed_boxes(draft: Draft) -> tuple[BBox, ...]:
    """The closed cells of the lattice around the table, none without one."""
    lattice = lattice_of(draft.view, draft.inside, draft.em)
    return tuple(cell.bbox for cell in lattice.cells if cell.is_closed) if lattice else ()


def is_drawn(span: Span, draft: Draft, boxes: Sequence[BBox]) -> bool:
    """Whether one of ``boxes`` is the span's own."""
    own = BBox(
        draft.column_edges[span.columns.start],
        draft.row_edges[span.rows.start],
        draft.column_edges[span.columns.stop],
        draft.row_edges[span.rows.stop],
    )
    near = NEAR * draft.em
    return any(all(abs(a - b) <= near for a, b in zip(own, box, strict=True)) for box in boxes)
