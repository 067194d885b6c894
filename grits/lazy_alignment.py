"""The same alignment as ``grits.alignment``, for rewards that are dear to compute but cheap to bound from above.

In: ``BoundedRewards``, a matrix of upper bounds that can be made exact pair by pair. Out: exactly what
``match_substructures`` gives for the exact rewards, ties included, having computed only a small part of them.

Why it is exact: let the alignment found with bounds use only pairs whose rewards are exact. Its total is then
reached by the true rewards, and nothing exceeds it, so true and bounded totals agree all along its path. A move not
taken there was worse with bounds, hence is worse with the true rewards. So: align, make the path exact, repeat.
"""

from __future__ import annotations

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from grits.alignment import Floats, Indices, Pairs, SubstructureMatch, align, pairwise_alignment_scores, reward_of, rewards_of_matrix


class BoundedRewards(Protocol):
    """upper: (true entries, predicted entries) bounds on the reward · is_exact: where the bound is the reward."""

    @property
    def upper(self) -> Floats: ...

    @property
    def is_exact(self) -> NDArray[np.bool_]: ...

    def make_exact(self, true_entries: Indices, predicted_entries: Indices) -> None:
        """Replace the bounds of these pairs, given as two equally long arrays, by the rewards."""


def match_substructures_lazily(rewards: BoundedRewards, truth: Indices, prediction: Indices) -> SubstructureMatch:
    """The factored 2D-MSS of two grids of entry numbers; see ``grits.alignment.match_substructures``."""
    row_pairs, row_total = _align_lines(rewards, truth, prediction)
    column_pairs, column_total = _align_lines(rewards, truth.T, prediction.T)
    _make_exact_within(rewards, truth, prediction, row_pairs, column_pairs)
    matched = reward_of(rewards_of_matrix(rewards.upper), truth, prediction, row_pairs, column_pairs)
    return SubstructureMatch(row_pairs, column_pairs, matched, min(row_total, column_total))


def _align_lines(rewards: BoundedRewards, truth: Indices, prediction: Indices) -> tuple[Pairs, float]:
    scores = pairwise_alignment_scores(rewards_of_matrix(rewards.upper), truth, prediction)
    is_settled = np.zeros(scores.shape, dtype=bool)
    while True:
        pairs, total = align(scores)
        true_rows, predicted_rows = np.array(pairs, dtype=np.intp).reshape(-1, 2).T
        is_open = ~is_settled[true_rows, predicted_rows]
        if not is_open.any():
            return pairs, total
        true_rows, predicted_rows = true_rows[is_open], predicted_rows[is_open]
        scores[true_rows, predicted_rows] = _exact_scores(rewards, truth[true_rows], prediction[predicted_rows])
        is_settled[true_rows, predicted_rows] = True


def _exact_scores(rewards: BoundedRewards, truth: Indices, prediction: Indices) -> Floats:
    """Best 1-D alignment reward of each of several pairs of lines.

    truth: (pairs, true entries) · prediction: (pairs, predicted entries) · returns: (pairs,).
    """
    scores = np.zeros(len(truth))
    todo = np.arange(len(truth))
    while todo.size:
        lines, theirs = truth[todo], prediction[todo]
        steps = rewards.upper[lines[:, :, None], theirs[:, None, :]]
        totals = _totals(steps)
        scores[todo] = totals[:, -1, -1]
        pair, i, k = _trace_all(steps, totals)
        true_entries, predicted_entries = lines[pair, i], theirs[pair, k]
        is_open = ~rewards.is_exact[true_entries, predicted_entries]
        rewards.make_exact(true_entries[is_open], predicted_entries[is_open])
        todo = todo[np.unique(pair[is_open])]
    return scores


def _totals(steps: Floats) -> Floats:
    """Alignment totals of a batch; steps: (pairs, n, m) · returns: (pairs, n + 1, m + 1)."""
    totals = np.zeros((steps.shape[0], steps.shape[1] + 1, steps.shape[2] + 1))
    for index in range(steps.shape[1]):
        best = np.maximum(totals[:, index, :-1] + steps[:, index], totals[:, index, 1:])
        np.maximum.accumulate(best, axis=1, out=totals[:, index + 1, 1:])
    return totals


def _trace_all(steps: Floats, totals: Floats) -> tuple[Indices, Indices, Indices]:
    """The pairs on one best path of each alignment of a batch: (which alignment, true entry, predicted entry)."""
    batch = np.arange(len(steps))
    i, k = np.full(len(steps), steps.shape[1]), np.full(len(steps), steps.shape[2])
    found: list[tuple[Indices, Indices, Indices]] = []
    while batch.size:
        active = (i > 0) & (k > 0)
        batch, i, k = batch[active], i[active], k[active]
        here = totals[batch, i, k]
        is_pair = totals[batch, i - 1, k - 1] + steps[batch, i - 1, k - 1] == here
        skips_true = ~is_pair & (totals[batch, i - 1, k] == here)
        found.append((batch[is_pair], i[is_pair] - 1, k[is_pair] - 1))
        i, k = i - (is_pair | skips_true), k - ~skips_true
    if not found:
        nothing = np.zeros(0, dtype=np.intp)
        return nothing, nothing, nothing
    pair, true_entry, predicted_entry = (np.concatenate(part) for part in zip(*found, strict=True))
    return pair, true_entry, predicted_entry


def _make_exact_within(rewards: BoundedRewards, truth: Indices, prediction: Indices, row_pairs: Pairs, column_pairs: Pairs) -> None:
    if not row_pairs or not column_pairs:
        return
    rows, columns = np.array(row_pairs, dtype=np.intp), np.array(column_pairs, dtype=np.intp)
    true_entries = truth[np.ix_(rows[:, 0], columns[:, 0])].ravel()
    predicted_entries = prediction[np.ix_(rows[:, 1], columns[:, 1])].ravel()
    is_open = ~rewards.is_exact[true_entries, predicted_entries]
    rewards.make_exact(true_entries[is_open], predicted_entries[is_open])
