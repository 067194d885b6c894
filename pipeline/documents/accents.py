"""Accents that a page draws as glyphs of their own, composed with the letter they stand over (Unicode form NFC).

Pure. A spacing accent whose ink lies over (or, for the cedilla and the ogonek, under) the letter before or after it is that
letter's accent; one that stands free is left alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence

from pipeline.documents.chars import Char

COMBINING = dict(zip("`\u00b4\u02c6\u02dc\u00a8\u00af\u02d8\u02d9\u02da\u02dd\u02c7\u00b8\u02db",
                     "\u0300\u0301\u0302\u0303\u0308\u0304\u0306\u0307\u030a\u030b\u030c\u0327\u0328", strict=True))  # fmt: skip
OVER = 0.5  # of the accent's ink that lies over its letter
DOTLESS = {"\u0131": "i", "\u0237": "j"}  # letters made to carry an accent


def has_accent(texts: Iterable[str]) -> bool:
    """Whether one of the characters is a spacing accent."""
    return not COMBINING.keys().isdisjoint(texts)


def with_accents(run: Sequence[Char]) -> list[Char]:
    """The characters of one word with accents in the text of their letters; the same number of glyphs, or fewer."""
    if not has_accent([char.text for char in run]):
        return list(run)
    found: list[Char] = []
    waiting: Char | None = None
    for char in run:
        if waiting is not None:
            joined = _joined(char, waiting)
            found += [joined] if joined else [waiting, char]
            waiting = None
        elif char.text in COMBINING:
            joined = _joined(found[-1], char) if found else None
            if joined:
                found[-1] = joined
            else:
                waiting = char
        else:
            found.append(char)
    return [*found, waiting] if waiting is not None else found


def _joined(letter: Char, accent: Char) -> Char | None:
    """``letter`` with ``accent``, ``None`` when the two are not one above the other or no such letter exists."""
    shared = min(letter.x1, accent.x1) - max(letter.x0, accent.x0)
    if shared < OVER * max(accent.x1 - accent.x0, 0.01):
        return None
    text = unicodedata.normalize("NFC", DOTLESS.get(letter.text, letter.text) + COMBINING[accent.text])
    return letter._replace(text=text, x0=min(letter.x0, accent.x0), x1=max(letter.x1, accent.x1)) if len(text) == 1 else None
