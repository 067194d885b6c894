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

BLOCK_SIZE = 16_000  # overlaps computed at a time: temporaries stay in the cache, which is several times faster


def iou(true_boxes: Floats, predicted_boxes: Floats) -> Floats:
    """Intersection over union, 0..1; 0 where both boxes have no area.

    true_boxes: (n, 4) x0, y0, x1, y1 · predicted_boxes: (m, 4) · returns: (n, m).
    """
    return _by_blocks(_iou_block, true_boxes, predicted_boxes)


def iou_enclosing(true_boxes: Floats, predicted_boxes: Floats) -> Floats:
    """Intersection over the box enclosing both, 0..1; equals ``iou`` when the boxes share one extent, else is below it.

    Coordinates are first rounded to single precision, because the published code's rectangle type (PyMuPDF's) does
    so; without it GriTS_Loc differs in the seventh digit. true_boxes: (n, 4) · predicted_boxes: (m, 4) · returns: (n, m).
    """
    true_boxes = true_boxes.astype(np.float32).astype(np.float64)
    predicted_boxes = predicted_boxes.astype(np.float32).astype(np.float64)
    return _by_blocks(_iou_enclosing_block, true_boxes, predicted_boxes)


def _by_blocks(overlap: Callable[[Floats, Floats], Floats], true_boxes: Floats, predicted_boxes: Floats) -> Floats:
    overlaps = np.empty((len(true_boxes), len(predicted_boxes)))
    step = max(1, BLOCK_SIZE // max(1, len(predicted_boxes)))
    for start in range(0, len(true_boxes), step):
        overlaps[start : start + step] = overlap(true_boxes[start : start + step], predicted_boxes)
    return overlaps


def _iou_block(true_boxes: Floats, predicted_boxes: Floats) -> Floats:
    common = _intersection(true_boxes, predicted_boxes)
    union = _area(true_boxes)[:, None] + _area(predicted_boxes)[None, :] - common
    return _divide(common, union)


def _iou_enclosing_block(true_boxes: Floats, predicted_boxes: Floats) -> Floats:
    common = _intersection(true_boxes, predicted_boxes)
    around = _enclosing_extent(true_boxes[:, 0::2], predicted_boxes[:, 0::2])
    around *= _enclosing_extent(true_boxes[:, 1::2], predicted_boxes[:, 1::2])
    return _divide(common, around)


def _intersection(true_boxes: Floats, predicted_boxes: Floats) -> Floats:
    common = _common_extent(true_boxes[:, 0::2], predicted_boxes[:, 0::2])
    common *= _common_extent(true_boxes[:, 1::2], predicted_boxes[:, 1::2])
    return common


def _common_extent(true_intervals: Floats, predicted_intervals: Floats) -> Floats:
    """Length of the overlap of every two intervals, 0 where they are apart: (n, 2), (m, 2) -> (n, m)."""
    starts, ends = _starts_and_ends(predicted_intervals)
    length = np.minimum(true_intervals[:, 1:], ends)
    length -= np.maximum(true_intervals[:, :1], starts)
    return np.maximum(length, 0, out=length)


def _enclosing_extent(true_intervals: Floats, predicted_intervals: Floats) -> Floats:
    """Length of the interval around every two intervals: (n, 2), (m, 2) -> (n, m)."""
    starts, ends = _starts_and_ends(predicted_intervals)
    length = np.maximum(true_intervals[:, 1:], ends)
    length -= np.minimum(true_intervals[:, :1], starts)
    return length


def _starts_and_ends(intervals: Floats) -> tuple[Floats, Floats]:
    return np.ascontiguousarray(intervals[:, 0]), np.ascontiguousarray(intervals[:, 1])


def _area(boxes: Floats) -> Floats:
    area: Floats = np.prod(np.maximum(boxes[:, 2:] - boxes[:, :2], 0), axis=1)
    return area


def _divide(numerator: Floats, denominator: Floats) -> Floats:
    """``numerator / denominator`` in place, 0 where the denominator is 0."""
    return np.divide(numerator, denominator, out=numerator, where=denominator > 0)
