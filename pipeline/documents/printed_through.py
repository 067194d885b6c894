"""Dots printed through a text: a row of leader dots as wide as its column, with the label printed over it.

Pure. In: a page's words. Out: the words that are text, and the dots of such rows. Dots that follow a label stay words;
dots that begin before the label and go on behind it would stand between its words, as part of no value and no name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from statistics import median

from pipeline.geometry.rotation import turn
from table import Word

DOTS = frozenset(".·․‥…")
MIN_DOTS = 8  # of one row; an ellipsis and the dots of a numbering are fewer
SAME_STEP = 0.25  # of the usual step between two dots by which one may differ
SAME_HEIGHT = 0.5  # of a dot's box that a word beside it must share in height
MIN_OVER = 2  # dots under one word: a mark that touches a single dot is not printed over the row


def part_printed_through(words: Iterable[Word]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words that are text, in the given order, and the dots that words are printed over; each word is in one of both."""
    given = tuple(words)
    rows = [row for row in _rows(given) if len(row) >= MIN_DOTS]
    if not rows:
        return given, ()
    texts = [word for word in given if not _is_dots(word)]
    under = {index for row in rows if _is_under([given[i] for i in row], texts) for index in row}
    return tuple(w for i, w in enumerate(given) if i not in under), tuple(w for i, w in enumerate(given) if i in under)


def _is_dots(word: Word) -> bool:
    return DOTS.issuperset(word.text)


def _rows(words: Sequence[Word]) -> Iterator[list[int]]:
    """Runs of words that are dots, one after another in reading order, on one line and at one step."""
    row: list[int] = []
    for index, word in enumerate(words):
        if row and not (_is_dots(word) and word.line == words[row[-1]].line and word.rotation == words[row[-1]].rotation):
            yield from _even(row, words)
            row = []
        if _is_dots(word):
            row.append(index)
    yield from _even(row, words)


def _even(row: Sequence[int], words: Sequence[Word]) -> Iterator[list[int]]:
    starts = [_upright(words[index])[0] for index in row]
    steps = [b - a for a, b in pairwise(starts)]
    usual = median(steps) if steps else 0.0
    if usual > 0 and all(abs(step - usual) <= SAME_STEP * usual for step in steps):
        yield list(row)


def _is_under(row: Sequence[Word], texts: Sequence[Word]) -> bool:
    """Whether a word is printed over some dots of the row."""
    dots = [_upright(word) for word in row]
    left, top, right, bottom = dots[0][0], min(d[1] for d in dots), dots[-1][2], max(d[3] for d in dots)
    middles = [(d[0] + d[2]) / 2 for d in dots]
    for word in texts:
        x0, y0, x1, y1 = _upright(word)
        is_level = min(y1, bottom) - max(y0, top) >= SAME_HEIGHT * (bottom - top)
        if word.rotation == row[0].rotation and x0 < right and x1 > left and is_level and sum(x0 < x < x1 for x in middles) >= MIN_OVER:
            return True
    return False


def _upright(word: Word) -> tuple[float, float, float, float]:
    box = word.bbox
    return turn((box.x0, box.y0, box.x1, box.y1), word.rotation)
