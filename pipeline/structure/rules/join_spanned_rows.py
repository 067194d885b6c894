"""A row in which no cell begins is none: where every cell of two rows reaches over the border between them, they are one row.

In a header a name takes the blank cells above and below it (PubTables-1M, section 3), so this holds for two rows of it, too, of which
each column has words in one only: a title in the corner that the model takes for a level of its own, and the names of the columns.
Rows under one cell over all columns stay: the cell may be false, and its rows the only trace of what it hides.
"""

from __future__ import annotations

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, with_joined_rows


def join_spanned_rows(draft: Draft) -> Draft:
    """The draft with such rows joined to the one above."""
    if draft.options.keep_blank_rows_and_columns:
        return draft
    places, place = [0], 0
    for row in range(1, len(draft.rows)):
        is_block = any(row - 1 in span.rows and row in span.rows and len(span.columns) == len(draft.columns) for span in draft.spans)
        place += is_block or not all(_is_one(row, column, draft) for column in draft.all_columns())
        places.append(place)
    return with_joined_rows(draft, places).noting(Flag.ROWS_JOINED) if place + 1 < len(draft.rows) else draft


def _is_one(row: int, column: int, draft: Draft) -> bool:
    """Whether a column's cells in a row and the one above are the same, or one of them is blank in the header."""
    upper, lower = (_cell(one, column, draft) for one in (row - 1, row))
    if upper == lower:
        return True
    return row < draft.num_header_rows and not (draft.words_of(*upper) and draft.words_of(*lower))


def _cell(row: int, column: int, draft: Draft) -> tuple[range, range]:
    held = (span for span in draft.spans if row in span.rows and column in span.columns)
    return next(((span.rows, span.columns) for span in held), (range(row, row + 1), range(column, column + 1)))
