"""Outer edges moved out over words: one way for both axes."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.types import Interval


def grown(intervals: tuple[Interval, ...], extents: Sequence[tuple[float, float]], reach: float) -> tuple[Interval, ...]:
    """``intervals`` with the outer edges moved out over words that they cut or that end within ``reach`` of them.

    ``reach`` below zero: only words of which that share of their own length is inside already.
    """
    low, high = intervals[0].start, max(interval.stop for interval in intervals)
    for start, stop in sorted(extents, key=lambda e: (-e[1], e)):
        slack = reach if reach >= 0 else reach * (stop - start)
        low = min(low, start) if stop >= low - slack else low
    for start, stop in sorted(extents):
        slack = reach if reach >= 0 else reach * (stop - start)
        high = max(high, stop) if start <= high + slack else high
    first = intervals[0]
    wider = (Interval(min(low, first.stop), first.stop, first.score), *intervals[1:])
    return (*wider[:-1], Interval(wider[-1].start, high, wider[-1].score))
