"""Fitting a ``Calibration``: a logistic regression of cells being right on their signs and flags.

What it has to hold on are documents of another kind, so the fit is kept sober. A sign may only speak the way its meaning says: a
surer row never lowers a confidence, a flag never raises one. Weights are held small. And the cells of one table are hardly worth
more than one witness, so a table weighs as the square root of its cells, and every collection the same.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bench.calibration.evidence import TableEvidence
from pipeline.calibration import CONSTANT, FLAG, Calibration
from pipeline.flags import Flag
from pipeline.structure.signs import SIGNS

RIDGE = 0.03  # penalty on the squared weights of standardized signs, beside the mean log loss; chosen on collections left out
BLANK_WEIGHT = 0.3  # of a cell without text, relative to others: people read the others
FEWEST = 5  # tables that must carry a flag before it weighs anything
SPEAK_FOR = frozenset(
    {"row", "column", "next_row", "next_column", "rows", "columns", "weakest_row", "weakest_column", "span_score", "region"}
)
SPEAK_EITHER_WAY = frozenset(
    {"header", "stub", "blank", "projected", "span", "row_blank", "column_blank"} | {FLAG + "drawn_grid_obeyed", FLAG + "columns_joined"}
)  # all others speak against a cell

Floats = NDArray[np.float64]
Limits = tuple[float | None, float | None]


def fit(tables: Sequence[TableEvidence]) -> Calibration:
    """The calibration that explains ``tables`` best. Raises ``ValueError`` without a right and a wrong cell."""
    flags = known_flags(tables)
    names = (*SIGNS, *(FLAG + flag for flag in flags))
    signs = np.concatenate([with_flags(table, flags) for table in tables])
    right = np.concatenate([table.right for table in tables])
    if right.all() or not right.any():
        raise ValueError("a calibration needs cells that are right and cells that are wrong")
    cells = _weights(names, signs, right, np.concatenate(_cell_weights(tables)))
    return Calibration(cells, tuple(sorted({table.collection for table in tables})))


def known_flags(tables: Sequence[TableEvidence]) -> tuple[str, ...]:
    """The flags that enough tables carry; the one that follows from the confidences themselves is none."""
    counts = Counter(flag for table in tables for flag in set(table.flags) - {Flag.DOUBTFUL_CELLS})
    return tuple(sorted(flag for flag, num in counts.items() if num >= FEWEST))


def with_flags(table: TableEvidence, flags: Sequence[str]) -> Floats:
    """(N, signs + flags)."""
    return np.concatenate([table.signs, np.tile(_flag_values(table, flags), (len(table.signs), 1))], axis=1)


def _flag_values(table: TableEvidence, flags: Sequence[str]) -> list[float]:
    return [float(flag in table.flags) for flag in flags]


def cell_confidences(calibration: Calibration, table: TableEvidence) -> Floats:
    """(N,) as the pipeline would give them."""
    plain = calibration.of_cells(SIGNS, table.signs)
    return np.array(calibration.flagged(plain.tolist(), table.flags))


def _cell_weights(tables: Sequence[TableEvidence]) -> list[Floats]:
    shares = _balance([table.collection for table in tables])
    return [
        np.where(table.has_text, 1.0, BLANK_WEIGHT) * share / max(1.0, np.sqrt(len(table.right)))
        for table, share in zip(tables, shares, strict=True)
    ]


def _balance(collections: Sequence[str]) -> Floats:
    """Weights, mean 1, with which every collection counts the same."""
    counts = Counter(collections)
    return np.array([len(collections) / len(counts) / counts[name] for name in collections])


def _weights(names: Sequence[str], values: Floats, right: NDArray[np.bool_], weight: Floats) -> dict[str, float]:
    """Weights of log odds by name, ``CONSTANT`` among them; signs that never vary weigh nothing."""
    mean, deviation = values.mean(0), values.std(0)
    scale = np.where(deviation > 1e-9, deviation, np.inf)
    found = logistic_regression((values - mean) / scale, right.astype(np.float64), weight, RIDGE, [_limits(name) for name in names])
    slopes = found[:-1] / scale
    constant = float(found[-1] - slopes @ mean)
    return {CONSTANT: round(constant, 4), **{name: round(float(s), 4) for name, s in zip(names, slopes, strict=True) if abs(s) > 5e-5}}


def _limits(name: str) -> Limits:
    if name in SPEAK_EITHER_WAY:
        return None, None
    return (0.0, None) if name in SPEAK_FOR else (None, 0.0)


def logistic_regression(values: Floats, right: Floats, weight: Floats, ridge: float, limits: Sequence[Limits]) -> Floats:
    """Weights (F + 1,) of ``values`` (N, F) within their ``limits``, a constant last, which nothing holds down.

    >>> values = np.repeat([[-1.0], [1.0]], 100, axis=0)
    >>> right = np.concatenate([np.arange(100) < 20, np.arange(100) < 80]).astype(float)
    >>> round(float(logistic_regression(values, right, np.ones(200), 0.0, [(None, None)])[0]), 2)  # the log odds of .8
    1.39
    >>> float(logistic_regression(values, right, np.ones(200), 0.0, [(None, 0.0)])[0])
    0.0
    """
    share = weight / weight.sum()

    def loss(weights: Floats) -> tuple[float, Floats]:
        odds = values @ weights[:-1] + weights[-1]
        wrong = share * (1 / (1 + np.exp(-np.clip(odds, -30, 30))) - right)
        total = share @ (np.logaddexp(0, odds) - right * odds) + ridge / 2 * (weights[:-1] @ weights[:-1])
        return float(total), np.append(values.T @ wrong + ridge * weights[:-1], wrong.sum())

    start = np.zeros(values.shape[1] + 1)
    found: Floats = minimize(loss, start, jac=True, bounds=[*limits, (None, None)], method="L-BFGS-B").x
    return found
