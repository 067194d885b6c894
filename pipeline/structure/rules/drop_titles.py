"""Titles above a detected table: leading rows that are one cell across all columns, or one phrase of a title, are not its own.

A table box found on a page often takes in the line above. A single phrase is a title when it stands above the table's
top rule, begins as a caption ("Table 3: ..."), or goes on from a line of text outside the table. So is a line of several
phrases that begins as a caption and runs on over the columns ("Table: 5   Outlay 2012-13   (Rs. in 000)"). A row of one cell with
a rule across the whole table right above it stands inside the table and is its own, and so are the name of a group of columns and
names of columns in line with their values.
What is left out goes to the unassigned words, not away.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from statistics import median

from pipeline.structure.draft import Draft
from pipeline.structure.outer_rows import (
    MIN_ROWS_LEFT,
    full_rows,
    is_boxed,
    is_ruled_off,
    keep_rows,
    may_have_outer_text,
)
from pipeline.structure.words.at_borders import crosses
from pipeline.structure.words.lines import SPACE, em_of, group_lines, runs, space_at
from pipeline.structure.words.own_names import IN_LINE, are_own_names
from table import BBox, Ruling, Word

PHRASE_GAP = 1.5  # em between words of one phrase (by hand, not measured)
LEADING = 0.6  # em between two lines of one paragraph at most (by hand, not measured)
SAME_TYPE = 0.15  # by which two sizes of type may differ (by hand, not measured)

CONTINUED = re.compile(r"\bcont(?:inued|['’]?d\b)|\bfortsetzung|\bcontinuaci[oó]n", re.IGNORECASE)
CAPTION = re.compile(
    r"(table|tab\.|exhibit|figure|fig\.|tableau|tabelle|tabla|tabela|tabella?|tabulka|cuadro|quadro|таблица|表)\s*:?\s*[A-Z]?[-.]?\d",
    re.IGNORECASE,
)


def drop_titles(draft: Draft) -> Draft:
    """The draft without leading titles; at least two rows stay, or one below a caption, in a box of its own."""
    full, top = full_rows(draft), 0
    while may_have_outer_text(draft) and _may_go(draft, top) and _is_title(draft, top, is_full=top in full):
        top += 1
    if draft.options.structure_form == "printed" and top and is_ruled_off(draft, 0, above=True):
        return draft  # its frame takes it in
    return keep_rows(draft, top, len(draft.rows))


def _may_go(draft: Draft, row: int) -> bool:
    """Whether rows enough stay below a leading row."""
    if len(draft.rows) - row != MIN_ROWS_LEFT:
        return len(draft.rows) - row > MIN_ROWS_LEFT
    text = " ".join(word.text for word in draft.words_of(range(row, row + 1), draft.all_columns()))
    return CAPTION.match(text) is not None and is_ruled_off(draft, row + 1, above=False) and _is_above_top_rule(draft, row)


def _is_title(draft: Draft, row: int, *, is_full: bool) -> bool:
    """Whether a leading row is text above the table; ``is_full``: one cell covers all its columns."""
    words = draft.words_of(range(row, row + 1), draft.all_columns())
    if not words:
        return is_full
    em = em_of(words, 1.0)
    phrases = [run for line in group_lines(words) for run in runs(line, PHRASE_GAP * em)]
    box = BBox.enclosing([word.bbox for word in words])
    assert box is not None  # there are words
    is_caption = bool(CAPTION.match(" ".join(word.text for word in phrases[0])))
    if is_full:
        return is_caption or not (is_ruled_off(draft, row, above=True) or is_boxed(draft, row))
    if len(phrases) > 1:
        return is_caption and any(_runs_on(phrase, draft) for phrase in phrases)
    if not is_caption and (are_own_names(row, draft) or _names_all(row, draft)):
        return False
    return is_caption or (not _is_group_name(draft, row) and (_is_above_top_rule(draft, row) or _goes_on(draft, box, em)))


def _names_all(row: int, draft: Draft) -> bool:
    """Whether each column has a name in line with its first text, and the names stand farther apart than words of one."""
    words = draft.words_of(range(row, row + 1), draft.all_columns())
    spaces = [space_at(words, column.start) for column in draft.columns[1:]]
    if not all(draft.cells[row]) or any(space is None or space <= SPACE * draft.em for space in spaces):
        return False
    firsts = [next((cells[column] for cells in draft.cells[row + 1 :] if cells[column]), ()) for column in draft.all_columns()]
    pairs = zip(draft.cells[row], firsts, strict=True)
    return all(below and abs(_left(name) - _left(below)) <= IN_LINE * draft.em for name, below in pairs)


def _left(words: Sequence[Word]) -> float:
    return min(word.bbox.x0 for word in words)


def _runs_on(phrase: Sequence[Word], draft: Draft) -> bool:
    """Whether a phrase runs on over a border of two columns, as names of columns do not."""
    return any(crosses(phrase[0], edge, draft.em) or phrase[0].bbox.x1 < edge < phrase[-1].bbox.x0 for edge in draft.column_edges[1:-1])


def _is_group_name(draft: Draft, row: int) -> bool:
    """Whether one cell over several columns but the first holds the row's words: the name of these; no "Table ... continued"."""
    words = draft.words_of(range(row, row + 1), draft.all_columns())
    if any(CONTINUED.search(word.text) for word in words):
        return False
    spans = (span for span in draft.spans if span.rows == range(row, row + 1) and len(span.columns) > 1)
    groups = [span.columns for span in spans if span.columns.start > 0]
    return any(len(draft.words_of(range(row, row + 1), columns)) == len(words) for columns in groups)


def _is_above_top_rule(draft: Draft, row: int) -> bool:
    return is_ruled_off(draft, row, above=False) and not is_ruled_off(draft, row, above=True)


def _goes_on(draft: Draft, box: BBox, em: float) -> bool:
    """Whether a line of the same type outside the table ends right above ``box``, no ruling between."""
    above = [b for b in _boxes_around(draft) if abs(b.y1 - box.y0) <= LEADING * em and b.center[1] < box.y0]
    reach = BBox.enclosing(above)
    if reach is None or reach.center[1] >= draft.rows[0].start:
        return False
    common = min(reach.x1, box.x1) - max(reach.x0, box.x0)
    is_same_type = abs(median(b.height for b in above) - em) <= SAME_TYPE * em
    return is_same_type and common >= 0.5 * box.width and not any(reach.center[1] < r.bbox.center[1] < box.y0 for r in _across(draft, box))


def _boxes_around(draft: Draft) -> list[BBox]:
    """Words in view points, of an upright page those beyond the crop too: the crop may end with the title."""
    if draft.view.region.rotation:
        return [word.bbox for word in draft.view.words]
    return [word.bbox.shift(-draft.view.crop.x0, -draft.view.crop.y0) for word in draft.view.page.words]


def _across(draft: Draft, box: BBox) -> list[Ruling]:
    return [r for r in draft.view.rulings if r.is_horizontal and r.bbox.x0 < box.x1 and r.bbox.x1 > box.x0]
