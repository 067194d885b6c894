"""Factored 2D most similar substructures on plain matrices (GriTS paper, arXiv 2203.12555, section 3).

In: two grids of entry numbers and the reward of pairing any true with any predicted entry. Out: the aligned rows,
the aligned columns, the reward of the substructure they cut out, and an upper bound on what any could reach.

All 1-D alignments of one axis are computed together. There is no gap cost, so one step of the recurrence
``D(j, l) = max(D(j-1, l-1) + R(j, l), D(j-1, l), D(j, l-1))`` over all ``l`` is an addition, a maximum and a running
maximum; the floating-point operations are those of the published code in the same order, hence so are its ties.
Rewards are asked for one line of the truth at a time, so memory stays far below one number per pair of positions.
``grits.lazy_alignment`` finds the same and aligns only the lines that can matter.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
Rewards = Callable[[Indices], Callable[[Indices], Floats]]  # predicted entries (m,), then true entries (n,) -> rewards (n, m), 0..1
Pairs = tuple[tuple[int, int], ...]

LONG_LINE = 256  # numbers


@dataclass(frozen=True, slots=True)
class SubstructureMatch:
    """What the factored alignment found: aligned (true, predicted) rows and columns, and the rewards summed."""

    row_pairs: Pairs
    column_pairs: Pairs
    matched: float
    upper_bound: float


def rewards_of_matrix(matrix: Floats) -> Rewards:
    """Rewards looked up in a (true entries, predicted entries) matrix."""

    def against(predicted_entries: Indices) -> Callable[[Indices], Floats]:
        columns = matrix.take(predicted_entries, axis=1)
        return lambda true_entries: columns[true_entries]

    return against


def match_substructures(rewards: Rewards, truth: Indices, prediction: Indices) -> SubstructureMatch:
    """The factored 2D-MSS of two grids of entry numbers; 0 when a grid has no cells.

    truth, prediction: (rows, columns) of the numbers that ``rewards`` is called with.
    """
    row_pairs, row_total = align(pairwise_alignment_scores(rewards, truth, prediction))
    column_pairs, column_total = align(pairwise_alignment_scores(rewards, truth.T, prediction.T))
    matched = _reward_of(rewards, truth, prediction, row_pairs, column_pairs)
    return SubstructureMatch(row_pairs, column_pairs, matched, min(row_total, column_total))


def align(rewards: Floats) -> tuple[Pairs, float]:
    """The best order-preserving alignment of two sequences, as index pairs, and its total reward.

    rewards: (true items, predicted items). Among equally good alignments the published code's is returned: traced
    from the end, a pair is preferred to skipping a true item, and that to skipping a predicted one.
    """
    totals = np.zeros((rewards.shape[0] + 1, rewards.shape[1] + 1))
    for row, before, after in zip(rewards, totals, totals[1:], strict=False):
        np.add(before[:-1], row, out=after[1:])
        np.maximum(after[1:], before[1:], out=after[1:])
        np.maximum.accumulate(after[1:], out=after[1:])
    return trace(moves(rewards, totals)), float(totals[-1, -1])


def moves(rewards: Floats, totals: Floats) -> NDArray[np.uint8]:
    """How each total came about: 2 by a pair, else 1 by skipping a true item, else 0; the first axes are the sequences.

    rewards: (n, m, ...) · totals: (n + 1, m + 1, ...) · returns: (n, m, ...).
    """
    here = totals[1:, 1:]
    is_pair, skips_true = totals[:-1, :-1] + rewards == here, totals[:-1, 1:] == here
    found: NDArray[np.uint8] = np.where(is_pair, np.uint8(2), skips_true.view(np.uint8))
    return found


def trace(move: NDArray[np.uint8]) -> Pairs:
    """The index pairs of the alignment that ``moves`` (true items, predicted items) lead back along."""
    pairs: list[tuple[int, int]] = []
    (i, k), steps = move.shape, move.tobytes()
    width = k
    while i and k:
        step = steps[(i - 1) * width + k - 1]
        if step:
            i -= 1
        if step != 1:
            k -= 1
        if step == 2:
            pairs.append((i, k))
    pairs.reverse()
    return tuple(pairs)


def pairwise_alignment_scores(rewards: Rewards, truth: Indices, prediction: Indices) -> Floats:
    """Best 1-D alignment reward of every (true row, predicted row): (true rows, predicted rows)."""
    num_true_rows, num_true_columns = truth.shape
    num_predicted_rows, num_predicted_columns = prediction.shape
    if not num_true_columns or not num_predicted_columns:
        return np.zeros((num_true_rows, num_predicted_rows))
    against = rewards(prediction.T.ravel())  # column-major, so that one predicted column is one contiguous block
    totals = np.zeros((num_predicted_columns + 1, num_true_rows, num_predicted_rows))
    shape, step = (num_true_rows, num_predicted_columns, num_predicted_rows), np.empty_like(totals[1:])
    for column in truth.T:
        np.add(against(column).reshape(shape).transpose(1, 0, 2), totals[:-1], out=step)
        np.maximum(step, totals[1:], out=totals[1:])
        _running_maximum(totals[1:])
    scores: Floats = totals[-1]
    return scores


def _running_maximum(totals: Floats) -> None:
    """``np.maximum.accumulate`` over the first axis in place; by whole lines where these are long, which is five times faster."""
    if totals[0].size < LONG_LINE:
        np.maximum.accumulate(totals, axis=0, out=totals)
        return
    for before, after in itertools.pairwise(totals):
        np.maximum(before, after, out=after)


def _reward_of(rewards: Rewards, truth: Indices, prediction: Indices, row_pairs: Pairs, column_pairs: Pairs) -> float:
    """Sum of the rewards over all aligned (row pair, column pair)."""
    if not row_pairs or not column_pairs:
        return 0.0
    true_columns, predicted_columns = (list(side) for side in zip(*column_pairs, strict=True))
    return float(sum(np.trace(rewards(prediction[k, predicted_columns])(truth[i, true_columns])) for i, k in row_pairs))
