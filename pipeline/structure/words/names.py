"""Whether the words of two header rows are one name: its lines follow each other closely, with no ruling between."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.geometry.intervals import overlap
from pipeline.structure.words.lines import group_lines
from table import Ruling, Word

LEADING = 1.35  # times the height of words at most from one line of a name to the next
REPEATED = 1.8  # likewise, where the upper line comes again above other names
LIKE = 1.1  # times the least distance of the lines below, at most, where these are several


def is_one_name(upper: Sequence[Word], lower: Sequence[Word], rulings: Sequence[Ruling], *, leading: float = LEADING) -> bool:
    """Whether ``upper`` goes on in ``lower`` (words of one column, neither empty)."""
    above, lines = group_lines(upper)[-1], group_lines(lower)
    below = lines[0]
    height = max(word.bbox.height for word in (*above, *below))
    top, bottom = max(word.bbox.center[1] for word in above), min(word.bbox.center[1] for word in below)
    steps = [b[0].bbox.center[1] - a[0].bbox.center[1] for a, b in pairwise(lines)]
    if bottom - top > max(leading * height, LIKE * min(steps, default=0.0)):
        return False
    start, stop = min(word.bbox.x0 for word in below), max(word.bbox.x1 for word in below)
    boxes = (ruling.bbox for ruling in rulings if ruling.is_horizontal)
    return not any(top < box.center[1] < bottom and overlap(box.x0, box.x1, start, stop) > 0 for box in boxes)
