"""What kind of content a phrase is: a value, a mark of one or two letters, or text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from table import Word

VALUE = re.compile(r"[-+−–(]*[$€£¥]?[-+−–(]*\d[\d.,' ]*\)?[%‰°]?\)?(\s?[A-Za-zµ°]{1,5}\.?)?|[-–—]+|n/?a", re.IGNORECASE)
MARK = re.compile(r"[A-Za-z*†‡✓✗●○■□+]{1,2}")


class Kind(StrEnum):
    """``VALUE``: a number with its sign, currency, percent or unit, or what stands for a missing one."""

    VALUE = "value"
    MARK = "mark"
    TEXT = "text"


def kind_of(words: Sequence[Word]) -> Kind:
    """The kind of one phrase, its words in reading order.

    >>> from table import BBox
    >>> [str(kind_of([Word(text, BBox(0, 0, 1, 1))])) for text in ("15.00%", "1 PCS", "H", "Taxes")]
    ['value', 'value', 'mark', 'text']
    """
    text = " ".join(word.text for word in words)
    if VALUE.fullmatch(text):
        return Kind.VALUE
    return Kind.MARK if MARK.fullmatch(text) else Kind.TEXT
