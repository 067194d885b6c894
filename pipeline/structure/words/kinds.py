"""What kind of content a phrase is: a value, a mark of one or two letters, or text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from table import Word

# Numbers as tables have them, with sign, brackets, currency and percent; what a network was trained on and what guards a
# spreadsheet have patterns of their own (``models/word_marks.py``, ``table/io/guard.py``).
NUMBER = r"[-+−–(]*[$€£¥]?[-+−–(]*\s?\d[\d.,' ]*[)%‰°]*[$€£¥]?"
VALUE = re.compile(rf"{NUMBER}(\s?[A-Za-zµ°]{{1,5}}\.?)?|[-–—]+|n/?a", re.IGNORECASE)
MARK = re.compile(r"[A-Za-z*†‡✓✗●○■□+]{1,2}")

_WHOLE, _LAST = re.compile(NUMBER), re.compile(rf"{NUMBER}$")


class Kind(StrEnum):
    """``VALUE``: a number with its sign, currency, percent or unit, or what stands for a missing one."""

    VALUE = "value"
    MARK = "mark"
    TEXT = "text"


def is_number(text: str) -> bool:
    """Whether the whole text is one number.

    >>> [is_number(text) for text in ("(1,234.5)%", "$(12)", "Q3", "-")]
    [True, True, False, False]
    """
    return _WHOLE.fullmatch(text) is not None


def ends_with_number(text: str) -> bool:
    """Whether the text ends with a number.

    >>> [ends_with_number(text) for text in ("Total due 12.50 €", "(3)", "3 months")]
    [True, True, False]
    """
    return _LAST.search(text) is not None


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
