"""Factored 2D most similar substructures on plain matrices (GriTS paper, arXiv 2203.12555, section 3).

In: two grids of entry numbers and the reward of pairing any true with any predicted entry. Out: the aligned rows,
the aligned columns, the reward of the substructure they cut out, and an upper bound on what any could reach.

All 1-D alignments of one axis are computed together. There is no gap cost, so one step of the recurrence
``D(j, l) = max(D(j-1, l-1) + R(j, l), D(j-1, l), D(j, l-1))`` over all ``l`` is an addition, a maximum and a running
maximum; the floating-point operations are those of the published code in the same order, hence so are its ties.
Rewards are asked for one line of the truth at a time, so memory stays far below one number per pair of positions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Rewards = Callable[[Indices, Indices], Floats]  # true entries (n,), predicted entries (m,) -> rewards (n, m), 0..1
Pairs = tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class SubstructureMatch:
    """What the factored alignment found: aligned (true, predicted) rows and columns, and the rewards summed."""

    row_pairs: Pairs
    column_pairs: Pairs
    matched: float
    upper_bound: float


def rewards_of_matrix(matrix: Floats) -> Rewards:
    """Rewards looked up in a (true entries, predicted entries) matrix."""
    return lambda true_entries, predicted_entries: matrix[true_entries].take(predicted_entries, axis=1)


def match_substructures(rewards: Rewards, truth: Indices, prediction: Indices) -> SubstructureMatch:
    """The factored 2D-MSS of two grids of entry numbers; 0 when a grid has no cells.

    truth, prediction: (rows, columns) of the numbers that ``rewards`` is called with.
    """
    row_pairs, row_total = align(pairwise_alignment_scores(rewards, truth, prediction))
    column_pairs, column_total = align(pairwise_alignment_scores(rewards, truth.T, prediction.T))
    matched = reward_of(rewards, truth, prediction, row_pairs, column_pairs)
    return SubstructureMatch(row_pairs, column_pairs, matched, min(row_total, column_total))


def align(rewards: Floats) -> tuple[Pairs, float]:
    """The best order-preserving alignment of two sequences, as index pairs, and its total reward.

    rewards: (true items, predicted items). Among equally good alignments the published code's is returned: traced
    from the end, a pair is preferred to skipping a true item, and that to skipping a predicted one.
    """
    totals = np.zeros((rewards.shape[0] + 1, rewards.shape[1] + 1))
    for index, row in enumerate(rewards):
        with_pair = totals[index, :-1] + row
        totals[index + 1, 1:] = np.maximum.accumulate(np.maximum(with_pair, totals[index, 1:]))
    return _trace(rewards, totals), float(totals[-1, -1])


def _trace(rewards: Floats, totals: Floats) -> Pairs:
    pairs: list[tuple[int, int]] = []
    i, k = rewards.shape
    while i > 0 and k > 0:
        if totals[i - 1, k - 1] + rewards[i - 1, k - 1] == totals[i, k]:
            i, k = i - 1, k - 1
            pairs.append((i, k))
        elif totals[i - 1, k] == totals[i, k]:
            i -= 1
        else:
            k -= 1
    return tuple(reversed(pairs))


def pairwise_alignment_scores(rewards: Rewards, truth: Indices, prediction: Indices) -> Floats:
    """Best 1-D alignment reward of every (true row, predicted row): (true rows, predicted rows)."""
    num_true_rows, num_true_columns = truth.shape
    num_predicted_rows, num_predicted_columns = prediction.shape
    if not num_true_columns or not num_predicted_columns:
        return np.zeros((num_true_rows, num_predicted_rows))
    flat = prediction.T.ravel()  # column-major, so that one predicted column is one contiguous block
    totals = np.zeros((num_true_rows, num_predicted_columns + 1, num_predicted_rows))
    shape = (num_true_rows, num_predicted_columns, num_predicted_rows)
    for column in truth.T:
        step = rewards(column, flat).reshape(shape)
        step += totals[:, :-1]
        np.maximum(step, totals[:, 1:], out=step)
        np.maximum.accumulate(step, axis=1, out=totals[:, 1:])
    return totals[:, -1]


def reward_of(rewards: Rewards, truth: Indices, prediction: Indices, row_pairs: Pairs, column_pairs: Pairs) -> float:
    """Sum of the rewards over all aligned (row pair, column pair)."""
    if not row_pairs or not column_pairs:
        return 0.0
    true_columns, predicted_columns = (list(side) for side in zip(*column_pairs, strict=True))
    lines = (rewards(truth[i, true_columns], prediction[k, predicted_columns]) for i, k in row_pairs)
    return float(sum(np.trace(line) for line in lines))
