"""From the layout DETR's numbers to intervals, header rows, projected row headers and spanning cells (pure numpy).

Intervals are pixels of the raster along their axis; grid results are row and column indices.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pipeline.geometry.intervals import suppress
from pipeline.models.networks import Array, GridLogits, sigmoid
from pipeline.types import Interval, Span

ROW, TABLE_Y = 0, 1  # classes of the y tokens
COLUMN, TABLE_X = 0, 1  # classes of the x tokens
MIN_SPAN_FILL = 0.6  # of a span's box that its connected cells must fill


@dataclass(frozen=True, slots=True)
class GridAnswer:
    """Probabilities of the second stage: ``header``, ``projected`` (R,); ``right`` (R, C-1); ``below`` (R-1, C)."""

    header: Array
    projected: Array
    right: Array
    below: Array

    @classmethod
    def of(cls, logits: GridLogits) -> GridAnswer:
        """The probabilities of what a network answered."""
        return cls(*(sigmoid(part) for part in (logits.header, logits.projected, logits.right, logits.below)))


def rows_or_columns(logits: Array, intervals: Array, threshold: float, length: float) -> tuple[Interval, ...]:
    """Rows (or columns) from (N,) logits and (N, 2) intervals, cut to 0..length, one-dimensional NMS applied."""
    scores = sigmoid(logits)
    found = [
        Interval(max(0.0, float(start)), min(length, float(stop)), float(score))
        for (start, stop), score in zip(intervals, scores, strict=True)
        if score >= threshold and min(length, stop) > max(0.0, start)
    ]
    return suppress(found)


def extent(logits: Array, intervals: Array, length: float) -> Interval:
    """The best table extent along the axis."""
    scores = sigmoid(logits)
    best = int(scores.argmax())
    start, stop = np.clip(intervals[best], 0.0, length)
    return Interval(float(start), float(max(start, stop)), float(scores[best]))


def header_rows(probabilities: Array) -> int:
    """The length of the header prefix with the highest likelihood (0: no header); never all rows of several."""
    safe = np.clip(probabilities.astype(np.float64), 1e-4, 1 - 1e-4)
    odds = np.concatenate([[0.0], np.cumsum(np.log(safe / (1 - safe)))])
    most = max(1, len(probabilities) - 1)
    return int(odds[: most + 1].argmax())


def spanning_cells(answer: GridAnswer, threshold: float, projected: Sequence[int]) -> list[Span]:
    """Cells connected by merge probabilities above ``threshold``, as rectangles; projected rows stay out."""
    closed = set(projected)
    count = (answer.right.shape[0], answer.below.shape[1])
    links = [(float(answer.right[r, c]), (r, c), (r, c + 1)) for r, c in np.argwhere(answer.right >= threshold) if r not in closed]
    links += [(float(answer.below[r, c]), (r, c), (r + 1, c)) for r, c in np.argwhere(answer.below >= threshold) if not {r, r + 1} & closed]
    groups = _connected(links, count)
    spans = [_rectangle(group, links) for group in groups]
    return [span for span in spans if span is not None]


def _connected(links: Sequence[tuple[float, tuple[int, int], tuple[int, int]]], count: tuple[int, int]) -> list[set[tuple[int, int]]]:
    group_of: dict[tuple[int, int], set[tuple[int, int]]] = {}
    for _, a, b in links:
        joined = group_of.get(a, {a}) | group_of.get(b, {b})
        for cell in joined:
            group_of[cell] = joined
    return list({id(group): group for group in group_of.values()}.values())


def _rectangle(group: set[tuple[int, int]], links: Sequence[tuple[float, tuple[int, int], tuple[int, int]]]) -> Span | None:
    rows, columns = [r for r, _ in group], [c for _, c in group]
    span_rows, span_columns = range(min(rows), max(rows) + 1), range(min(columns), max(columns) + 1)
    if len(group) < MIN_SPAN_FILL * len(span_rows) * len(span_columns):
        return None
    score = float(np.mean([score for score, a, _ in links if a in group]))
    return Span(span_rows, span_columns, score)
