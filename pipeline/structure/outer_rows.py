"""Rows cut off a draft's top and bottom, and which rows are one cell across all columns.

In canonical tables a row that is a single cell over all columns labels the rows below it, so the first and last row never
are one ("Aligning benchmark datasets for table structure recognition", section 3, deletes them too).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.flags import Flag
from pipeline.lattice import Lattice, find_lattices
from pipeline.structure.draft import Draft
from pipeline.structure.rulings import full_lines
from pipeline.types import Span
from table import Word

MIN_ROWS_LEFT = 2  # by hand, not measured
WHOLE = 0.95  # of the table's width that a frame's line, or a cell about a whole row, has
FRAME_REACH = 1.0  # em beyond its row within which a frame's line lies
MIN_HELD = 0.7  # of the table's words in the drawn grid that boxes a row


def full_rows(draft: Draft) -> frozenset[int]:
    """The rows that a single cell covers from the first to the last column."""
    full = (span for span in draft.spans if len(span.columns) == len(draft.columns) and len(span.rows) == 1)
    return frozenset(span.rows.start for span in full)


def is_ruled_off(draft: Draft, row: int, *, above: bool, reach: float = FRAME_REACH) -> bool:
    """Whether a ruling across the whole table parts the row from what stands above it, or below it, at most ``reach`` em away."""
    extent, reach = draft.rows[row], reach * draft.em
    low, high = (extent.start - reach, extent.middle) if above else (extent.middle, extent.stop + reach)
    lines = full_lines(draft.view.rulings, draft.extent, draft.em, is_horizontal=True, share=WHOLE)
    return any(low <= y <= high for y in lines)


def may_have_outer_text(draft: Draft) -> bool:
    """Tables of one column stay as they are, and so do boxes that the caller drew."""
    return len(draft.columns) > 1 and not draft.view.region.is_given


def is_boxed(draft: Draft, row: int) -> bool:
    """Whether rulings close one cell about the whole row, as a part of a drawn grid that holds most of the table's words."""
    words = draft.words_of(range(row, row + 1), draft.all_columns())
    if not words:
        return False
    grids = find_lattices(draft.view.rulings, draft.view.shadings, draft.em)
    return any(_boxes(lattice, words, draft) for lattice in grids if lattice.num_rows > 1)


def _boxes(lattice: Lattice, words: Sequence[Word], draft: Draft) -> bool:
    """Whether a wide, low cell of ``lattice`` holds all ``words``, and the lattice most of the table's."""
    box, inside = draft.extent, draft.inside
    if sum(lattice.bbox.holds(word.bbox) for word in inside) < MIN_HELD * len(inside):
        return False
    wide = [cell.bbox for cell in lattice.cells if cell.is_closed and cell.bbox.width >= WHOLE * box.width]
    return any(cell.height < box.height / 2 and all(cell.holds(word.bbox) for word in words) for cell in wide)


def keep_rows(draft: Draft, top: int, bottom: int) -> Draft:
    """The draft with the rows from ``top`` to before ``bottom``; what stood in the others becomes unassigned words."""
    if (top, bottom) == (0, len(draft.rows)):
        return draft
    return replace(
        draft,
        rows=draft.rows[top:bottom],
        cells=draft.cells[top:bottom],
        num_header_rows=max(0, min(draft.num_header_rows, bottom) - top),
        spans=tuple(_moved(span, top) for span in draft.spans if span.rows.start >= top and span.rows.stop <= bottom),
    ).noting(Flag.OUTER_TEXT_LEFT_OUT)


def _moved(span: Span, top: int) -> Span:
    return replace(span, rows=range(span.rows.start - top, span.rows.stop - top))
