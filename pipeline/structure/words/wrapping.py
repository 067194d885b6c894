"""Whether the next line of a column goes on with the text of the line above.

A text is wrapped where its next word would not have fitted, so a line that left room for it has ended. Words may say so, too: a
line that ends with "to", a comma or a hyphen, or one that begins small.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

from pipeline.geometry.intervals import overlap
from pipeline.structure.words.kinds import Kind, kind_of
from table import BBox, Ruling, Word

LEADING = 1.45  # times the height of words at most from one line of a text to the next
SAME_EDGE = 0.4  # em between the left edges (or middles) of two lines of a text
SPACE = 0.25  # em between two words, where a word might have fitted
UNFINISHED = re.compile(r"(?:(?:^|\s)(?:and|or|of|by|to|in|for|from|the|a|an|with|&)|\w[-–]|[,/(])$", re.IGNORECASE)

MAX_SMALL = 0.35  # of the texts that begin with a small letter, from which small letters say nothing (as for labels)

Line = Sequence[Word]


class Wrap(IntEnum):
    """What two lines of a column are: two texts; one, since the next word had no room; one, by the words themselves."""

    NONE = 0
    NO_ROOM = 1
    SAID = 2


@dataclass(frozen=True, slots=True)
class ColumnTexts:
    """``limit``: how far to the right the texts of a column reach, infinite where they are known not to wrap.

    ``small_begins``: they begin with small letters anyhow, which say nothing then.
    """

    limit: float
    small_begins: bool = False


def column_texts(lines: Iterable[Line], begins: Iterable[Line]) -> ColumnTexts:
    """Of the lines of one column (one at least), and of those that begin its texts as far as that is known."""
    first = [line[0].text[:1].islower() for line in begins]
    return ColumnTexts(max(line[-1].bbox.x1 for line in lines), sum(first) > MAX_SMALL * len(first))


def wrap_of(upper: Line, lower: Line, column: ColumnTexts, em: float) -> Wrap:
    """What two lines of a column are, one right below the other."""
    text, after = " ".join(word.text for word in upper), lower[0].text
    if UNFINISHED.search(text) or (after[0].islower() and not column.small_begins):
        return Wrap.SAID
    if not _has_letter(text) or not _has_letter(after) or Kind.VALUE in (kind_of(upper), kind_of(lower)):
        return Wrap.NONE
    return Wrap.NO_ROOM if upper[-1].bbox.x1 + SPACE * em + lower[0].bbox.width > column.limit else Wrap.NONE


def follows(upper: Line, lower: Line, em: float, rulings: Sequence[Ruling]) -> bool:
    """Whether the lines stand below each other as those of one text do: close, at one edge or around one middle, no ruling between."""
    a, b = BBox.enclosing(word.bbox for word in upper), BBox.enclosing(word.bbox for word in lower)
    if a is None or b is None:
        return False
    height = max(word.bbox.height for word in (*upper, *lower))
    is_set_alike = min(abs(a.x0 - b.x0), abs(a.center[0] - b.center[0])) <= SAME_EDGE * em
    if not is_set_alike or not 0 < b.center[1] - a.center[1] <= LEADING * height:
        return False
    boxes = (ruling.bbox for ruling in rulings if ruling.is_horizontal)
    return not any(a.center[1] < box.center[1] < b.center[1] and overlap(box.x0, box.x1, b.x0, b.x1) > 0 for box in boxes)


def _has_letter(text: str) -> bool:
    return any(map(str.isalpha, text))
