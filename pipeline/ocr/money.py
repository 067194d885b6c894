"""Dollar signs that were read as the letter S: "S19,713" and "S" before a number or dash, where the page has dollar amounts.

Small print makes the two alike to recognition models. A letter is taken for the sign only on a page that shows amounts in dollars, and
only where it stands before a number (or a dash for none) that ends where another plain number of the page does: in a column of amounts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from table import Word

DOLLARS = re.compile(r"\(?\$\d[\d,.]*\)?|\(?S\d{1,3}(,\d{3})+(\.\d+)?\)?")
MISREAD = re.compile(r"(\(?)[Ss](\d[\d,.]*\)?|[—–-])")
NUMBER = re.compile(r"\(?\$?\d[\d,.]*\)?%?|[—–-]")
AMOUNT = re.compile(r"\(?\d{1,3}([,.]\d{3})+(\.\d+)?\)?")
MIN_LONE = 3  # letters before amounts; fewer may be initials
ALIGNED = 0.8  # em between the ends of two numbers of a column
NEAR = 4.0  # em between a sign and its number


def with_dollars(words: Sequence[Word]) -> list[Word]:
    """``words`` with such letters as dollar signs, nothing else changed."""
    if not words:
        return []
    em = median(word.bbox.height for word in words)
    return [_mended(word, words, em) for word in words] if _has_dollars(words, em) else list(words)


def _has_dollars(words: Sequence[Word], em: float) -> bool:
    """Whether the page shows amounts in dollars; some letters that stand alone before amounts in thousands are signs, all of them."""
    if any(DOLLARS.fullmatch(word.text) or word.text == "$" for word in words):
        return True
    lone = [number for word in words if word.text == "S" and (number := _next(word, words, em)) and AMOUNT.fullmatch(number.text)]
    return len(lone) >= MIN_LONE


def _mended(word: Word, words: Sequence[Word], em: float) -> Word:
    if word.text in ("S", "s"):
        number = _next(word, words, em)
        return replace(word, text="$") if number and _is_in_column(number, words, em) else word
    found = MISREAD.fullmatch(word.text)
    return replace(word, text=f"{found[1]}${found[2]}") if found and _is_in_column(word, words, em) else word


def _next(sign: Word, words: Sequence[Word], em: float) -> Word | None:
    """The number or dash after a sign on its line."""
    top, bottom = sign.bbox.y0, sign.bbox.y1
    after = [w for w in words if 0 <= w.bbox.x0 - sign.bbox.x1 <= NEAR * em and top <= w.bbox.center[1] <= bottom]
    first = min(after, key=lambda word: word.bbox.x0, default=None)
    return first if first and NUMBER.fullmatch(first.text) else None


def _is_in_column(word: Word, words: Sequence[Word], em: float) -> bool:
    return any(
        other is not word
        and abs(other.bbox.x1 - word.bbox.x1) <= ALIGNED * em
        and any(form.fullmatch(other.text) for form in (NUMBER, DOLLARS))
        for other in words
    )
