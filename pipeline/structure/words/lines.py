"""Words as text lines and runs: the evidence that borders, spans and cell texts are decided by.

A *line* is a set of words that overlap vertically; a *run* is a part of a line whose words stand so close that a
reader takes them as one phrase. All distances are relative to the median word height ("em"), so they hold at any
scale.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import lt
from statistics import median

from table import BBox, Word

SURE_OVERLAP = 0.5  # of the largest height, that is more than ...
SAME_LINE_OVERLAP = 0.4  # ... of the smaller height; superscripts overlap their line by more, tight lines by less (by hand, not measured)
DOUBTFUL_OVERLAP = 0.5  # of the smaller height, up to which a word over or under one of the line is of another line (by hand, not measured)
RUN_GAP = 1.0  # em; a wider gap ends a phrase (by hand, not measured)
SPACE = 0.5  # em; the widest ordinary space between two words (by hand, not measured)
PREFIX_GAP = 4.0  # em; the widest space between a list mark or currency sign and what it belongs to (by hand, not measured)
PREFIXES = frozenset("•‣▪◦*·●○■□►$€£¥")
CURRENCY = frozenset("$€£¥")
LIST_MARKS = PREFIXES - CURRENCY
SUFFIX_GAP = 1.0  # em; the same for signs that end a number (by hand, not measured)
SUFFIXES = frozenset(("%", ")", ")%"))


@dataclass(frozen=True, slots=True)
class Space:
    """The x-extent between two neighbouring words of a line; ``is_at_sign``: between a currency sign and its number."""

    start: float
    stop: float
    is_at_sign: bool


@dataclass(slots=True)
class TextLines:
    """The text lines of some words, grouped when they are first asked for."""

    words: Sequence[Word]
    _all: list[list[Word]] | None = None

    def of(self, some: Sequence[Word]) -> Sequence[Sequence[Word]]:
        """The lines of ``some`` of the words, in the same order; of all of them, which are mostly asked for, they are kept."""
        if len(some) < len(self.words):
            return group_lines(some)
        if self._all is None:
            self._all = group_lines(self.words)
        return self._all


def em_of(words: Iterable[Word], default: float) -> float:
    """Median word height in points; ``default`` when no word has a height."""
    heights = [word.bbox.height for word in words if word.bbox.height > 0]
    return median(heights) if heights else default


def group_lines(words: Iterable[Word]) -> list[list[Word]]:
    """Lines from top to bottom, the words of each from left to right.

    The tallest word of a line decides who belongs to it, so a superscript cannot pull two lines together.
    """
    given = list(words)
    if len(given) < 2:
        return [given] if given else []
    if _is_surely_one(given):
        return [_in_order(given)]
    ranked = sorted(given, key=_tallest_first)
    reach = ranked[0].bbox.height
    lines: list[list[Word]] = []
    nearby: dict[int, list[list[Word]]] = {}  # lines by the middle of their tallest word, in steps of the tallest of all
    for word in ranked:
        box = word.bbox
        step = int((box.y0 + box.y1) / 2 // reach) if reach > 0 else 0
        best, most = None, SAME_LINE_OVERLAP
        for key in (step - 1, step, step + 1):
            for line in nearby.get(key, ()):
                if line[0].bbox.y0 > box.y1 or line[0].bbox.y1 < box.y0:
                    continue
                shared = _line_overlap(line[0].bbox, box)
                is_nearer = shared > most or (shared == most and (best is None or line[0].bbox.y0 < best[0].bbox.y0))
                if is_nearer and (shared > DOUBTFUL_OVERLAP or not _stands_over(line, box)):
                    best, most = line, shared
        if best is None:
            lines.append([word])
            nearby.setdefault(step, []).append(lines[-1])
        else:
            best.append(word)
    ordered = sorted(lines, key=lambda line: (line[0].bbox.center[1], line[0].bbox.x0))
    return [_in_order(line) for line in ordered]


def _stands_over(line: Sequence[Word], box: BBox) -> bool:
    """Whether ``box`` has half of its width, or of theirs, in common with a word of the line: it stands above or below it."""
    extents = ((min(word.bbox.x1, box.x1) - max(word.bbox.x0, box.x0), min(word.bbox.width, box.width)) for word in line)
    return any(common > 0.5 * narrower for common, narrower in extents)


def _is_surely_one(words: Sequence[Word]) -> bool:
    """Whether the words have so much height in common that they are one line, as those of most cells are."""
    tops, bottoms = [word.bbox.y0 for word in words], [word.bbox.y1 for word in words]
    return min(bottoms) - max(tops) > SURE_OVERLAP * max([bottom - top for top, bottom in zip(tops, bottoms, strict=True)])


def _in_order(words: list[Word]) -> list[Word]:
    """From left to right; most words are given so."""
    starts = [word.bbox.x0 for word in words]
    return words if all(map(lt, starts, starts[1:])) else sorted(words, key=_left_to_right)


def runs(line: Sequence[Word], em: float, gap: float = RUN_GAP) -> list[list[Word]]:
    """The phrases of one line (words ordered left to right), split where a gap is wider than ``gap`` em."""
    phrases: list[list[Word]] = []
    reach = 0.0
    for word in line:
        if phrases and word.bbox.x0 - reach <= gap * em:
            phrases[-1].append(word)
            reach = max(reach, word.bbox.x1)
        else:
            phrases.append([word])
            reach = word.bbox.x1
    return phrases


def spaces(lines: Iterable[Sequence[Word]], em: float) -> list[Space]:
    """The narrow spaces between neighbouring words of each line: places that are inside a phrase.

    A list mark or currency sign belongs to the text after it, a percent sign to the number before, even at a distance. In a
    line that ends with a currency sign they all follow their numbers.
    """
    found = []
    for line in lines:
        is_behind = line[-1].text in CURRENCY
        for left, right in pairwise(line):
            start, stop = left.bbox.x1, right.bbox.x0
            if 0 < stop - start <= em * _widest_space(left.text, right.text, is_behind):
                found.append(Space(start, stop, (right if is_behind else left).text in CURRENCY))
    return found


def gap_at(line: Iterable[Word], border: float) -> tuple[float, float] | None:
    """The x-extent between the words of a line left and right of ``border``, told by their middles; ``None`` where all are on one side."""
    left, right = float("-inf"), float("inf")
    for word in line:
        if word.bbox.center[0] < border:
            left = max(left, word.bbox.x1)
        else:
            right = min(right, word.bbox.x0)
    return (left, right) if right - left < float("inf") else None


def space_at(line: Iterable[Word], border: float) -> float | None:
    """The width of that gap."""
    gap = gap_at(line, border)
    return None if gap is None else gap[1] - gap[0]


def _widest_space(left: str, right: str, is_behind: bool) -> float:
    """How far apart, in em, two neighbouring words of one phrase may stand; ``is_behind``: currency signs follow their numbers."""
    if is_behind and CURRENCY & {left, right}:
        return PREFIX_GAP if right in CURRENCY else 0.0
    if left in PREFIXES:
        return PREFIX_GAP
    if right in PREFIXES:
        return 0.0
    return SUFFIX_GAP if right in SUFFIXES else SPACE


def _line_overlap(one: BBox, other: BBox) -> float:
    """Vertical overlap over the smaller height; words without height count by their position alone."""
    top = one.y0 if one.y0 > other.y0 else other.y0  # written out: lines are grouped from thousands of such pairs a page
    bottom = one.y1 if one.y1 < other.y1 else other.y1
    smaller, height = one.y1 - one.y0, other.y1 - other.y0
    if height < smaller:
        smaller = height
    if smaller <= 0:
        return 1.0 if top <= bottom else 0.0
    return (bottom - top) / smaller if bottom > top else 0.0


def _tallest_first(word: Word) -> tuple[float, float, float, str]:
    box = word.bbox
    return (box.y0 - box.y1, box.y0, box.x0, word.text)


def _left_to_right(word: Word) -> tuple[float, float, float, float, str]:
    box = word.bbox
    return (box.x0, box.x1, box.y0, box.y1, word.text)
