"""Check boxes that are crossed by two drawn diagonals: what they say is read as the word "x".

Pure. A form that a program filled in has its crosses drawn, not typed; without them its answers are lost. In: the page's
slanted marks, its rulings and words. Out: the words with one more for each crossed box. A cross without a box about it is
a point of a chart, and one over a word strikes it out: neither is read.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from pipeline.documents.slants import Mark
from table import BBox, Ruling, Word

CROSS = "x"
MIN_SIDE, MAX_SIDE = 4.0, 24.0  # points, of a check box
SAME = 1.0  # points between the ends of both diagonals
MAX_MARGIN = 3.0  # points between the cross and its box
MIN_COVERED = 0.8  # of each side of the cross, by a ruling beside it


def read_crossed_boxes(words: Sequence[Word], marks: Iterable[Mark], rulings: Sequence[Ruling]) -> tuple[Word, ...]:
    """``words`` with a word for every crossed box, after the word to its left where there is one."""
    found = list(words)
    for box in _crosses([mark for mark in marks if mark.num_steps == 1]):
        is_over_word = any(box.contains_point(*word.bbox.center) for word in words)
        if not is_over_word and _is_boxed(box, rulings):
            at = _place(found, box)
            line = found[at - 1].line if at else 1 + max((word.line for word in found), default=0)
            found.insert(at or len(found), Word(CROSS, box, line))
    return tuple(found)


def _crosses(marks: Sequence[Mark]) -> Iterator[BBox]:
    """The boxes of pairs of diagonals that cross, drawn one after the other."""
    for one, other in pairwise(marks):
        box = one.bbox
        is_small = min(box.width, box.height) >= MIN_SIDE and max(box.width, box.height) <= MAX_SIDE
        is_same = all(abs(a - b) <= SAME for a, b in zip(box, other.bbox, strict=True))
        if is_small and is_same and _falls(one) != _falls(other):
            yield box


def _falls(mark: Mark) -> bool:
    """Whether a diagonal goes down from left to right."""
    return (mark.stop[0] - mark.start[0]) * (mark.stop[1] - mark.start[1]) > 0


def _is_boxed(box: BBox, rulings: Sequence[Ruling]) -> bool:
    near = [ruling for ruling in rulings if box.expand(MAX_MARGIN).intersection(ruling.bbox) is not None]
    sides = ((False, box.x0), (False, box.x1), (True, box.y0), (True, box.y1))
    return all(any(_is_side(ruling, box, at, is_horizontal=is_horizontal) for ruling in near) for is_horizontal, at in sides)


def _is_side(ruling: Ruling, box: BBox, at: float, *, is_horizontal: bool) -> bool:
    if ruling.is_horizontal is not is_horizontal:
        return False
    x, y = ruling.bbox.center
    line = ruling.bbox
    if is_horizontal:
        return abs(y - at) <= MAX_MARGIN and min(line.x1, box.x1) - max(line.x0, box.x0) >= MIN_COVERED * box.width
    return abs(x - at) <= MAX_MARGIN and min(line.y1, box.y1) - max(line.y0, box.y0) >= MIN_COVERED * box.height


def _place(words: Sequence[Word], box: BBox) -> int:
    """Where in ``words`` the cross goes: after the nearest word to the left on its line; 0 where there is none."""
    left = [
        (word.bbox.x1, index)
        for index, word in enumerate(words)
        if word.bbox.y0 <= box.center[1] <= word.bbox.y1 and word.bbox.center[0] < box.x0
    ]
    return max(left)[1] + 1 if left else 0
