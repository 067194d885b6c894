"""Slanted and curved strokes of a PDF page, which no table needs: the lines of charts, maps and drawings.

Pure. A subpath counts as one mark when at least half of its way is slanted or curved (the line of a chart with flat
parts), otherwise each of its slanted parts does (the corners of a rounded frame). Pieces drawn one after the other, each
starting where the last one ended, are one mark. Only the extents of large marks of several steps are kept: glyphs drawn
as paths, check marks, icons, hatching and crossed-out cells say nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from table import BBox

Point = tuple[float, float]

STRAIGHT = 0.6  # points a line may lean and still count as horizontal or vertical
LEAN = 0.01  # and the share of its length
MIN_SHARE = 0.5  # of a subpath's way that is slanted or curved, from which on all of it is one mark
SAME_POINT = 0.1  # points between the end of a piece and the start of the next
MIN_SIDE = 20.0  # points, the longer side of a line
MIN_CLOSED_SIDE = 40.0  # points, the longer side of a closed shape; smaller ones are glyphs and icons
MIN_STEPS = 3  # slanted steps; fewer are hatching, strike-outs and arrows (a curve has three points)
MAX_MARKS = 5_000  # of one page, the longest first


@dataclass(frozen=True, slots=True)
class Mark:
    """One run of slanted or curved strokes: where the pen was put down and lifted, how often it turned, and the extent."""

    start: Point
    stop: Point
    num_steps: int
    bbox: BBox


def is_straight(across: float, down: float) -> bool:
    """Whether a step of ``across`` and ``down`` points (absolute) is horizontal or vertical."""
    return min(across, down) <= min(STRAIGHT, max(LEAN * max(across, down), 0.1))


def slanted_marks(outline: Sequence[Point | None]) -> Iterator[Mark]:
    """The marks of one subpath in drawing order; ``None`` in ``outline`` stands before a point of a curve."""
    if all(a and b and (a[0] == b[0] or a[1] == b[1]) for a, b in pairwise(outline)):
        return  # rectangles and rules: most of what is drawn
    runs: list[list[Point]] = [[]]
    way = slanted = 0.0
    num_steps = 0
    for start, stop, is_slanted in _steps(outline):
        length = math.hypot(stop[0] - start[0], stop[1] - start[1])
        way += length
        if is_slanted:
            slanted += length
            num_steps += 1
            runs[-1] += [start, stop]
        elif length > 0 and runs[-1]:
            runs.append([])
    if num_steps and slanted >= MIN_SHARE * way:
        yield from _mark([point for point in outline if point is not None], num_steps)
    else:
        for run in runs:
            yield from _mark(run, len(run) // 2)


def _steps(outline: Sequence[Point | None]) -> Iterator[tuple[Point, Point, bool]]:
    """From point to point, and whether the step is slanted or part of a curve."""
    last: Point | None = None
    is_curve = False
    for point in outline:
        if point is None:
            is_curve = True
            continue
        if last is not None:
            yield last, point, is_curve or not is_straight(abs(point[0] - last[0]), abs(point[1] - last[1]))
        last, is_curve = point, False


def _mark(points: Sequence[Point], num_steps: int) -> Iterator[Mark]:
    """The mark of ``points``; none when there is no point, or a damaged number among them."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if points and all(map(math.isfinite, (*xs, *ys))):
        yield Mark(points[0], points[-1], num_steps, BBox(min(xs), min(ys), max(xs), max(ys)))


def large_marks(marks: Iterable[Mark], page_box: BBox) -> tuple[BBox, ...]:
    """Extents of the page's large marks in drawing order, pieces of one line joined, cut to the page."""
    boxes = [box for mark in _joined(marks) if _is_large(mark) and (box := mark.bbox.intersection(page_box))]
    kept = set(sorted(range(len(boxes)), key=lambda index: (-max(boxes[index].width, boxes[index].height), index))[:MAX_MARKS])
    return tuple(box for index, box in enumerate(boxes) if index in kept)


def _joined(marks: Iterable[Mark]) -> list[Mark]:
    joined: list[Mark] = []
    for mark in marks:
        last = joined[-1] if joined else None
        if last and _is_same(last.stop, mark.start):
            joined[-1] = Mark(last.start, mark.stop, last.num_steps + mark.num_steps, last.bbox.union(mark.bbox))
        else:
            joined.append(mark)
    return joined


def _is_large(mark: Mark) -> bool:
    side = max(mark.bbox.width, mark.bbox.height)
    return mark.num_steps >= MIN_STEPS and side >= (MIN_CLOSED_SIDE if _is_same(mark.start, mark.stop) else MIN_SIDE)


def _is_same(one: Point, other: Point) -> bool:
    return abs(one[0] - other[0]) <= SAME_POINT and abs(one[1] - other[1]) <= SAME_POINT
