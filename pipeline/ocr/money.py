"""Dollar signs that were read as the letter S, a paragraph sign or the digit 5: "S19,713", "5 416" and "5887.2" for $887.2.

Small print makes them alike to recognition models. A letter is taken for the sign only on a page that shows amounts in dollars, and
only where it stands before a number (or a dash for none) that ends where another plain number of the page does: in a column of amounts.
A digit besides needs a dollar sign on its line: apart from its number it is the sign where one stands above or below it, before more
digits where it reads so alone and larger.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pipeline.ocr.reread import reading_alone
from pipeline.ocr.unread import Reader
from pipeline.types import Picture
from table import Word

DOLLARS = re.compile(r"\(?\$\d[\d,.]*\)?|\(?S\d{1,3}(,\d{3})+(\.\d+)?\)?")
MISREAD = re.compile(r"(\(?)[Ss§](\d[\d,.]*\)?|\(\d[\d,.]*\)|[—–-])")
WITH_DIGIT = re.compile(r"5\(?\d[\d,.]*\)?")
NUMBER = re.compile(r"\(?\$?\d[\d,.]*\)?%?|[—–-]")
AMOUNT = re.compile(r"\(?\d{1,3}([,.]\d{3})+(\.\d+)?\)?")
MIN_LONE = 3  # letters before amounts; fewer may be initials
ALIGNED = 0.8  # em between the ends of two numbers of a column
LEVEL = 0.4  # em between the middles of words of one line
NEAR = 4.0  # em between a sign and its number


def with_dollars(words: Sequence[Word], picture: Picture, read: Reader | None) -> list[Word]:
    """``words`` of ``picture`` with such letters and digits as dollar signs, nothing else changed; without ``read`` none is read again."""
    if not words:
        return []
    em = median(word.bbox.height for word in words)
    if not _has_dollars(words, em):
        return list(words)
    with_letters = [_mended(word, words, em) for word in words]
    signs = [word for word in with_letters if word.text.startswith(("$", "($"))]
    return [_with_digit(word, with_letters, signs, em, picture, read) for word in with_letters]


def _has_dollars(words: Sequence[Word], em: float) -> bool:
    """Whether the page shows amounts in dollars; some letters that stand alone before amounts in thousands are signs, all of them."""
    if any(DOLLARS.fullmatch(word.text) or word.text == "$" for word in words):
        return True
    lone = [number for word in words if word.text == "S" and (number := _next(word, words, em)) and AMOUNT.fullmatch(number.text)]
    return len(lone) >= MIN_LONE


def _mended(word: Word, words: Sequence[Word], em: float) -> Word:
    if word.text in ("S", "s", "§"):
        number = _next(word, words, em)
        return replace(word, text="$") if number and _is_in_column(number, words, em) else word
    found = MISREAD.fullmatch(word.text)
    return replace(word, text=f"{found[1]}${found[2]}") if found and _is_in_column(word, words, em) else word


def _with_digit(word: Word, words: Sequence[Word], signs: Sequence[Word], em: float, picture: Picture, read: Reader | None) -> Word:
    is_apart = word.text == "5"
    if not (is_apart or WITH_DIGIT.fullmatch(word.text)) or not any(_is_level(word, sign, em) for sign in signs):
        return word
    if is_apart:
        number = _next(word, words, em)
        is_below = any(abs(sign.bbox.x0 - word.bbox.x0) <= ALIGNED * em and not _is_level(word, sign, em) for sign in signs)
        return replace(word, text="$") if is_below and number and _is_in_column(number, words, em) else word
    if read is None:
        return word
    printed = "$" + word.text[1:]
    again = reading_alone(word, picture, read, lambda text: text == printed)
    return again if again.text == printed and _is_in_column(word, words, em) else word


def _is_level(one: Word, other: Word, em: float) -> bool:
    """Whether two words stand on one line."""
    return abs(one.bbox.center[1] - other.bbox.center[1]) <= LEVEL * em


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
