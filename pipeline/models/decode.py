"""From a DETR's raw output to labelled boxes: the only place that knows how such a model says "nothing here".

In: logits (queries, classes[+1]) and boxes (queries, 4) as centre and size in fractions of the canvas. Out: ``Detection``
values above the thresholds, best first. Two families: *softmax* models have a last class "no object" (DETR, Table
Transformer), *sigmoid* models score each class by itself (conditional and deformable DETR, RT-DETR, D-FINE).
Pure numpy: no model is needed to test it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import ModelError
from pipeline.models.profile import Profile, Scoring
from table import Label

Array = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Detection:
    """``box``: x0, y0, x1, y1 as fractions 0..1 of the canvas, with positive area."""

    label: Label
    score: float
    box: tuple[float, float, float, float]


def decode(logits: Array, boxes: Array, labels: Sequence[Label], profile: Profile) -> list[Detection]:
    """The detections of one canvas, ordered by score (ties: class, top, left).

    Softmax models give at most one detection per query: the best class other than "no object". Sigmoid models give
    one per class above its threshold, since one box may be a row and a projected row header; at most as many as queries.
    Raises ``ModelError`` for numbers that are not finite or a number of classes that does not fit ``labels``.
    """
    _check(logits, boxes, labels, profile.scoring)
    scores = class_scores(logits, profile.scoring)
    least = np.array([profile.thresholds[label] for label in labels], np.float32)
    corners = _corners(boxes)
    pairs = _above(scores, least, is_exclusive=profile.scoring == "softmax")
    found = [_detection(labels[index], scores[query, index], corners[query]) for query, index in pairs]
    order = {label: index for index, label in enumerate(labels)}
    ranked = sorted((d for d in found if d), key=lambda d: (-d.score, order[d.label], d.box[1], d.box[0]))
    return ranked[: len(boxes)]


def class_scores(logits: Array, scoring: Scoring) -> Array:
    """(queries, classes) in 0..1, without "no object"."""
    values = logits.astype(np.float64)
    if scoring == "sigmoid":
        scores: NDArray[np.float64] = 0.5 * (1 + np.tanh(values / 2))  # the logistic function without overflow
        return scores.astype(np.float32)
    exponents = np.exp(values - values.max(axis=1, keepdims=True))
    shares: NDArray[np.float64] = exponents / exponents.sum(axis=1, keepdims=True)
    return shares[:, :-1].astype(np.float32)


def _check(logits: Array, boxes: Array, labels: Sequence[Label], scoring: Scoring) -> None:
    expected = len(labels) + (1 if scoring == "softmax" else 0)
    if logits.ndim != 2 or logits.shape[1] != expected or boxes.shape != (len(logits), 4):
        raise ModelError(
            f"the model returned logits {logits.shape} and boxes {boxes.shape}; {scoring} scoring of {len(labels)} classes needs "
            f"(queries, {expected}) and (queries, 4): check `scoring` in its profile"
        )
    if not (np.isfinite(logits).all() and np.isfinite(boxes).all()):
        raise ModelError("the model returned numbers that are not finite; its weights are damaged or overflow in this precision")


def _above(scores: Array, least: Array, *, is_exclusive: bool) -> list[tuple[int, int]]:
    """(query, class) pairs whose score reaches its threshold; only the best class of a query when exclusive."""
    wanted = scores >= least
    if is_exclusive:
        wanted &= np.arange(scores.shape[1]) == scores.argmax(axis=1)[:, None]
    return [(int(query), int(index)) for query, index in np.argwhere(wanted)]


def _corners(boxes: Array) -> NDArray[np.float64]:
    """(queries, 4): x0, y0, x1, y1, clipped to the canvas."""
    center, size = boxes[:, :2].astype(np.float64), boxes[:, 2:].astype(np.float64)
    corners: NDArray[np.float64] = np.clip(np.concatenate([center - size / 2, center + size / 2], axis=1), 0.0, 1.0)
    return corners


def _detection(label: Label, score: np.float32, corners: NDArray[np.float64]) -> Detection | None:
    x0, y0, x1, y1 = (float(value) for value in corners)
    return Detection(label, float(score), (x0, y0, x1, y1)) if x1 > x0 and y1 > y0 else None
