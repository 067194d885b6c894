"""Factored 2D most similar substructures on plain matrices (GriTS paper, arXiv 2203.12555, section 3).

In: a reward for every pair of (true, predicted) grid positions, as a matrix over the *distinct* entries plus the
two grids of entry numbers. Out: the aligned rows, the aligned columns, the reward of the substructure they cut
out, and an upper bound on what any substructure could reach.

All 1-D alignments of one axis are computed together. There is no gap cost, so one step of the recurrence
``D(j, l) = max(D(j-1, l-1) + R(j, l), D(j-1, l), D(j, l-1))`` over all ``l`` is an addition, a maximum and a running
maximum; the floating-point operations are those of the published code in the same order, hence so are its ties.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class SubstructureMatch:
    """What the factored alignment found: aligned (true, predicted) rows and columns, and the rewards summed."""

    row_pairs: tuple[tuple[int, int], ...]
    column_pairs: tuple[tuple[int, int], ...]
    matched: float
    upper_bound: float


def match_substructures(reward: Floats, truth: Indices, prediction: Indices) -> SubstructureMatch:
    """The factored 2D-MSS of two grids of entry numbers.

    reward: (distinct true entries, distinct predicted entries), 0..1 · truth: (rows, columns) of row numbers of
    ``reward`` · prediction: (rows, columns) of column numbers of ``reward``. Grids without cells give 0.
    """
    row_pairs, row_total = align(_pairwise_alignment_scores(reward, truth, prediction))
    column_pairs, column_total = align(_pairwise_alignment_scores(reward, truth.T, prediction.T))
    matched = _reward_of(reward, truth, prediction, row_pairs, column_pairs)
    return SubstructureMatch(row_pairs, column_pairs, matched, min(row_total, column_total))


def align(rewards: Floats) -> tuple[tuple[tuple[int, int], ...], float]:
    """The best order-preserving alignment of two sequences, as index pairs, and its total reward.

    rewards: (true items, predicted items). Among equally good alignments the published code's is returned: traced
    from the end, a pair is preferred to skipping a true item, and that to skipping a predicted one.
    """
    totals = np.zeros((rewards.shape[0] + 1, rewards.shape[1] + 1))
    for index, row in enumerate(rewards):
        with_pair = totals[index, :-1] + row
        totals[index + 1, 1:] = np.maximum.accumulate(np.maximum(with_pair, totals[index, 1:]))
    return _trace(rewards, totals), float(totals[-1, -1])


def _trace(rewards: Floats, totals: Floats) -> tuple[tuple[int, int], ...]:
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


def _pairwise_alignment_scores(reward: Floats, truth: Indices, prediction: Indices) -> Floats:
    """Best 1-D alignment reward of every (true row, predicted row): (true rows, predicted rows)."""
    num_true_rows, num_true_columns = truth.shape
    num_predicted_rows, num_predicted_columns = prediction.shape
    if not num_true_columns or not num_predicted_columns:
        return np.zeros((num_true_rows, num_predicted_rows))
    flat = prediction.T.ravel()  # column-major, so that one predicted column is one contiguous block
    totals = np.zeros((num_true_rows, num_predicted_columns + 1, num_predicted_rows))
    shape = (num_true_rows, num_predicted_columns, num_predicted_rows)
    for column in truth.T:
        step = reward[column][:, flat].reshape(shape)
        step += totals[:, :-1]
        np.maximum(step, totals[:, 1:], out=step)
        np.maximum.accumulate(step, axis=1, out=totals[:, 1:])
    return totals[:, -1]


def _reward_of(
    reward: Floats,
    truth: Indices,
    prediction: Indices,
    row_pairs: tuple[tuple[int, int], ...],
    column_pairs: tuple[tuple[int, int], ...],
) -> float:
    if not row_pairs or not column_pairs:
        return 0.0
    true_rows, predicted_rows = (list(side) for side in zip(*row_pairs, strict=True))
    true_columns, predicted_columns = (list(side) for side in zip(*column_pairs, strict=True))
    true_part = truth[np.ix_(true_rows, true_columns)]
    predicted_part = prediction[np.ix_(predicted_rows, predicted_columns)]
    return float(reward[true_part, predicted_part].sum())
