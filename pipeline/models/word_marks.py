"""What a reader sees of a word besides its place: bold, larger or smaller than the others, what kind of thing it is.

Further input channels of layout models that ask for them (``word_channels`` of a configuration, by the names of ``GROUPS``).
Everything may be unknown: 0 in all marks of a group. A checkpoint without them sees what it always saw.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from table import Word

MARKS = ("bold known", "bold", "size", "kind known", "number", "percent", "date", "code", "dash")
GROUPS: dict[str, tuple[str, ...]] = {
    "bold": ("bold known", "bold"),
    "size": ("size",),  # height against the median: 0.5 is usual, 1 twice as tall; 0 unknown
    "kinds": ("kind known", "number", "percent", "date", "code", "dash"),  # text has none of them
}
LARGEST = 2.0  # heights beyond so many medians count as these
_DASH = re.compile(r"[-‐‑‒–—―−.…*]+|n\.?/?a\.?", re.IGNORECASE)
_PERCENT = re.compile(r"[(+\-−–]?[\d.,'’ ]*\d\)?\s*%\)?|%")
_NUMBER = re.compile(r"[(+\-−–<>≤≥~±]*[$€£¥]?[(+\-−–]?\d{1,3}(?:[.,'’ ]?\d{3})*(?:[.,]\d+)?\)?[$€£¥]?\)?|[$€£¥]|[.,]\d+")
_DATE = re.compile(
    r"(?:19|20)\d\d|\d{1,4}[/.\-]\d{1,2}[/.\-]\d{1,4}|(?:19|20)\d\d[/–-]\d\d(?:\d\d)?|[QH][1-4]|FY\d\d(?:\d\d)?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[\w./\-]+")


def kind_of_word(text: str) -> str:
    """``number`` (signs and currencies too), ``percent``, ``date``, ``code``, ``dash`` (a blank value) or ``text``.

    >>> [kind_of_word(text) for text in ("(1,234.5)", "$12", "12%", "2019", "Q3", "A-17b", "–", "Total")]
    ['number', 'number', 'percent', 'date', 'date', 'code', 'dash', 'text']
    """
    for kind, pattern in (("dash", _DASH), ("percent", _PERCENT), ("date", _DATE), ("number", _NUMBER), ("code", _CODE)):
        if pattern.fullmatch(text):
            return kind
    return "text"


def marks_of(words: Sequence[Word], *, knows_bold: bool) -> NDArray[np.float32]:
    """(N, len(MARKS)) in 0..1; ``knows_bold``: the reader tells bold from plain type (a PDF's fonts do, OCR does not)."""
    found = np.zeros((len(words), len(MARKS)), np.float32)
    heights = [min(word.bbox.height, word.bbox.width) if word.rotation in (90, 270) else word.bbox.height for word in words]
    usual = statistics.median([height for height in heights if height > 0] or [1.0])
    for mark, word, height in zip(found, words, heights, strict=True):
        mark[0], mark[1] = knows_bold, knows_bold and word.is_bold
        mark[2] = min(LARGEST, height / usual) / LARGEST
        mark[3] = 1.0
        kind = kind_of_word(word.text)
        if kind != "text":
            mark[MARKS.index(kind)] = 1.0
    return found


def mark_indices(groups: Sequence[str]) -> tuple[int, ...]:
    """The columns of ``marks_of`` that the channels of ``groups`` show, in order. Raises ``ValueError`` for an unknown group."""
    if unknown := [name for name in groups if name not in GROUPS]:
        raise ValueError(f"unknown word channels {', '.join(unknown)}: known are {', '.join(GROUPS)}")
    return tuple(MARKS.index(mark) for name in groups for mark in GROUPS[name])
