"""Notes below a detected table: trailing rows that are one cell across all columns are not the table's.

A row whose words all stand in the right half is a total under its column, whatever the model's span says; it stays, and so
does a row that a rule across the whole table closes right below.
"""

from __future__ import annotations

from pipeline.structure.draft import Draft
from pipeline.structure.outer_rows import MIN_ROWS_LEFT, full_rows, is_printed_row, keep_rows, may_have_outer_text
from pipeline.structure.rulings import full_lines

CLOSED = 0.5  # em below its row within which a rule closes the table (by hand: the only closed one of 16 such rows is a formula)


def drop_notes(draft: Draft) -> Draft:
    """The draft without trailing notes; at least two rows stay."""
    full, bottom = full_rows(draft), len(draft.rows)
    while may_have_outer_text(draft) and bottom - 1 in full and bottom > MIN_ROWS_LEFT and not _is_own(draft, bottom - 1):
        bottom -= 1
    if bottom < len(draft.rows) and is_printed_row(draft, len(draft.rows) - 1):
        return draft
    return keep_rows(draft, 0, bottom)


def _is_own(draft: Draft, row: int) -> bool:
    return _is_total(draft, row) or _is_closed(draft, row)


def _is_closed(draft: Draft, row: int) -> bool:
    """Whether a rule runs below the row as the table's last line."""
    middle, stop = draft.rows[row].middle, draft.rows[row].stop
    lines = full_lines(draft.view.rulings, draft.extent, draft.em, is_horizontal=True)
    return any(middle <= y <= stop + CLOSED * draft.em for y in lines)


def _is_total(draft: Draft, row: int) -> bool:
    words = draft.words_of(range(row, row + 1), draft.all_columns())
    return bool(words) and min(word.bbox.x0 for word in words) > draft.extent.center[0]
