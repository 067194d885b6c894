"""Narrow gaps between two columns that look like the spaces of phrases: numbers set to the right, then texts set to the left.

"38 BP" over "4 JV" are a number and a code where the numbers end at one place, the codes begin at one, no word of any line lies between
and a line above has a name on either side. Such spaces hold no border away.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.structure.words.kinds import is_number
from pipeline.structure.words.lines import SPACE
from table import Word

ALIGNED = 0.1  # em from the end of one number to the next, where they are set alike
BEGINNINGS = 0.3  # em between the starts of texts: letters have sides of their own
MIN_WIDTH = 0.15  # em that are free in all lines
MIN_LINES = 3  # lines that show a gap
RAGGED = 0.3  # em between the starts of numbers of different length, at least: else they stand in a phrase that comes again

Line = Sequence[Word]
Gap = tuple[float, float]
Pair = tuple[int, Word, Word]  # a line and two neighbouring words of it


def narrow_gaps(lines: Sequence[Line], em: float) -> list[Gap]:
    """The x-extents of such gaps; ``lines`` from top to bottom, the words of each from left to right."""
    shown = [
        (number, left, right)
        for number, line in enumerate(lines)
        for left, right in pairwise(line)
        if 0 < right.bbox.x0 - left.bbox.x1 <= SPACE * em and is_number(left.text) and not is_number(right.text)
    ]
    found = [gap for pairs in _alike(shown, ALIGNED * em) if (gap := _gap(pairs, em)) is not None]
    named = [gap for gap, first in found if any(_names_beside(gap, line, em) for line in lines[:first])]
    return [clear for gap in named if (clear := _clear(gap, lines))[1] - clear[0] >= MIN_WIDTH * em]


def _alike(pairs: Sequence[Pair], reach: float) -> list[list[Pair]]:
    """The pairs by where their first words end."""
    found: list[list[Pair]] = []
    for pair in sorted(pairs, key=lambda pair: pair[1].bbox.x1):
        if found and pair[1].bbox.x1 - found[-1][-1][1].bbox.x1 <= reach:
            found[-1].append(pair)
        else:
            found.append([pair])
    return found


def _gap(pairs: Sequence[Pair], em: float) -> tuple[Gap, int] | None:
    """The gap of pairs whose first words end and whose second ones begin at one place, and its first line."""
    starts, ends = [left.bbox.x0 for _, left, _ in pairs], [right.bbox.x0 for _, _, right in pairs]
    if len(pairs) < MIN_LINES or max(ends) - min(ends) > BEGINNINGS * em or max(starts) - min(starts) < RAGGED * em:
        return None
    return (max(left.bbox.x1 for _, left, _ in pairs), min(ends)), min(number for number, _, _ in pairs)


def _clear(gap: Gap, lines: Sequence[Line]) -> Gap:
    """What no word of any line takes of a gap; a word across leaves nothing."""
    middle = (gap[0] + gap[1]) / 2
    start, stop = gap
    for line in lines:
        for word in line:
            if word.bbox.x1 > gap[0] and word.bbox.x0 < gap[1]:
                start, stop = (max(start, word.bbox.x1), stop) if word.bbox.center[0] < middle else (start, min(stop, word.bbox.x0))
    return start, stop


def _names_beside(gap: Gap, line: Line, em: float) -> bool:
    """Whether a line has a text on either side, near the gap and apart."""
    middle = (gap[0] + gap[1]) / 2
    left = max((word.bbox.x1 for word in line if word.bbox.x1 <= middle), default=None)
    right = min((word.bbox.x0 for word in line if word.bbox.x0 >= middle), default=None)
    if left is None or right is None:
        return False
    return right - left > SPACE * em and max(middle - left, right - middle) <= 2 * em
