"""Texts that run over the border of their cell, parted from those that begin behind it.

Pure. A text too wide for its cell is printed over the ruling and over the beginning of the next cell's text; both come as one word
("#NUM_SHARESGROSS_SALE"). A character that begins behind a ruling before the one on the ruling has ended begins another text, where the
document draws it as one: pairs that are kerned, which overlap, too, are drawn at once. The edge of the clip path that hides the end of
the text before tells the same where no ruling is drawn.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise

from pipeline.documents.chars import BREAK, SEPARATOR, Char
from table import Ruling

MIN_OVERLAP = 0.1  # of the font size, from a character's beginning to the end of the one before it
BEFORE, BEHIND = 0.1, 0.6  # of the font size, from a ruling to where a text of its cell begins


def parted_at_borders(chars: Sequence[Char], rulings: Iterable[Ruling]) -> Sequence[Char]:
    """The characters with a separator before each that begins such a text; of upright text only."""
    lines = sorted((ruling.bbox for ruling in rulings if not ruling.is_horizontal), key=lambda box: box.center[0])
    places = [line.center[0] for line in lines]
    begins: list[int] = []
    for number, (last, char) in enumerate(pairwise(chars), 1):
        if (
            char.start >= last.stop
            or char.style is last.style
            or BREAK in (last.text, char.text)
            or last.style.rotation
            or char.style.rotation
        ):
            continue
        size, middle = char.style.size, (char.y0 + char.y1) / 2
        if char.start < last.stop - MIN_OVERLAP * size:
            low, high = char.start - BEHIND * size, char.start + BEFORE * size
            near = lines[bisect_left(places, low) : bisect_right(places, high)]
            is_clipped = last.style.seen is not None and low <= last.style.seen[1] <= char.start
            if is_clipped or any(line.y0 <= middle <= line.y1 for line in near):
                begins.append(number)
    if not begins:
        return chars
    return [part for start, stop in pairwise([0, *begins, len(chars)]) for part in ([SEPARATOR] * bool(start) + list(chars[start:stop]))]
