"""A text layer whose fonts give no Unicode values, where OCR confirms it.

Fonts without a Unicode map mostly hold the codes of their letters all the same (bitmap fonts of TeX, type 3 fonts of report
writers): the text layer then has each word and number to the letter, which no OCR does. Others hold the numbers of glyphs, which
look like text and are none. The page is read by OCR anyhow; where both say the same, the text layer is believed. What has no
letter's code even so, a ligature, is told by OCR's word at the same place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from difflib import SequenceMatcher

from canonicalize.quality import is_unreadable
from table import Word

MIN_CONFIRMED = 0.8  # of the characters: .89 to 1.0 of 44 pages with letters' codes, .02 of one with glyph numbers
MIN_DIGITS = 5  # fewer say nothing of the font of numbers, which may be another one
MAX_LETTERS = 3  # that a sign without a letter's code may stand for: "ffi"

Pair = tuple[tuple[Word, ...], Word]


def confirmed_words(words: Sequence[Word], seen: Sequence[Word]) -> tuple[Word, ...]:
    """``words`` where ``seen``, those of OCR, say the same at the same places, their digits for themselves; otherwise none."""
    pairs = [(tuple(word for word in words if read.bbox.holds(word.bbox)), read) for read in seen]
    texts = [(_text(inside), read.text.replace(" ", "")) for inside, read in pairs]
    digits = [(_digits(said), _digits(read)) for said, read in texts if said]
    has_digits = sum(len(read) for _, read in digits) >= MIN_DIGITS
    if _agreement(texts) < MIN_CONFIRMED or (has_digits and _agreement(digits) < MIN_CONFIRMED):
        return ()
    whole = {inside[0]: read for inside, read in pairs if len(inside) == 1}
    return tuple(_completed(word, whole[word].text) if word in whole else word for word in words)


def _text(words: Sequence[Word]) -> str:
    return "".join(word.text for word in sorted(words, key=lambda word: word.bbox.x0))


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _agreement(pairs: Sequence[tuple[str, str]]) -> float:
    """The share of characters that both texts of each pair have in the same order, of the longer ones; 0 for no characters."""
    total = sum(max(len(said), len(read)) for said, read in pairs)
    same = sum(block.size for said, read in pairs for block in SequenceMatcher(None, said, read, autojunk=False).get_matching_blocks())
    return same / total if total else 0.0


def _completed(word: Word, read: str) -> Word:
    """The word with OCR's letters in place of its unreadable signs, where the others are the same."""
    if not any(map(is_unreadable, word.text)):
        return word
    wanted = "".join(f".{{1,{MAX_LETTERS}}}" if is_unreadable(letter) else re.escape(letter) for letter in word.text)
    return replace(word, text=read) if re.fullmatch(wanted, read) else word
