"""Words of one line that stand over each other: the two errors of a measured value, an exponent over an index.

Their left ends differ by hair's breadths, so the order from left to right is chance: "0.31 +0.01 -0.02" in one row and
"0.28 -0.03 +0.01" in the next. What stands above is read first.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from table import Word

OVER = 0.5  # of the narrower word that two words over each other have in common (by hand, not measured)
SHARED_HEIGHT = 0.35  # of the lower word that the two may share: boxes of small print reach into each other (by hand, not measured)
NEXT = 0.5  # heights to the next word of the upper or lower line (by hand, not measured)


def read_stacks(line: Sequence[Word]) -> list[Word]:
    """The words of a line, from left to right; where words stand over each other, the upper ones before the lower ones."""
    words = list(line)
    if not any(_are_stacked(a, b) for a, b in pairwise(words)):
        return words
    found: list[Word] = []
    while words:
        count = _stack_length(words)
        found.extend(_upper_first(words[:count]))
        words = words[count:]
    return found


def _stack_length(words: Sequence[Word]) -> int:
    """How many of the first words are one stack, 1 where the first stands alone."""
    if len(words) < 2 or not _are_stacked(words[0], words[1]):
        return 1
    split = (words[0].bbox.center[1] + words[1].bbox.center[1]) / 2
    count, reach = 2, max(words[0].bbox.x1, words[1].bbox.x1)
    for word in words[2:]:
        box = word.bbox
        is_beside = box.x0 - reach <= NEXT * box.height
        is_on_line = max(split - box.y0, 0.0) <= SHARED_HEIGHT * box.height or max(box.y1 - split, 0.0) <= SHARED_HEIGHT * box.height
        if not (is_beside and is_on_line):
            break
        count, reach = count + 1, max(reach, box.x1)
    return count


def _upper_first(words: Sequence[Word]) -> list[Word]:
    if len(words) == 1:
        return list(words)
    split = (words[0].bbox.center[1] + words[1].bbox.center[1]) / 2
    return [word for is_lower in (False, True) for word in words if (word.bbox.center[1] > split) is is_lower]


def _are_stacked(one: Word, other: Word) -> bool:
    """Whether the two have much of their width and little of their height in common."""
    a, b = one.bbox, other.bbox
    narrower, lower = min(a.width, b.width), min(a.height, b.height)
    if min(a.x1, b.x1) - max(a.x0, b.x0) <= OVER * narrower or lower <= 0:
        return False
    return min(a.y1, b.y1) - max(a.y0, b.y0) <= SHARED_HEIGHT * lower
