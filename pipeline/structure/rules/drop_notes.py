"""Notes below a detected table: trailing rows that are one cell across all columns are not the table's.

A row whose words all stand in the right half is a total under its column, whatever the model's span says; it stays, and so
does a row that a rule across the whole table closes right below.
"""

from __future__ import annotations

from pipeline.structure.draft import Draft
from pipeline.structure.outer_rows import FRAME_REACH, MIN_ROWS_LEFT, full_rows, is_ruled_off, keep_rows, may_have_outer_text

CLOSED = 0.5  # em below its row within which a rule closes the table (by hand: at 1.0 a note of the ICDAR-2013 half is a row)


def drop_notes(draft: Draft) -> Draft:
    """The draft without trailing notes; at least two rows stay."""
    full, bottom = full_rows(draft), len(draft.rows)
    while may_have_outer_text(draft) and bottom - 1 in full and bottom > MIN_ROWS_LEFT and not _is_own(draft, bottom - 1):
        bottom -= 1
    return keep_rows(draft, 0, bottom)


def _is_own(draft: Draft, row: int) -> bool:
    reach = FRAME_REACH if draft.options.structure_form == "printed" else CLOSED
    return _is_total(draft, row) or is_ruled_off(draft, row, above=False, reach=reach)


def _is_total(draft: Draft, row: int) -> bool:
    words = draft.words_of(range(row, row + 1), draft.all_columns())
    return bool(words) and min(word.bbox.x0 for word in words) > draft.extent.center[0]
