"""The same alignment as ``grits.alignment``, for rewards that are bounded from above by less work than it takes to compute them.

In: ``BoundedRewards``, a matrix of upper bounds that can be made exact pair by pair. Out: exactly what
``match_substructures`` gives for the exact rewards, ties included, having computed only a small part of them.

Two things are dear: the reward of two entries (texts), and the alignment of every true line with every predicted one. Both
are bounded first. Why it is exact: let the alignment found with bounds use only pairs whose rewards are exact. Its total is
then reached by the true rewards, and nothing exceeds it, so true and bounded totals agree all along its path. A move not
taken there was worse with bounds, hence is worse with the true rewards. So: align, make the path exact, repeat. Lines that
are equal entry by entry are one line here, so that ties cost nothing.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from grits.alignment import (
    Floats,
    Indices,
    Pairs,
    SubstructureMatch,
    align,
    moves,
    pairwise_alignment_scores,
    rewards_of_matrix,
    trace,
)

Paths = tuple[Indices, Indices, Indices]  # which alignment of a batch, true entry, predicted entry

QUICK_ROUNDS = 2  # alignments with the quick bounds of lines, which cost a tenth of the tight ones
CLEARLY = 1e-6  # by how much a best partner must be better than the next; far above what rounding does to a sum
ROUNDING = 1 + 1e-10  # a bound is a sum in another order than the published code's


class BoundedRewards(Protocol):
    """upper: (true entries, predicted entries) bounds on the reward, 0..1 · is_exact: where the bound is the reward, ``None`` for all."""

    @property
    def upper(self) -> Floats: ...

    @property
    def is_exact(self) -> NDArray[np.bool_] | None: ...

    def make_exact(self, true_entries: Indices, predicted_entries: Indices) -> None:
        """Replace the bounds of these pairs, given as two equally long arrays, by the rewards."""


@dataclass(frozen=True, slots=True, eq=False)
class ExactRewards:
    """Rewards that are all known."""

    upper: Floats
    is_exact: None = None

    def make_exact(self, true_entries: Indices, predicted_entries: Indices) -> None:
        pass


def match_substructures_lazily(rewards: BoundedRewards, truth: Indices, prediction: Indices) -> SubstructureMatch:
    """The factored 2D-MSS of two grids of entry numbers; see ``grits.alignment.match_substructures``."""
    row_pairs, row_total = _align_lines(rewards, truth, prediction)
    column_pairs, column_total = _align_lines(rewards, truth.T, prediction.T)
    matched = _reward_of(rewards, truth, prediction, row_pairs, column_pairs)
    return SubstructureMatch(row_pairs, column_pairs, matched, min(row_total, column_total))


def _reward_of(rewards: BoundedRewards, truth: Indices, prediction: Indices, row_pairs: Pairs, column_pairs: Pairs) -> float:
    if not row_pairs or not column_pairs:
        return 0.0
    rows, columns = np.array(row_pairs, dtype=np.intp), np.array(column_pairs, dtype=np.intp)
    true_entries, predicted_entries = truth[rows[:, :1], columns[:, 0]].ravel(), prediction[rows[:, 1:], columns[:, 1]].ravel()
    _settle(rewards, true_entries, predicted_entries)
    return float(rewards.upper[true_entries, predicted_entries].sum())


def _settle(rewards: BoundedRewards, true_entries: Indices, predicted_entries: Indices) -> NDArray[np.bool_]:
    """Make these pairs exact; returns which were not."""
    if rewards.is_exact is None:
        return np.zeros(len(true_entries), dtype=np.bool_)
    is_open = ~rewards.is_exact[true_entries, predicted_entries]
    if is_open.any():
        rewards.make_exact(true_entries[is_open], predicted_entries[is_open])
    return is_open


def _align_lines(rewards: BoundedRewards, truth: Indices, prediction: Indices) -> tuple[Pairs, float]:
    (true_lines, true_kind), (predicted_lines, predicted_kind) = _distinct_lines(truth), _distinct_lines(prediction)
    scores = _quick_bounds(rewards.upper, true_lines, predicted_lines)
    is_settled, is_open = np.zeros(scores.shape, dtype=bool), _best_partners(scores)
    for num_rounds in itertools.count():
        if num_rounds == QUICK_ROUNDS:
            tight = pairwise_alignment_scores(rewards_of_matrix(rewards.upper), true_lines, predicted_lines)
            scores, is_settled = np.where(is_settled, scores, tight), is_settled | (rewards.is_exact is None)
        else:
            ours, theirs = np.nonzero(is_open)
            scores[ours, theirs] = _exact_scores(rewards, true_lines[ours], predicted_lines[theirs])
            is_settled |= is_open
        pairs, total = align(scores[true_kind[:, None], predicted_kind])
        used = np.array(pairs, dtype=np.intp).reshape(-1, 2)
        is_open = np.zeros(scores.shape, dtype=bool)
        is_open[true_kind[used[:, 0]], predicted_kind[used[:, 1]]] = True
        is_open &= ~is_settled
        if not is_open.any():
            break
    return pairs, total


def _best_partners(scores: Floats) -> NDArray[np.bool_]:
    """A first guess at the pairs of lines: each line of the side with fewer lines with its best partner."""
    if scores.shape[0] > scores.shape[1]:
        return _best_partners(scores.T).T
    is_best = np.zeros(scores.shape, dtype=bool)
    if scores.size:
        is_best[np.arange(len(scores)), scores.argmax(axis=1)] = True
    return is_best


def _distinct_lines(grid: Indices) -> tuple[Indices, Indices]:
    """The different lines of a grid, and for each line which of them it is."""
    grid = np.ascontiguousarray(grid)
    width = grid.itemsize * grid.shape[1]
    raw = grid.tobytes()
    lines = [raw[start : start + width] for start in range(0, len(raw), width)] if width else [b""] * len(grid)
    number = {line: index for index, line in enumerate(dict.fromkeys(lines))}
    kind = np.array([number[line] for line in lines], dtype=np.intp)
    if len(number) == len(grid):
        return grid, kind
    return np.frombuffer(b"".join(number), dtype=grid.dtype).reshape(len(number), grid.shape[1]), kind


def _quick_bounds(upper: Floats, truth: Indices, prediction: Indices) -> Floats:
    """For each pair of lines, no less than their alignment's reward: every entry of the shorter line with its best partner."""
    num_true, num_predicted = truth.shape[1], prediction.shape[1]
    if num_true < num_predicted:
        return _quick_bounds(upper.T, prediction, truth).T
    best = np.zeros((len(truth), upper.shape[1]))
    for entries in truth.T:
        np.maximum(best, upper[entries], out=best)
    bounds: Floats = np.minimum(best[:, prediction].sum(axis=2) * ROUNDING, num_predicted)
    return bounds


def _exact_scores(rewards: BoundedRewards, truth: Indices, prediction: Indices) -> Floats:
    """Best 1-D alignment reward of each of several pairs of lines.

    truth: (pairs, true entries) · prediction: (pairs, predicted entries) · returns: (pairs,).
    """
    scores = np.zeros(len(truth))
    todo = np.arange(len(truth))
    while todo.size:
        steps = rewards.upper[truth[todo].T[:, None], prediction[todo].T]
        scores[todo], (pair, i, k) = _best_paths(steps, with_paths=rewards.is_exact is not None)
        is_open = _settle(rewards, truth[todo[pair], i], prediction[todo[pair], k])
        todo = todo[np.unique(pair[is_open])]
    return scores


def _best_paths(steps: Floats, *, with_paths: bool) -> tuple[Floats, Paths]:
    """The reward of each alignment of a batch and, if asked for, one best path; steps: (n, m, pairs) · returns: (pairs,), paths."""
    if not steps.size:
        return np.zeros(steps.shape[2]), _no_paths()
    scores, is_obvious, obvious = _obvious_paths(steps)
    rest = np.flatnonzero(~is_obvious)
    if not rest.size:
        return scores, obvious
    steps = steps[:, :, rest]
    totals = _totals(steps)
    scores[rest] = totals[-1, -1]
    pair, i, k = _traced(moves(steps, totals)) if with_paths else _no_paths()
    return scores, (np.concatenate([obvious[0], rest[pair]]), np.concatenate([obvious[1], i]), np.concatenate([obvious[2], k]))


def _obvious_paths(steps: Floats) -> tuple[Floats, NDArray[np.bool_], Paths]:
    """The alignments that need no search: each entry of the shorter line has one best partner, and these are in order.

    Nothing exceeds the sum of the best partners, and nothing else reaches it; it is added up in the published order.
    """
    if steps.shape[0] > steps.shape[1]:
        scores, is_obvious, (pair, k, i) = _obvious_paths(steps.swapaxes(0, 1))
        return scores, is_obvious, (pair, i, k)
    best, partner = steps.max(axis=1), steps.argmax(axis=1)
    has_partner = best > 0
    is_single = np.count_nonzero(steps >= best[:, None] - CLEARLY, axis=1) == 1
    reached = np.maximum.accumulate(np.where(has_partner, partner, -1), axis=0)
    is_later = partner[1:] > reached[:-1]
    is_obvious = (is_single | ~has_partner).all(axis=0) & (is_later | ~has_partner[1:]).all(axis=0)
    i, pair = np.nonzero(has_partner & is_obvious)
    return np.add.accumulate(best, axis=0)[-1], is_obvious, (pair, i, partner[i, pair])


def _no_paths() -> Paths:
    nothing = np.zeros(0, dtype=np.intp)
    return nothing, nothing, nothing


def _totals(steps: Floats) -> Floats:
    """Alignment totals of a batch; steps: (n, m, pairs) · returns: (n + 1, m + 1, pairs)."""
    totals = np.zeros((steps.shape[0] + 1, steps.shape[1] + 1, steps.shape[2]))
    for step, before, after in zip(steps, totals, totals[1:], strict=False):
        np.add(before[:-1], step, out=after[1:])
        np.maximum(after[1:], before[1:], out=after[1:])
        np.maximum.accumulate(after[1:], axis=0, out=after[1:])
    return totals


def _traced(move: NDArray[np.uint8]) -> Paths:
    """The pairs on one best path of each alignment of a batch (n, m, pairs)."""
    found = [(number, i, k) for number, single in enumerate(np.moveaxis(move, 2, 0)) for i, k in trace(single)]
    pair, true_entry, predicted_entry = np.array(found, dtype=np.intp).reshape(-1, 3).T
    return pair, true_entry, predicted_entry
