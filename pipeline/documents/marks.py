"""Raised marks: footnote numbers and exponents, which beside a number would read as its digits ("12.5" and a raised 3: 12.53).

Pure. A mark is smaller than the character beside it and stands above its line.
"""

from __future__ import annotations

import re

from pipeline.documents.chars import DESCENT, Char

MAX_SIZE = 0.85  # of the size of the text it belongs to
MIN_RISE = 0.15  # of that size, between the lines both stand on
MAX_GAP = 0.3  # of that size, between both
NUMERAL = re.compile(r"[0-9+\-\u2212]")


def is_raised(last: Char, char: Char) -> bool:
    """Whether ``char`` is a mark directly after ``last``."""
    size = last.style.size
    if last.style.rotation != char.style.rotation or not 0 < char.style.size <= MAX_SIZE * size:
        return False
    return abs(char.start - last.stop) <= MAX_GAP * size and _rise(last, char) >= MIN_RISE * size


def parts_number(last: Char, char: Char) -> bool:
    """Whether a number and a numeral raised beside it meet between two characters, in either order."""
    if not (NUMERAL.fullmatch(last.text) and NUMERAL.fullmatch(char.text)):
        return False
    return is_raised(last, char) or _is_mark_before(last, char)


def _is_mark_before(mark: Char, char: Char) -> bool:
    size = char.style.size
    return 0 < mark.style.size <= MAX_SIZE * size and _rise(char, mark) >= MIN_RISE * size


def _rise(on_line: Char, char: Char) -> float:
    """How far ``char`` stands above the line of ``on_line``, points; the bottom of a box is ``DESCENT`` below the line."""
    return (on_line.y1 - DESCENT * on_line.style.size) - (char.y1 - DESCENT * char.style.size)
