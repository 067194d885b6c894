"""Titles above and notes below a detected table: outer rows that are one cell across all columns are not the table's.

A table box found on a page often takes in the line above or below. In canonical tables a row that is a single cell over
all columns labels the rows below it, so the first and last row never are one ("Aligning benchmark datasets for table
structure recognition", section 3, deletes them too). Their words go to the unassigned words, not away.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure.flags import OUTER_TEXT_LEFT_OUT
from pipeline.types import Span, Structure

MIN_ROWS_LEFT = 2


def drop_outer_text(structure: Structure) -> Structure:
    """``structure`` without leading and trailing rows that one cell covers from the first to the last column.

    At least two rows stay, and tables of one column stay as they are; a flag says when rows were left out.
    """
    top, bottom = 0, len(structure.rows)
    full = {row for span in structure.spans if len(structure.columns) > 1 and _is_full(span, structure) for row in span.rows}
    while top in full and bottom - top > MIN_ROWS_LEFT:
        top += 1
    while bottom - 1 in full and bottom - top > MIN_ROWS_LEFT:
        bottom -= 1
    if (top, bottom) == (0, len(structure.rows)):
        return structure
    return replace(
        structure,
        rows=structure.rows[top:bottom],
        num_header_rows=max(0, min(structure.num_header_rows, bottom) - top),
        spans=tuple(_moved(span, top) for span in structure.spans if span.rows.start >= top and span.rows.stop <= bottom),
        warnings=tuple(sorted({*structure.warnings, OUTER_TEXT_LEFT_OUT})),
    )


def _is_full(span: Span, structure: Structure) -> bool:
    return len(span.columns) == len(structure.columns) and len(span.rows) == 1


def _moved(span: Span, top: int) -> Span:
    return replace(span, rows=range(span.rows.start - top, span.rows.stop - top))
