"""Looks of words that something beside them tells: lines through them, links over them; and the check boxes of a page.

Pure. Everything is in displayed points; only upright words are looked at for lines.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.documents.slants import Mark
from pipeline.types import CheckBox
from table import BBox, Ruling, Word
from table.looks import TICKS

STRUCK = (0.35, 0.7)  # of a word's height from its top, in which a line strikes it out; below is an underline
COVERED = 0.8  # of a word's width that the line covers
MIN_BOX, MAX_BOX = 4.5, 16.0  # points, the sides of a check box
SQUARE = 0.25  # by which its sides may differ
SLACK = 1.0  # points between the ends of its sides
Link = tuple[BBox, str]


def with_looks(words: Sequence[Word], rulings: Sequence[Ruling], links: Sequence[Link]) -> tuple[Word, ...]:
    """The words with their links, and those struck out marked."""
    if not rulings and not links:
        return tuple(words)
    lines = sorted((r.bbox for r in rulings if r.is_horizontal), key=lambda box: box.center[1])
    middles = [line.center[1] for line in lines]
    targets = _targets(words, links) if links else [None] * len(words)
    return tuple(_with_looks(word, target, lines, middles) for word, target in zip(words, targets, strict=True))


def _targets(words: Sequence[Word], links: Sequence[Link]) -> list[str | None]:
    """The address of the first link over each word's middle."""
    x0, y0, x1, y1 = np.array([[*box] for box, _ in links]).T
    found: list[str | None] = []
    for x, y in (word.bbox.center for word in words):
        over = np.flatnonzero((x0 <= x) & (x <= x1) & (y0 <= y) & (y <= y1))
        found.append(links[over[0]][1] if len(over) else None)
    return found


def _with_looks(word: Word, link: str | None, lines: Sequence[BBox], middles: Sequence[float]) -> Word:
    is_struck = word.rotation == 0 and _is_struck(word.bbox, lines, middles)
    return replace(word, link=link, is_struck=is_struck) if link or is_struck else word


def _is_struck(box: BBox, lines: Sequence[BBox], middles: Sequence[float]) -> bool:
    height = box.height
    first = bisect_left(middles, box.y0 + STRUCK[0] * height)
    end = bisect_left(middles, box.y0 + STRUCK[1] * height)
    return first < end and any(_strikes(line, box) for line in lines[first:end])


def _strikes(line: BBox, box: BBox) -> bool:
    common = min(line.x1, box.x1) - max(line.x0, box.x0)
    return common >= COVERED * box.width and line.width <= 40 * box.height and line.height <= 0.25 * box.height


def find_check_boxes(rulings: Sequence[Ruling], marks: Sequence[Mark], words: Sequence[Word]) -> tuple[CheckBox, ...]:
    """Small squares of four lines of their own, ticked where a slanted mark or a tick's sign stands in them."""
    short = [ruling.bbox for ruling in rulings if MIN_BOX <= max(ruling.bbox.width, ruling.bbox.height) <= MAX_BOX]
    across = sorted((b for b in short if b.width >= b.height), key=lambda box: box.center[1])
    down = sorted((b for b in short if b.width < b.height), key=lambda box: box.center[0])
    heights, places = [box.center[1] for box in across], [box.center[0] for box in down]
    squares = [
        box
        for top in across
        for bottom in _between(across, heights, top.center[1] + (1 - SQUARE) * top.width, top.center[1] + (1 + SQUARE) * top.width)
        if (box := _square(top, bottom)) and all(_is_side(box, _between(down, places, x - SLACK, x + SLACK)) for x in (box.x0, box.x1))
    ]
    return tuple(CheckBox(box, _is_ticked(box, marks, words)) for box in squares)


def _square(top: BBox, bottom: BBox) -> BBox | None:
    is_square = abs(top.x0 - bottom.x0) <= SLACK and abs(top.x1 - bottom.x1) <= SLACK
    return BBox(top.x0, top.center[1], top.x1, bottom.center[1]) if is_square else None


def _is_side(box: BBox, lines: Sequence[BBox]) -> bool:
    return any(abs(line.y0 - box.y0) <= SLACK and abs(line.y1 - box.y1) <= SLACK for line in lines)


def _between(boxes: Sequence[BBox], places: Sequence[float], low: float, high: float) -> Sequence[BBox]:
    """Those of ``boxes``, in the order of their ``places``, that stand from ``low`` to ``high``."""
    return boxes[bisect_left(places, low) : bisect_right(places, high)]


def _is_ticked(box: BBox, marks: Sequence[Mark], words: Sequence[Word]) -> bool:
    inner = [mark.bbox for mark in marks] + [word.bbox for word in words if word.text.strip() in TICKS]
    return any(box.holds(one) for one in inner)
