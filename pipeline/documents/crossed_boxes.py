"""Check boxes that are crossed by two drawn diagonals: what they say is read as the word "x".

Pure. A form that a program filled in has its crosses drawn, not typed; without them its answers are lost. In: the page's
slanted marks, its rulings and words. Out: the words with one more for each crossed box. A cross without a box about it is
a point of a chart, and one over a word strikes it out: neither is read.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.documents.slants import Mark
from table import BBox, Ruling, Word

CROSS = "x"
MIN_SIDE, MAX_SIDE = 4.0, 24.0  # points, of a check box
SAME = 1.0  # points between the ends of both diagonals
MAX_MARGIN = 3.0  # points between the cross and its box
MIN_COVERED = 0.8  # of each side of the cross, by a ruling beside it


@dataclass(frozen=True, slots=True)
class _Sides:
    """Rulings of one direction: where each stands, begins and ends, in the order of ``places``, where they stand."""

    lines: tuple[tuple[float, float, float], ...]
    places: tuple[float, ...]

    def close(self, low: float, high: float, both: tuple[float, float]) -> bool:
        """Whether a ruling covers most of ``low..high`` beside each of ``both`` places."""
        return all(any(min(stop, high) - max(start, low) >= MIN_COVERED * (high - low) for _, start, stop in self._near(at)) for at in both)

    def _near(self, at: float) -> tuple[tuple[float, float, float], ...]:
        return self.lines[bisect_left(self.places, at - MAX_MARGIN) : bisect_right(self.places, at + MAX_MARGIN)]


def read_crossed_boxes(words: Sequence[Word], marks: Iterable[Mark], rulings: Sequence[Ruling]) -> tuple[Word, ...]:
    """``words`` with a word for every crossed box, after the word to its left where there is one."""
    found = list(words)
    across, down = _sides(rulings, is_horizontal=True), _sides(rulings, is_horizontal=False)
    for box in _crosses([mark for mark in marks if mark.num_steps == 1]):
        is_boxed = across.close(box.x0, box.x1, (box.y0, box.y1)) and down.close(box.y0, box.y1, (box.x0, box.x1))
        if is_boxed and not any(box.holds(word.bbox) for word in words):
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


def _sides(rulings: Sequence[Ruling], *, is_horizontal: bool) -> _Sides:
    boxes = [ruling.bbox for ruling in rulings if ruling.is_horizontal is is_horizontal]
    lines = sorted((b.center[1], b.x0, b.x1) if is_horizontal else (b.center[0], b.y0, b.y1) for b in boxes)
    return _Sides(tuple(lines), tuple(at for at, _, _ in lines))


def _place(words: Sequence[Word], box: BBox) -> int:
    """Where in ``words`` the cross goes: after the nearest word to the left on its line; 0 where there is none."""
    left = [
        (word.bbox.x1, index)
        for index, word in enumerate(words)
        if word.bbox.y0 <= box.center[1] <= word.bbox.y1 and word.bbox.center[0] < box.x0
    ]
    return max(left)[1] + 1 if left else 0
