"""The best pairs are those of scipy, also where several are equally good."""

from __future__ import annotations

import numpy as np
import pytest

from grits.assignment import best_pairs


@pytest.mark.parametrize("seed", range(300))
def test_the_pairs_are_those_of_scipy(seed: int) -> None:
    optimize = pytest.importorskip("scipy.optimize", reason="scipy is not installed")
    rng = np.random.default_rng(seed)
    shape = tuple(rng.integers(1, 30, 2)) if seed % 10 else tuple(rng.integers(0, 3, 2))
    values = rng.random(shape) if seed % 3 else rng.integers(0, 3, shape) / 2  # every third full of ties
    values = np.where(rng.random(shape) < 0.3, 0.0, values)
    for ours, theirs in zip(best_pairs(values), optimize.linear_sum_assignment(values, maximize=True), strict=True):
        assert ours.tolist() == theirs.tolist()


def test_what_are_no_numbers_is_refused() -> None:
    for values in ([[1.0, np.nan]], [[np.inf]], [1.0, 2.0]):
        with pytest.raises(ValueError, match="finite numbers"):
            best_pairs(values)
