"""A column of nothing but currency signs or bullets joins its right neighbour, one of percent signs or brackets its left.

Note marks that stand close behind what is left of them ("adjustment (%)***") are part of it, even where there is only one.
So does a column whose numbers all go on behind a sign, the first halves of ranges ("0.275 →" beside "0.345"), and one whose brackets
are all closed in the next, which holds nothing else ("{\\bf" beside "...}").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from pipeline.flags import Flag
from pipeline.geometry.intervals import joined_intervals
from pipeline.structure.draft import Draft
from pipeline.structure.words.brackets import open_brackets
from pipeline.structure.words.kinds import is_number
from pipeline.structure.words.lines import PREFIXES, SUFFIXES
from table import Word

MIN_SIGNS = 2  # words that make a column of signs (by hand, not measured)
MARK = re.compile(r"[*∗†‡§¶]+")
MARK_GAP = 0.5  # em between a mark and the word that it is behind (by hand: .36 was seen)
MIN_BRACKETS = 2  # rows whose bracket is closed in the next column
MIN_RANGES = 3  # rows whose number goes on in the next column
RANGE_SIGNS = frozenset(("→", "⟶", "–", "—", "−", "-", "±", "~", "∼", "to"))


def join_signs(draft: Draft) -> Draft:
    """The draft without columns of signs."""
    count = len(draft.columns)
    groups = [[i] for i in range(count)]
    for index in range(count):
        texts = [word.text for row in draft.filled for word in row.get(index, ())]
        if index > 0 and groups[index - 1] and _are_marks(index, draft):
            groups[index - 1] += groups[index]
            groups[index] = []
        if len(texts) < MIN_SIGNS or not groups[index]:
            continue
        if index + 1 < count and (all(text in PREFIXES for text in texts) or _go_on(index, draft) or _closes(index, draft)):
            groups[index + 1] = groups[index] + groups[index + 1]
            groups[index] = []
        elif index > 0 and all(text in SUFFIXES for text in texts) and groups[index - 1]:
            groups[index - 1] += groups[index]
            groups[index] = []
    columns = joined_intervals(draft.columns, [group for group in groups if group])
    return replace(draft, columns=columns).noting(*(Flag.COLUMNS_JOINED,) * (len(columns) < count))


def _go_on(index: int, draft: Draft) -> bool:
    """Whether every row with a number in a column ends there with a sign, before a number in the next column."""
    rows = [(row[index], row.get(index + 1, ())) for row in draft.filled if any(is_number(word.text) for word in row.get(index, ()))]
    return len(rows) >= MIN_RANGES and all(_is_range(left, right) for left, right in rows)


def _closes(index: int, draft: Draft) -> bool:
    """Whether the next column holds nothing but what closes the brackets that are open in this one."""
    rows = [(row.get(index, ()), row[index + 1]) for row in draft.filled if row.get(index + 1)]
    pairs = [(open_brackets(left), open_brackets(right)) for left, right in rows]
    return len(pairs) >= MIN_BRACKETS and all(opened > 0 and opened + closed == 0 for opened, closed in pairs)


def _are_marks(index: int, draft: Draft) -> bool:
    """Whether a column holds note marks only, each close behind a word of the column before it."""
    rows = [(row.get(index - 1, ()), row[index]) for row in draft.filled if row.get(index)]
    return bool(rows) and all(_is_behind(draft.em, before, marks) for before, marks in rows)


def _is_behind(em: float, before: Sequence[Word], marks: Sequence[Word]) -> bool:
    if not all(MARK.fullmatch(word.text) for word in marks):
        return False
    start = min(word.bbox.x0 for word in marks)
    return any(0 <= start - word.bbox.x1 <= MARK_GAP * em for word in before)


def _is_range(left: Sequence[Word], right: Sequence[Word]) -> bool:
    if len(left) < 2 or not right:
        return False
    last, first = max(left, key=lambda word: word.bbox.x1), min(right, key=lambda word: word.bbox.x0)
    return last.text in RANGE_SIGNS and is_number(first.text)
