"""Scores of the ICDAR 2019 competition (cTDaR), which compares boxes and never text.

Track A counts tables found at several IoU thresholds. Track B pairs cells at an IoU threshold and counts adjacency
relations whose two cells are both paired. Both are summed up as the mean of F1 weighted by the threshold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np

from grits.adjacency import adjacent_cells
from grits.matrices import CellMatrix, boxes, cell_matrix
from grits.overlap import iou
from grits.scores import Score, score_from_counts
from table import Cell

CTDAR_THRESHOLDS = (0.6, 0.7, 0.8, 0.9)


def weighted_average_f1(scores: Mapping[float, Score]) -> float:
    """``sum(t * F1(t)) / sum(t)`` over IoU thresholds t.

    >>> weighted_average_f1({0.25: score_from_counts(1, 1, 1), 0.75: score_from_counts(0, 1, 1)})
    0.25
    """
    if not scores:
        raise ValueError("no thresholds to average over")
    return sum(threshold * score.value for threshold, score in scores.items()) / sum(scores)


def cell_adjacency_score(truth: Sequence[Cell], prediction: Sequence[Cell], iou_threshold: float) -> Score:
    """Track B of one table: adjacency relations between cells that are paired at IoU >= ``iou_threshold``.

    Every cell given takes part; positions without a cell are the blanks. Sum ``matched`` and both counts over the
    tables of a set (``micro_mean``) for the published figure. Cells without a box are never paired.
    """
    ours, theirs = cell_matrix(truth), cell_matrix(prediction)
    true_relations = set(_relations(ours, len(truth)))
    predicted_relations = set(_relations(theirs, len(prediction)))
    partner = _pair_cells(ours, theirs, iou_threshold)
    translated = {(partner[a], partner[b], d) for a, b, d in predicted_relations if a in partner and b in partner}
    return score_from_counts(len(translated & true_relations), len(true_relations), len(predicted_relations))


def _relations(matrix: CellMatrix, num_cells: int) -> list[tuple[int, int, Literal["H", "V"]]]:
    is_blank = [index >= num_cells for index in range(len(matrix.cells))]  # cells beyond those given fill holes
    return list(adjacent_cells(matrix, is_blank))


def _pair_cells(truth: CellMatrix, prediction: CellMatrix, iou_threshold: float) -> dict[int, int]:
    """predicted cell -> true cell, best overlaps first, each used once."""
    overlap = iou(boxes(truth), boxes(prediction))
    candidates = np.argwhere((overlap >= iou_threshold) & (overlap > 0)).tolist()
    partner: dict[int, int] = {}
    taken: set[int] = set()
    for true_cell, predicted_cell in sorted(candidates, key=lambda pair: (-overlap[pair[0], pair[1]], pair)):
        if predicted_cell not in partner and true_cell not in taken:
            partner[predicted_cell] = true_cell
            taken.add(true_cell)
    return partner
