"""Words outside rows or columns: the gap that they lie in, the interval that would fill it, outer edges moved out over them.

The same for both axes.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.types import Interval

UNCOVERED = 0.25  # a word with less than this share of its extent in every row (or column) is uncovered (by hand, not measured)


def covered_share(start: float, stop: float, intervals: Sequence[Interval]) -> float:
    """The largest share of ``start..stop`` inside one interval (a point counts as all in or all out)."""
    touching = [interval for interval in intervals if interval.start <= stop and start <= interval.stop]
    if not touching or stop <= start:
        return float(bool(touching))
    return max([interval.overlap(start, stop) for interval in touching]) / (stop - start)


def nearest(position: float, intervals: Sequence[Interval]) -> int:
    """The interval nearest to ``position``."""
    away = [max(interval.start - position, position - interval.stop) for interval in intervals]
    return away.index(min(away))


def gap_of(position: float, intervals: Sequence[Interval]) -> int:
    """Number of intervals whose middle lies before ``position``."""
    return sum(interval.middle < position for interval in intervals)


def filling(start: float, stop: float, gap: int, intervals: Sequence[Interval]) -> Interval:
    """``start..stop`` without what the intervals beside gap number ``gap`` already hold, score 0."""
    low = intervals[gap - 1].stop if gap > 0 else start
    high = intervals[gap].start if gap < len(intervals) else stop
    return Interval(max(start, low), max(min(stop, high), max(start, low)), 0.0)


def grown(intervals: tuple[Interval, ...], extents: Sequence[tuple[float, float]], reach: float) -> tuple[Interval, ...]:
    """``intervals`` with the outer edges moved out over words that they cut or that end within ``reach`` of them.

    ``reach`` below zero: only words of which that share of their own length is inside already.
    """
    low, high = intervals[0].start, max(interval.stop for interval in intervals)
    for start, stop in sorted([extent for extent in extents if extent[0] < low], key=lambda e: (-e[1], e)):
        slack = reach if reach >= 0 else reach * (stop - start)
        low = min(low, start) if stop >= low - slack else low
    for start, stop in sorted([extent for extent in extents if extent[1] > high]):
        slack = reach if reach >= 0 else reach * (stop - start)
        high = max(high, stop) if start <= high + slack else high
    first = intervals[0]
    wider = (Interval(min(low, first.stop), first.stop, first.score), *intervals[1:])
    return (*wider[:-1], Interval(wider[-1].start, high, wider[-1].score))
