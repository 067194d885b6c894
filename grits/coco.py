"""COCO average precision of detected objects, computed as the published evaluation (pycocotools) computes it.

In: per image, true objects as (label, box) and predicted ones as (label, box, score), boxes in pixels of the image.
Out: AP, AP50, AP75 and AR as DETR and Table Transformer report them: IoU .50:.05:.95, at most 100 predictions an
image and class, 101 recall levels, every class with truth weighing the same. True IoU, unlike GriTS_Loc's reference mode.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from table import BBox

TrueObject = tuple[str, BBox]
PredictedObject = tuple[str, BBox, float]
Floats = NDArray[np.float64]

IOU_THRESHOLDS = np.linspace(0.5, 0.95, 10)
AXIS_50, AXIS_75 = 0, 5  # positions of .50 and .75 among them
RECALL_LEVELS = np.linspace(0.0, 1.0, 101)
MOST_PREDICTIONS = 100  # of one class in one image
HIGHEST_IOU = 1 - 1e-10  # a threshold of 1 accepts equal boxes in spite of rounding


@dataclass(frozen=True, slots=True)
class AveragePrecision:
    """0..1 each: mean over IoU .50 to .95, at .50, at .75, and the mean recall of 100 predictions an image."""

    ap: float
    ap50: float
    ap75: float
    ar: float


@dataclass(frozen=True, slots=True)
class CocoScores:
    """``overall`` is the mean over classes that have truth; ``per_class`` holds those classes, sorted by label."""

    overall: AveragePrecision
    per_class: dict[str, AveragePrecision]
    num_images: int


def coco_scores(truth: Sequence[Sequence[TrueObject]], prediction: Sequence[Sequence[PredictedObject]]) -> CocoScores:
    """Scores over a set of images; ``prediction`` has one entry for each of ``truth``, in its order.

    Raises ``ValueError`` when the lengths differ or there is no true object at all.

    >>> box = BBox(0, 0, 10, 10)
    >>> round(coco_scores([[("table", box)]], [[("table", box, 0.9)]]).overall.ap, 9)
    1.0
    """
    if len(truth) != len(prediction):
        raise ValueError(f"{len(truth)} images with truth but {len(prediction)} with predictions")
    labels = sorted({label for objects in truth for label, _ in objects})
    if not labels:
        raise ValueError("no true object in any image: average precision is undefined")
    curves = [_curves(label, truth, prediction) for label in labels]
    precision, recall = np.stack([curve[0] for curve in curves]), np.stack([curve[1] for curve in curves])
    per_class = {label: _summary(precision[[index]], recall[[index]]) for index, label in enumerate(labels)}
    return CocoScores(_summary(precision, recall), per_class, len(truth))


def _summary(precision: Floats, recall: Floats) -> AveragePrecision:
    """precision: (classes, IoU, recall levels) · recall: (classes, IoU)."""
    return AveragePrecision(
        float(precision.mean()), float(precision[:, AXIS_50].mean()), float(precision[:, AXIS_75].mean()), float(recall.mean())
    )


def _curves(label: str, truth: Sequence[Sequence[TrueObject]], prediction: Sequence[Sequence[PredictedObject]]) -> tuple[Floats, Floats]:
    """Of one class: precision (IoU, recall levels) and the recall reached (IoU,)."""
    scores: list[float] = []
    hits: list[NDArray[np.bool_]] = []
    for true_objects, found in zip(truth, prediction, strict=True):
        boxes = [box for name, box in true_objects if name == label]
        mine = sorted((item for item in found if item[0] == label), key=lambda item: -item[2])[:MOST_PREDICTIONS]
        scores += [score for _, _, score in mine]
        hits.append(_hits(_ious([box for _, box, _ in mine], boxes)))
    num_true = sum(name == label for objects in truth for name, _ in objects)
    order = np.argsort(-np.array(scores), kind="stable")
    return _precision_and_recall(np.concatenate(hits, axis=1)[:, order], num_true)


def _ious(found: Sequence[BBox], truth: Sequence[BBox]) -> Floats:
    """(predictions, truths), true IoU of width and height as the annotation files carry them."""
    a = np.array([(box.x0, box.y0, box.width, box.height) for box in found], dtype=np.float64).reshape(-1, 1, 4)
    b = np.array([(box.x0, box.y0, box.width, box.height) for box in truth], dtype=np.float64).reshape(1, -1, 4)
    sides = np.minimum(a[..., :2] + a[..., 2:], b[..., :2] + b[..., 2:]) - np.maximum(a[..., :2], b[..., :2])
    inner: Floats = np.where((sides > 0).all(-1), sides[..., 0] * sides[..., 1], 0.0)
    union = a[..., 2] * a[..., 3] + b[..., 2] * b[..., 3] - inner
    return np.divide(inner, union, out=np.zeros_like(inner), where=union > 0)


def _hits(ious: Floats) -> NDArray[np.bool_]:
    """(IoU thresholds, predictions): whether each prediction, best first, takes a true object nobody took before."""
    num_found, num_true = ious.shape
    hits = np.zeros((len(IOU_THRESHOLDS), num_found), dtype=np.bool_)
    for level, threshold in enumerate(np.minimum(IOU_THRESHOLDS, HIGHEST_IOU)):
        is_free = np.ones(num_true, dtype=np.bool_)
        for index, row in enumerate(ious):
            allowed = np.where(is_free & (row >= threshold), row, -1.0)
            if num_true and allowed.max() >= threshold:
                is_free[num_true - 1 - int(allowed[::-1].argmax())] = False  # of equal ones the last, as published
                hits[level, index] = True
    return hits


def _precision_and_recall(hits: NDArray[np.bool_], num_true: int) -> tuple[Floats, Floats]:
    """hits: (IoU, predictions by score). Precision is made to fall with recall, then read at the levels; 0 beyond the last."""
    num_hits = np.cumsum(hits, axis=1, dtype=np.float64)
    recall = num_hits / num_true
    precision = num_hits / (np.arange(1, hits.shape[1] + 1) + np.spacing(1))
    falling = np.maximum.accumulate(precision[:, ::-1], axis=1)[:, ::-1]
    padded = np.concatenate([falling, np.zeros((len(hits), 1))], axis=1)
    levels = np.stack([line[np.searchsorted(reached, RECALL_LEVELS, side="left")] for line, reached in zip(padded, recall, strict=True)])
    return levels, recall[:, -1] if hits.shape[1] else np.zeros(len(hits))
