"""Scores of many tables: macro and micro means, simple and complex tables apart, intervals, paired tests.

Every random draw comes from a seed, so a report can be remade to the digit. Tables of one document resemble each
other; give ``groups`` (a document's name for each table) and whole documents are drawn instead of tables.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from grits.matrices import Gridded, cell_matrix
from grits.scores import Score, score_from_counts

Floats = NDArray[np.float64]

NUM_RESAMPLES = 2_000
NUM_PERMUTATIONS = 10_000
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Summary:
    """A mean over ``num`` tables with its bootstrap interval, 95 % unless asked otherwise."""

    mean: float
    low: float
    high: float
    num: int


@dataclass(frozen=True, slots=True)
class PairedTest:
    """Two systems on the same tables: mean of second minus first, its interval and the two-sided p-value.

    Wins are tables on which the second system scores higher.
    """

    mean_difference: float
    low: float
    high: float
    p_value: float
    num_wins: int
    num_losses: int
    num_ties: int


def macro_mean(values: Iterable[float]) -> float:
    """Every table weighs the same: the mean of published GriTS scores. Raises ``ValueError`` without tables."""
    return float(np.mean(_array(values)))


def end_to_end_mean(matched_values: Iterable[float], num_true: int, num_predicted: int) -> float:
    """Mean over max(true, predicted) tables: missed and invented tables count 0. 1 when there are none at all.

    Our definition for detection plus structure; never set it beside scores of given table crops.
    """
    num_tables = max(num_true, num_predicted)
    return sum(matched_values) / num_tables if num_tables else 1.0


def micro_mean(scores: Iterable[Score]) -> Score:
    """Every cell (relation, region) weighs the same: counts are summed, then scored. No scores give the empty score, 1."""
    found = list(scores)
    return score_from_counts(sum(s.matched for s in found), sum(s.num_true for s in found), sum(s.num_predicted for s in found))


def grouped_mean(scores: Sequence[Score], groups: Sequence[Hashable]) -> float:
    """Mean over groups of each group's micro score, as ICDAR-2013 figures average per document."""
    return macro_mean(micro_mean(scores[i] for i in members).value for members in _members(len(scores), groups))


def is_complex(table: Gridded) -> bool:
    """Whether any cell spans rows or columns: the papers' "complex" tables; the others are "simple"."""
    return any(cell.is_spanning for cell in cell_matrix(table).cells)


def split_by_complexity(values: Sequence[float], complex_flags: Sequence[bool]) -> dict[str, list[float]]:
    """``values`` of simple, complex and all tables, as the papers' result tables have them."""
    pairs = list(zip(values, complex_flags, strict=True))
    return {"simple": [v for v, flag in pairs if not flag], "complex": [v for v, flag in pairs if flag], "all": list(values)}


def summarise(
    values: Sequence[float], *, groups: Sequence[Hashable] | None = None, seed: int = 0, confidence: float = CONFIDENCE
) -> Summary:
    """The macro mean with its bootstrap percentile interval. Raises ``ValueError`` without values."""
    array = _array(values)
    sums, sizes = _group_sums(array, groups)
    means = _resample(len(sums), seed, lambda drawn: sums[drawn].sum(axis=1) / sizes[drawn].sum(axis=1))
    low, high = np.quantile(means, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Summary(float(array.mean()), float(low), float(high), len(array))


def summarise_micro(scores: Sequence[Score], *, seed: int = 0, confidence: float = CONFIDENCE) -> Summary:
    """The micro F score with its bootstrap percentile interval. Raises ``ValueError`` without scores."""
    if not scores:
        raise ValueError("no tables to average over")
    counts = np.array([(s.matched, s.num_true, s.num_predicted) for s in scores], dtype=np.float64)
    values = _resample(len(scores), seed, lambda drawn: _f_of_counts(counts[drawn].sum(axis=1)))
    low, high = np.quantile(values, [(1 - confidence) / 2, (1 + confidence) / 2])
    return Summary(micro_mean(scores).value, float(low), float(high), len(scores))


def summarise_by_complexity(
    values: Sequence[float], complex_flags: Sequence[bool], *, groups: Sequence[Hashable] | None = None, seed: int = 0
) -> Mapping[str, Summary]:
    """Summaries of simple, complex and all tables; kinds without tables are left out."""
    names = list(groups) if groups is not None else list(range(len(values)))
    parts = split_by_complexity(values, complex_flags)
    of_part = split_by_complexity(names, complex_flags)  # type: ignore[arg-type]  # any items can be split
    return {kind: summarise(part, groups=of_part[kind], seed=seed) for kind, part in parts.items() if part}


def paired_test(first: Sequence[float], second: Sequence[float], *, groups: Sequence[Hashable] | None = None, seed: int = 0) -> PairedTest:
    """Whether ``second`` differs from ``first``, table by table: sign-flip permutation test and bootstrap interval.

    The p-value counts the observed labelling too, so it is never 0. Raises ``ValueError`` without values.
    """
    difference = _array(second) - _array(first) if len(first) == len(second) else None
    if difference is None:
        raise ValueError(f"paired values must be equally many: {len(first)} and {len(second)}")
    summary = summarise(difference.tolist(), groups=groups, seed=seed)
    return PairedTest(
        mean_difference=summary.mean,
        low=summary.low,
        high=summary.high,
        p_value=_sign_flip_p_value(_group_sums(difference, groups)[0], seed),
        num_wins=int((difference > 0).sum()),
        num_losses=int((difference < 0).sum()),
        num_ties=int((difference == 0).sum()),
    )


def _sign_flip_p_value(sums: Floats, seed: int) -> float:
    """Share of random sign assignments to the groups whose total is at least as far from 0 as the observed one."""
    rng = np.random.default_rng(seed)
    observed = abs(sums.sum())
    num_extreme = 1
    for size in _chunks(NUM_PERMUTATIONS, len(sums)):
        signs = rng.integers(0, 2, size=(size, len(sums)), dtype=np.int8) * 2 - 1
        num_extreme += int((np.abs(signs @ sums) >= observed - 1e-12).sum())
    return num_extreme / (NUM_PERMUTATIONS + 1)


def _resample(num_groups: int, seed: int, statistic: Callable[[NDArray[np.int64]], Floats]) -> Floats:
    """``statistic`` of ``NUM_RESAMPLES`` draws with replacement; it gets (draws, groups) indices."""
    rng = np.random.default_rng(seed)
    parts = [statistic(rng.integers(0, num_groups, size=(size, num_groups))) for size in _chunks(NUM_RESAMPLES, num_groups)]
    return np.concatenate(parts)


def _chunks(num_draws: int, num_groups: int) -> list[int]:
    """Sizes that sum to ``num_draws`` and keep each block of draws below four million numbers."""
    size = max(1, min(num_draws, 4_000_000 // max(1, num_groups)))
    return [min(size, num_draws - start) for start in range(0, num_draws, size)]


def _group_sums(values: Floats, groups: Sequence[Hashable] | None) -> tuple[Floats, Floats]:
    """Sum and size of each group; without groups every value is its own."""
    if groups is None:
        return values, np.ones(len(values))
    members = _members(len(values), groups)
    return np.array([values[m].sum() for m in members]), np.array([float(len(m)) for m in members])


def _members(num_values: int, groups: Sequence[Hashable]) -> list[list[int]]:
    if len(groups) != num_values:
        raise ValueError(f"{num_values} values but {len(groups)} group names")
    members: dict[Hashable, list[int]] = {}
    for index, group in enumerate(groups):
        members.setdefault(group, []).append(index)
    return list(members.values())


def _f_of_counts(counts: Floats) -> Floats:
    """F of (draws, 3) matched, true and predicted counts; 1 where nothing is true and nothing predicted."""
    total = counts[:, 1] + counts[:, 2]
    scores = np.ones(len(counts))
    np.divide(2 * counts[:, 0], total, out=scores, where=total > 0)
    return scores


def _array(values: Iterable[float]) -> Floats:
    array = np.array(list(values), dtype=np.float64)
    if not array.size:
        raise ValueError("no tables to average over")
    return array
