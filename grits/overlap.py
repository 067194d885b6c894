"""Overlap of many boxes with many boxes, in the two flavours GriTS numbers exist in.

``iou`` is intersection over union. ``iou_enclosing`` divides by the area of the smallest box around both, as the
published Table Transformer code does under the name IoU; the GriTS_Top and GriTS_Loc of the PubTables-1M, GriTS and
"Aligning benchmark datasets" papers are on this scale.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def iou(true_boxes: Floats, predicted_boxes: Floats) -> Floats:
    """Intersection over union, 0..1; 0 where both boxes have no area.

    true_boxes: (n, 4) x0, y0, x1, y1 · predicted_boxes: (m, 4) · returns: (n, m).
    """
    common = _intersection(true_boxes, predicted_boxes)
    union = _area(true_boxes)[:, None] + _area(predicted_boxes)[None, :] - common
    return _divide(common, union)


def iou_enclosing(true_boxes: Floats, predicted_boxes: Floats) -> Floats:
    """Intersection over the box enclosing both, 0..1; equals ``iou`` when the boxes share one extent, else is below it.

    Coordinates are first rounded to single precision, because the published code's rectangle type (PyMuPDF's) does
    so; without it GriTS_Loc differs in the seventh digit. true_boxes: (n, 4) · predicted_boxes: (m, 4) · returns: (n, m).
    """
    true_boxes = true_boxes.astype(np.float32).astype(np.float64)
    predicted_boxes = predicted_boxes.astype(np.float32).astype(np.float64)
    common = _intersection(true_boxes, predicted_boxes)
    width = np.maximum(true_boxes[:, None, 2], predicted_boxes[None, :, 2])
    width -= np.minimum(true_boxes[:, None, 0], predicted_boxes[None, :, 0])
    height = np.maximum(true_boxes[:, None, 3], predicted_boxes[None, :, 3])
    height -= np.minimum(true_boxes[:, None, 1], predicted_boxes[None, :, 1])
    return _divide(common, width * height)


def _intersection(true_boxes: Floats, predicted_boxes: Floats) -> Floats:
    width = np.minimum(true_boxes[:, None, 2], predicted_boxes[None, :, 2])
    width -= np.maximum(true_boxes[:, None, 0], predicted_boxes[None, :, 0])
    height = np.minimum(true_boxes[:, None, 3], predicted_boxes[None, :, 3])
    height -= np.maximum(true_boxes[:, None, 1], predicted_boxes[None, :, 1])
    return np.maximum(width, 0, out=width) * np.maximum(height, 0, out=height)


def _area(boxes: Floats) -> Floats:
    return np.maximum(boxes[:, 2] - boxes[:, 0], 0) * np.maximum(boxes[:, 3] - boxes[:, 1], 0)


def _divide(numerator: Floats, denominator: Floats) -> Floats:
    return np.divide(numerator, denominator, out=np.zeros_like(numerator), where=denominator > 0)
