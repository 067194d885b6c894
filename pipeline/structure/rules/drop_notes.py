"""Notes below a detected table: trailing rows that are one cell across all columns are not the table's.

So is a line of dashes in the first column alone.
Rows of one phrase that begin as notes do ("(1) Without ...", "* Preliminary", "Source: ...") are notes with all such rows below,
in whatever column the model has put them, unless rows above begin so, too: those of a list do. Of other rows one whose words all
stand in the right half is a total under its column, whatever the model's span says; it stays, and so does a row that a rule
across the whole table closes right below.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from pipeline.structure.draft import Draft, words_inside
from pipeline.structure.outer_rows import FRAME_REACH, MIN_ROWS_LEFT, full_rows, is_ruled_off, keep_rows, may_have_outer_text
from pipeline.structure.words.lines import group_lines, runs
from pipeline.structure.words.text import cell_text
from table import Word

NOTE = re.compile(
    r"\(?(?:\d{1,2}|[a-z])\)\s[^\W\d]|[*†‡§¶]+\s?[^\W\d]"
    r"|[-–—_=]{3,}$|(?:notes?|sources?|quellen?|anmerkung(?:en)?|fuentes?|notas?|remarques?)\s?[:.]",
    re.IGNORECASE,
)
CLOSED = 0.5  # em below its row within which a rule closes the table (by hand: at 1.0 a note of the ICDAR-2013 half is a row)


def drop_notes(draft: Draft) -> Draft:
    """The draft without trailing notes; at least two rows stay."""
    full = full_rows(draft)
    bottom = _first_note(draft, full) if may_have_outer_text(draft) else len(draft.rows)
    while may_have_outer_text(draft) and bottom - 1 in full and bottom > MIN_ROWS_LEFT and not _is_own(draft, bottom - 1):
        bottom -= 1
    return keep_rows(draft, 0, bottom)


def _first_note(draft: Draft, full: Collection[int]) -> int:
    """The first of the trailing rows of one phrase that begins as notes do; the number of rows where none does."""
    found = len(draft.rows)
    for row in range(len(draft.rows) - 1, MIN_ROWS_LEFT - 1, -1):
        lines = _lines(draft, row)
        is_one = row in full or (len(lines) == 1 and len(runs(lines[0], draft.em)) == 1)
        if not lines or not is_one or _is_closed(draft, row):
            break
        if NOTE.match(cell_text(lines[0])):
            found = row
    if found < len(draft.rows) and any(NOTE.match(cell_text(line)) for row in range(found) for line in _lines(draft, row)[:1]):
        return len(draft.rows)
    return found


def _lines(draft: Draft, row: int) -> list[list[Word]]:
    """The text lines of a row; those of the last one may stand below the region."""
    return group_lines(words_inside(draft.view.words, replace(draft.extent, y0=draft.rows[row].start, y1=draft.rows[row].stop)))


def _is_own(draft: Draft, row: int) -> bool:
    return _is_total(draft, row) or _is_closed(draft, row)


def _is_closed(draft: Draft, row: int) -> bool:
    reach = FRAME_REACH if draft.options.structure_form == "printed" else CLOSED
    return is_ruled_off(draft, row, above=False, reach=reach)


def _is_total(draft: Draft, row: int) -> bool:
    words = draft.words_of(range(row, row + 1), draft.all_columns())
    return bool(words) and min(word.bbox.x0 for word in words) > draft.extent.center[0]
