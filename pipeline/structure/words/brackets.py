"""Brackets that are open in some words."""

from __future__ import annotations

from collections.abc import Sequence

from table import Word


def open_brackets(words: Sequence[Word]) -> int:
    """How many brackets the words open and do not close; below 0 where they close more.

    >>> from table import BBox
    >>> [open_brackets([Word(text, BBox(0, 0, 1, 1))]) for text in ("{a (b", "c)", "(d)")]
    [2, -1, 0]
    """
    text = "".join(word.text for word in words)
    return sum(map(text.count, "([{")) - sum(map(text.count, ")]}"))
