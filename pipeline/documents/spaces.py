"""Spaces that are printed but not in the text: gaps as wide as the font's own space, inside what the reader gave as one word.

Pure. A reader drops spaces that kerning narrows below a fixed share of the font size, which glues words of fonts with a
narrow space ("RoHScompliant"). Only a run whose other characters stand close together is split: in letter-spaced text
every gap is wide.
"""

from __future__ import annotations

from itertools import pairwise
from operator import sub
from statistics import median

from pipeline.documents.chars import Char

PLAUSIBLE_SPACE = (0.15, 0.4)  # em; fonts say nonsense of glyphs they do not have
MIN_SHARE = 0.75  # of the space's width that a gap has
MAX_USUAL = 0.3  # of the space's width between the characters of a word
MIN_CHARS = 4  # fewer give no usual gap


def split_at_spaces(run: list[Char]) -> list[list[Char]]:
    """``run``, characters of one word in order, cut where a space was printed; a run without one comes back whole."""
    if len(run) < MIN_CHARS or run[0].style.is_slanted:
        return [run]
    _, starts, _, stops, _, _, _, styles, _ = zip(*run, strict=True)
    most = MIN_SHARE * min([style.space for style in styles])
    if max(map(sub, starts[1:], stops)) < most and max(map(sub, starts, stops[1:])) < most:
        return [run]  # no ink stands far enough from the next: most words
    gaps = [_gap(*pair) for pair in pairwise(run)]
    if max(gaps) < most:
        return [run]
    usual = median(gaps)
    cuts = [index for index, gap in enumerate(gaps, start=1) if _is_space(gap, usual, run[index - 1], run[index])]
    return [run[start:stop] for start, stop in pairwise([0, *cuts, len(run)])]


def _gap(last: Char, char: Char) -> float:
    """Points between two characters, by their ink and by their advances, whichever is less; text may go either way."""
    ink = max(char.x0 - last.x1, last.x0 - char.x1)
    advance = max(char.start - last.stop, last.start - char.stop)
    return min(ink, advance)


def _is_space(gap: float, usual: float, last: Char, char: Char) -> bool:
    space = max(last.style.space, char.style.space)
    if gap < MIN_SHARE * space or usual > MAX_USUAL * space:
        return False
    low, high = PLAUSIBLE_SPACE
    size = max(last.style.size, char.style.size)
    return low * size <= space <= high * size
