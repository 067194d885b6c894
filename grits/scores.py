"""The value every metric returns: an F score with the precision, recall and counts it came from.

Counts are kept so that a micro average over tables needs nothing but the scores. Conventions for empty sides
follow the published GriTS code: precision is 1 when nothing was predicted, recall is 1 when there is no truth,
and F is 0 when both are 0; so two empty tables score 1 and an empty prediction of a real table scores 0.
"""

from __future__ import annotations

from dataclasses import dataclass


class ScoreLimitError(ValueError):
    """Comparing these tables would take more memory than a metric may: the message names the limit and the sizes."""


@dataclass(frozen=True, slots=True)
class Score:
    """An F score, 0..1, and where it came from.

    ``matched`` is the (possibly fractional) number of true positives; ``num_true`` and ``num_predicted`` are what
    recall and precision divide by. ``upper_bound`` is the F score no better alignment could exceed, or ``None``
    for metrics that are exact.
    """

    value: float
    precision: float
    recall: float
    upper_bound: float | None = None
    matched: float = 0.0
    num_true: int = 0
    num_predicted: int = 0


def score_from_counts(matched: float, num_true: int, num_predicted: int, *, best_possible: float | None = None) -> Score:
    """The score of ``matched`` true positives out of ``num_true`` true and ``num_predicted`` predicted items.

    ``best_possible`` is the largest number of true positives any alignment could reach; it gives ``upper_bound``.

    >>> score_from_counts(2, 4, 2).value
    0.6666666666666666
    """
    precision = matched / num_predicted if num_predicted > 0 else 1.0
    recall = matched / num_true if num_true > 0 else 1.0
    bound = None if best_possible is None else score_from_counts(best_possible, num_true, num_predicted).value
    return Score(f_score(precision, recall), precision, recall, bound, float(matched), num_true, num_predicted)


def f_score(precision: float, recall: float) -> float:
    """Harmonic mean of precision and recall; 0 when both are 0."""
    return 2 * precision * recall / (precision + recall) if precision + recall > 0 else 0.0
