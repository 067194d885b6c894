"""Rectangles as the reference computes them: sums in double precision, intersections and unions in single precision.

The reference uses PyMuPDF rectangles. Their corners are Python floats, but ``intersect`` and ``include_rect`` pass
through C structures of 32-bit floats, and an empty rectangle is skipped by a union. Thresholds that are met exactly
depend on this, so it is repeated here. A rectangle is a plain tuple (x0, y0, x1, y1) and may be inverted.
"""

from __future__ import annotations

from collections.abc import Iterable
from struct import pack, unpack

Rect = tuple[float, float, float, float]

EMPTY: Rect = (0.0, 0.0, 0.0, 0.0)
_LOWEST, _HIGHEST = -2147483648.0, 2147483520.0  # coordinates beyond these are clamped by the library


def single(rect: Rect) -> Rect:
    """``rect`` rounded to single precision."""
    clamped = (min(max(value, _LOWEST), _HIGHEST) for value in rect)
    x0, y0, x1, y1 = unpack("4f", pack("4f", *clamped))
    return (x0, y0, x1, y1)


def area(rect: Rect) -> float:
    """Width times height; 0 for an inverted rectangle."""
    return max(0.0, rect[2] - rect[0]) * max(0.0, rect[3] - rect[1])


def common(a: Rect, b: Rect) -> Rect:
    """The part of two rectangles *that are already single precision* that both share; inverted when they are apart."""
    return (max(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), min(a[3], b[3]))


def intersect(a: Rect, b: Rect) -> Rect:
    """The common part, in single precision; inverted when the rectangles are apart."""
    return common(single(a), single(b))


def include(a: Rect, b: Rect) -> Rect:
    """The smallest rectangle around both; an empty one counts for nothing, and a lone one keeps double precision."""
    if _is_empty(b):
        return a
    if _is_empty(a):
        return b
    one, two = single(a), single(b)
    return (min(one[0], two[0]), min(one[1], two[1]), max(one[2], two[2]), max(one[3], two[3]))


def hull(rects: Iterable[Rect]) -> Rect:
    """All ``rects`` included one after the other, beginning with the empty rectangle."""
    found = EMPTY
    for rect in rects:
        found = include(found, rect)
    return found


def share_inside(a: Rect, b: Rect) -> float:
    """Area of the common part over the area of ``a`` ("iob"); 0 when ``a`` has no area."""
    own = area(a)
    return area(intersect(a, b)) / own if own > 0 else 0.0


def _is_empty(rect: Rect) -> bool:
    return rect[0] >= rect[2] or rect[1] >= rect[3]
