"""Dots printed through a text: a row of leader dots as wide as its column, with the label printed over it.

Pure. In: a page's words. Out: the words that are text, and the dots of such rows. Dots that follow a label stay words;
dots that begin before the label and go on behind it would stand between its words, as part of no value and no name.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.geometry.rotation import Sides, turn
from table import Word

DOTS = frozenset(".·․‥…")
MIN_DOTS = 8  # of one row; an ellipsis and the dots of a numbering are fewer
SAME_STEP = 0.25  # of the usual step between two dots by which one may differ
SAME_HEIGHT = 0.5  # of a dot's box that a word beside it must share in height
MIN_OVER = 2  # dots under one word: a mark that touches a single dot is not printed over the row


@dataclass(frozen=True, slots=True)
class _Texts:
    """The upright boxes of the words of one direction, in the order of their ``tops``."""

    boxes: tuple[Sides, ...]
    tops: tuple[float, ...]
    tallest: float


def part_printed_through(words: Iterable[Word]) -> tuple[tuple[Word, ...], tuple[Word, ...]]:
    """The words that are text, in the given order, and the dots that words are printed over; each word is in one of both."""
    given = tuple(words)
    rows = [row for row in _rows(given) if len(row) >= MIN_DOTS]
    if not rows:
        return given, ()
    texts = {rotation: _texts(given, rotation) for rotation in {given[row[0]].rotation for row in rows}}
    under = {index for row in rows if _is_under([given[i] for i in row], texts[given[row[0]].rotation]) for index in row}
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


def _texts(words: Sequence[Word], rotation: int) -> _Texts:
    boxes = sorted((_upright(word) for word in words if word.rotation == rotation and not _is_dots(word)), key=lambda box: box[1])
    return _Texts(tuple(boxes), tuple(box[1] for box in boxes), max((box[3] - box[1] for box in boxes), default=0.0))


def _is_under(row: Sequence[Word], texts: _Texts) -> bool:
    """Whether a word is printed over some dots of the row."""
    dots = [_upright(word) for word in row]
    left, top, right, bottom = dots[0][0], min(d[1] for d in dots), dots[-1][2], max(d[3] for d in dots)
    middles = [(d[0] + d[2]) / 2 for d in dots]
    for x0, y0, x1, y1 in texts.boxes[bisect_left(texts.tops, top - texts.tallest) : bisect_right(texts.tops, bottom)]:
        is_level = min(y1, bottom) - max(y0, top) >= SAME_HEIGHT * (bottom - top)
        if x0 < right and x1 > left and is_level and sum(x0 < x < x1 for x in middles) >= MIN_OVER:
            return True
    return False


def _upright(word: Word) -> Sides:
    box = word.bbox
    return turn((box.x0, box.y0, box.x1, box.y1), word.rotation)
