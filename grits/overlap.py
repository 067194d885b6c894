"""Overlap of many boxes with many boxes, in the two flavours GriTS numbers exist in.

``iou`` is intersection over union. ``iou_enclosing`` divides by the area of the smallest box around both, as the
published Table Transformer code does under the name IoU; the GriTS_Top and GriTS_Loc of the PubTables-1M, GriTS and
"Aligning benchmark datasets" papers are on this scale.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

BLOCK_SIZE = 200_000  # pairs looked at a time
Divisor = Callable[[Floats, Floats, Floats], Floats]  # true boxes (n, 4), predicted boxes (n, 4), common areas (n,) -> (n,)


def iou(true_boxes: Floats, predicted_boxes: Floats) -> Floats:
    """Intersection over union, 0..1; 0 where both boxes have no area.

    true_boxes: (n, 4) x0, y0, x1, y1 · predicted_boxes: (m, 4) · returns: (n, m).
    """
    return _shares(true_boxes, predicted_boxes, lambda a, b, common: _area(a) + _area(b) - common)


def iou_enclosing(true_boxes: Floats, predicted_boxes: Floats) -> Floats:
    """Intersection over the box enclosing both, 0..1; equals ``iou`` when the boxes share one extent, else is below it.

    Coordinates are first rounded to single precision, because the published code's rectangle type (PyMuPDF's) does
    so; without it GriTS_Loc differs in the seventh digit. true_boxes: (n, 4) · predicted_boxes: (m, 4) · returns: (n, m).
    """
    true_boxes, predicted_boxes = true_boxes.astype(np.float32), predicted_boxes.astype(np.float32)
    return _shares(true_boxes, predicted_boxes, lambda a, b, common: _enclosing_extent(a, b, 0) * _enclosing_extent(a, b, 1))


def _shares(true_boxes: NDArray[np.floating], predicted_boxes: NDArray[np.floating], divisor: Divisor) -> Floats:
    """Common area over ``divisor`` for the pairs that meet, 0 for the others, which are nearly all: (n, m)."""
    shares = np.zeros((len(true_boxes), len(predicted_boxes)))
    step = max(1, BLOCK_SIZE // max(1, len(predicted_boxes)))
    for start in range(0, len(true_boxes), step):
        block = true_boxes[start : start + step]
        met = np.flatnonzero(_have_common_area(block, predicted_boxes))
        rows, columns = np.divmod(met, len(predicted_boxes))
        a, b = block[rows].astype(np.float64), predicted_boxes[columns].astype(np.float64)
        common = _common_extent(a, b, 0) * _common_extent(a, b, 1)
        shares[start : start + step].ravel()[met] = _divide(common, divisor(a, b, common))
    return shares


def _have_common_area(true_boxes: NDArray[np.floating], predicted_boxes: NDArray[np.floating]) -> NDArray[np.bool_]:
    """For all pairs, with their numbers' own precision; boxes without an area may be said to have one: (n, 4), (m, 4) -> (n, m)."""
    x0, y0, x1, y1 = np.ascontiguousarray(true_boxes.T)[:, :, None]
    left, top, right, bottom = np.ascontiguousarray(predicted_boxes.T)
    is_met: NDArray[np.bool_] = top < y1
    is_met &= bottom > y0
    is_met &= left < x1
    is_met &= right > x0
    return is_met


def _common_extent(a: Floats, b: Floats, axis: int) -> Floats:
    """Length of the overlap of boxes on one axis, 0 where they are apart: (n, 4), (n, 4) -> (n,)."""
    length: Floats = np.maximum(np.minimum(a[:, axis + 2], b[:, axis + 2]) - np.maximum(a[:, axis], b[:, axis]), 0)
    return length


def _enclosing_extent(a: Floats, b: Floats, axis: int) -> Floats:
    """Length of the interval around boxes on one axis: (n, 4), (n, 4) -> (n,)."""
    length: Floats = np.maximum(a[:, axis + 2], b[:, axis + 2]) - np.minimum(a[:, axis], b[:, axis])
    return length


def _area(boxes: Floats) -> Floats:
    area: Floats = np.prod(np.maximum(boxes[:, 2:] - boxes[:, :2], 0), axis=1)
    return area


def _divide(numerator: Floats, denominator: Floats) -> Floats:
    """``numerator / denominator`` in place, 0 where the denominator is 0."""
    return np.divide(numerator, denominator, out=numerator, where=denominator > 0)
