"""COCO average precision of detected objects, computed by the faster-coco-eval library.

In: per image, true objects as (label, box) and predicted ones as (label, box, score), boxes in pixels of the image.
Out: AP, AP50, AP75 and AR as DETR and Table Transformer report them: IoU .50:.05:.95, at most 100 predictions an
image, every class with truth weighing the same. True IoU, unlike GriTS_Loc's reference mode.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from table import BBox

TrueObject = tuple[str, BBox]
PredictedObject = tuple[str, BBox, float]

IOU_AXIS_50, IOU_AXIS_75 = 0, 5  # positions of .50 and .75 in .50:.05:.95
ALL_AREAS, MOST_PREDICTIONS = 0, -1  # positions on the library's area axis and its limits 1, 10, 100


class MissingLibraryError(ImportError):
    """faster-coco-eval is not installed."""


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

    Raises ``ValueError`` when the lengths differ or there is no true object at all, ``MissingLibraryError`` without
    the ``evaluate`` extra.
    """
    if len(truth) != len(prediction):
        raise ValueError(f"{len(truth)} images with truth but {len(prediction)} with predictions")
    labels = sorted({label for objects in truth for label, _ in objects})
    if not labels:
        raise ValueError("no true object in any image: average precision is undefined")
    evaluation = _evaluate(labels, _images(truth, labels), _results(prediction, labels))
    per_class = {label: _summary(evaluation, slice(index, index + 1)) for index, label in enumerate(labels)}
    return CocoScores(_summary(evaluation, slice(None)), per_class, len(truth))


def _images(truth: Sequence[Sequence[TrueObject]], labels: list[str]) -> dict[str, Any]:
    annotations = [
        {"image_id": image, "category_id": labels.index(label), "bbox": _xywh(box), "area": box.area, "iscrowd": 0}
        for image, objects in enumerate(truth)
        for label, box in objects
    ]
    return {
        "info": {},
        "images": [{"id": image} for image in range(len(truth))],
        "annotations": [{"id": number, **annotation} for number, annotation in enumerate(annotations, start=1)],
        "categories": [{"id": number, "name": label} for number, label in enumerate(labels)],
    }


def _results(prediction: Sequence[Sequence[PredictedObject]], labels: list[str]) -> list[dict[str, Any]]:
    """Predictions of classes without any truth are left out: no average counts them."""
    return [
        {"image_id": image, "category_id": labels.index(label), "bbox": _xywh(box), "score": score}
        for image, objects in enumerate(prediction)
        for label, box, score in objects
        if label in labels
    ]


def _xywh(box: BBox) -> list[float]:
    return [box.x0, box.y0, box.width, box.height]


def _evaluate(labels: list[str], images: dict[str, Any], results: list[dict[str, Any]]) -> dict[str, Any]:
    """The library's precision (IoU, recall, class, area, limit) and recall (IoU, class, area, limit) arrays."""
    if not results:
        return {"precision": np.zeros((10, 101, len(labels), 4, 3)), "recall": np.zeros((10, len(labels), 4, 3))}
    try:
        from faster_coco_eval import COCO, COCOeval_faster
    except ImportError as error:
        raise MissingLibraryError("average precision needs faster-coco-eval: pip install 'tablewright[evaluate]'") from error
    true_set = COCO(images)
    evaluator = COCOeval_faster(true_set, true_set.loadRes(results), "bbox")
    evaluator.evaluate()
    evaluator.accumulate()
    found: dict[str, Any] = evaluator.eval
    return found


def _summary(evaluation: dict[str, Any], classes: slice) -> AveragePrecision:
    precision = evaluation["precision"][:, :, classes, ALL_AREAS, MOST_PREDICTIONS]
    recall = evaluation["recall"][:, classes, ALL_AREAS, MOST_PREDICTIONS]
    return AveragePrecision(_mean(precision), _mean(precision[IOU_AXIS_50]), _mean(precision[IOU_AXIS_75]), _mean(recall))


def _mean(values: Any) -> float:
    """Mean of the entries the library could compute; it marks the others -1."""
    known = values[values > -1]
    return float(known.mean()) if known.size else 0.0
