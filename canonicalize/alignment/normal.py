"""Characters made comparable: the page's and the markup's spelling of one text differ in form, dashes and spaces.

Compatibility forms (ligatures, superscripts, full-width), kinds of dashes, quotes and mu are unified; white space, soft
hyphens and zero-width characters vanish. Every character of the result remembers the one it came from.
"""

from __future__ import annotations

import unicodedata

import numpy as np
from numpy.typing import NDArray

DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff\ufffe\x02")
SAME = {
    **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\u02d7\uf02d", "-"),
    **dict.fromkeys("\u2018\u2019\u201b\u2032\u00b4`\u02b9", "'"),
    **dict.fromkeys("\u201c\u201d\u201f\u2033", '"'),
    **dict.fromkeys("\u2217\u204e\uff0a", "*"),
    **dict.fromkeys("\u2022\u00b7\u22c5\u2219\u30fb", "\u00b7"),
    "\u2264": "<",
    "\u2265": ">",
    "\u2a7d": "<",
    "\u2a7e": ">",
    "\u223c": "~",
    "\u0131": "i",
    "\u2044": "/",
    "\u00b5": "\u03bc",
    "\u2126": "\u03a9",
    "\u00df": "\u03b2",
}


def normalized(text: str) -> tuple[str, NDArray[np.int64]]:
    """The comparable characters of ``text`` and, for each, the index in ``text`` it came from; letters lose their case."""
    characters: list[str] = []
    origins: list[int] = []
    for index, character in enumerate(text):
        for part in _forms(character):
            characters.append(part)
            origins.append(index)
    return "".join(characters), np.array(origins, dtype=np.int64)


def _forms(character: str) -> str:
    if character in DROPPED or character.isspace():
        return ""
    if character in SAME:
        return SAME[character]
    if character.isascii():
        return character.lower()
    forms = unicodedata.normalize("NFKD", character)
    kept = (part for part in forms if not part.isspace() and not unicodedata.combining(part) and part not in DROPPED)
    return "".join(SAME.get(part, part) for part in kept).lower()


def plain(text: str) -> str:
    """The comparable characters of ``text`` only."""
    return normalized(text)[0]
