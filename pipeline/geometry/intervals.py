"""One-dimensional arithmetic of rows and columns: overlap, IoU and non-maximum suppression.

A row is its extent in y, a column its extent in x; both are ``Interval`` values, so one set of functions serves
both axes.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from pipeline.types import Interval

NMS_OVERLAP = 0.5  # of the smaller interval; more than this is the same row or column seen twice ... (by hand, not measured)
SURE_OVERLAP = 0.7  # ... unless words that no better interval holds say otherwise; above this always (by hand, not measured)
IOU_DIGITS = 9  # of the best IoU: equal fits stay equal, and thresholds too, wherever the table stands and however large it is


def overlap(a_start: float, a_stop: float, b_start: float, b_stop: float) -> float:
    """Length of the common part of two intervals, 0 when they are apart."""
    return max(0.0, min(a_stop, b_stop) - max(a_start, b_start))


def iou(a_start: float, a_stop: float, b_start: float, b_stop: float) -> float:
    """Common length over joint length, 0..1; 0 when both have no length."""
    common = overlap(a_start, a_stop, b_start, b_stop)
    joint = (a_stop - a_start) + (b_stop - b_start) - common
    return common / joint if joint > 0 else 0.0


def overlap_of_smaller(a: Interval, b: Interval) -> float:
    """Common length over the smaller length, 0..1; 0 when one has no length."""
    smaller = min(a.length, b.length)
    return overlap(a.start, a.stop, b.start, b.stop) / smaller if smaller > 0 else 0.0


def edges_of(intervals: Sequence[Interval]) -> tuple[float, ...]:
    """The borders of ordered rows or columns, one more than there are; the middle where two leave a gap or overlap."""
    middles = sorted((a.stop + b.start) / 2 for a, b in pairwise(intervals))
    return (intervals[0].start, *middles, intervals[-1].stop)


def index_at(edges: Sequence[float], position: float) -> int:
    """Which row or column between ``edges`` holds ``position``: the later one on a border, the outer one beyond the edges."""
    return bisect_right(edges, position, 1, len(edges) - 1) - 1


def sorted_intervals(intervals: Sequence[Interval]) -> tuple[Interval, ...]:
    """Those with a length, by their middle."""
    return tuple(sorted((i for i in intervals if i.stop > i.start), key=lambda i: (i.start + i.stop, i.start)))


def joined_intervals(intervals: Sequence[Interval], groups: Sequence[Sequence[int]]) -> tuple[Interval, ...]:
    """One interval per group of indices, from its first start to its last stop, with its best score."""
    return tuple(
        Interval(min(intervals[i].start for i in group), max(intervals[i].stop for i in group), max(intervals[i].score for i in group))
        for group in groups
    )


def suppress(intervals: Sequence[Interval], centers: Sequence[float] = ()) -> tuple[Interval, ...]:
    """The intervals that survive one-dimensional NMS, from first to last; those without length are dropped.

    The higher score wins; equal scores are decided by position, so the order of the input does not matter. An
    interval between the two thresholds stays when it alone holds one of ``centers`` (the middles of the words).
    """
    kept: list[Interval] = []
    for candidate in sorted(intervals, key=lambda i: (-i.score, i.start, i.stop)):
        near = [other for other in kept if other.start < candidate.stop and candidate.start < other.stop]
        worst = max([overlap_of_smaller(candidate, other) for other in near], default=0.0)
        is_other = worst <= NMS_OVERLAP or (worst <= SURE_OVERLAP and _holds_own(candidate, kept, centers))
        if candidate.stop > candidate.start and is_other:
            kept.append(candidate)
    return sorted_intervals(kept)


def _holds_own(candidate: Interval, kept: Sequence[Interval], centers: Sequence[float]) -> bool:
    own = [c for c in centers if candidate.start <= c <= candidate.stop]
    return any(not any(other.start <= c <= other.stop for other in kept) for c in own)


def best_range(edges: Sequence[float], start: float, stop: float) -> tuple[range, float]:
    """The run of rows or columns between ``edges`` whose extent has the highest IoU with ``start..stop``, and that IoU.

    Only the two edges around each end can be best, so at most four runs are compared; ties take the smaller run.

    >>> best_range([0, 10, 20, 30], 1, 19)
    (range(0, 2), 0.9)
    """
    firsts = _around(edges, start)
    lasts = _around(edges, stop)
    options = [(i, j) for i in firsts for j in lasts if i < j] or [_only_one(edges, start, stop)]
    fit = {option: round(iou(edges[option[0]], edges[option[1]], start, stop), IOU_DIGITS) for option in options}
    first, last = max(options, key=lambda o: (fit[o], o[0] - o[1], -o[0]))
    return range(first, last), fit[first, last]


def _around(edges: Sequence[float], position: float) -> list[int]:
    """Indices of the last edge at or before ``position`` and the first at or after it."""
    before = [i for i, edge in enumerate(edges) if edge <= position]
    after = [i for i, edge in enumerate(edges) if edge >= position]
    return sorted({*(before[-1:] or [0]), *(after[:1] or [len(edges) - 1])})


def _only_one(edges: Sequence[float], start: float, stop: float) -> tuple[int, int]:
    index = index_at(edges, (start + stop) / 2)
    return index, index + 1
