"""From what speaks for and against a cell to the share of such cells that are right.

A ``Calibration`` is a logistic regression made by ``tablewright calibrate`` on documents with known tables; it lies in the
profile of the checkpoint whose scores it was made from. Weights are of log odds, by the names of signs (see
``pipeline.structure.signs``) and of flags; a sign that is not named weighs nothing, so a calibration stays valid when signs
are added.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

CONSTANT = "constant"
FLAG = "flag "  # before the name of a flag
LEAST, MOST = 0.001, 0.999  # confidences beyond are not claimed: no set is large enough to know

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Calibration:
    """``cells``: weights by sign, flag and ``CONSTANT``; ``made_on``: names of the document sets, for the record."""

    cells: Mapping[str, float]
    made_on: tuple[str, ...] = field(default=())

    @staticmethod
    def from_dict(values: Mapping[str, Any]) -> Calibration:
        """From plain values, as a profile has them. Raises ``ValueError`` for anything else."""
        if unknown := values.keys() - {"cells", "made_on"}:
            raise ValueError(f"calibration: unknown keys {', '.join(sorted(unknown))}")
        return Calibration(_weights(values["cells"]), tuple(map(str, values.get("made_on", ()))))

    def of_cells(self, names: Sequence[str], values: Floats) -> Floats:
        """Confidences (N,) of cells with signs ``values`` (N, len(names)), before the table's flags are known."""
        weights = np.array([self.cells.get(name, 0.0) for name in names])
        return unit(self.cells.get(CONSTANT, 0.0) + values @ weights)

    def flagged(self, confidences: Sequence[float], flags: Iterable[str]) -> list[float]:
        """Cells' ``confidences`` once the flags of their table are known."""
        against = sum(self.cells.get(FLAG + flag, 0.0) for flag in sorted(set(flags)))
        found: list[float] = unit(np.array([log_odds(confidence) + against for confidence in confidences], np.float64)).tolist()
        return found


def _weights(values: Mapping[str, Any]) -> dict[str, float]:
    found = {str(name): float(value) for name, value in values.items()}
    if not all(map(math.isfinite, found.values())):
        raise ValueError("calibration: every weight must be a finite number")
    return found


def log_odds(confidence: float, least: float = LEAST, most: float = MOST) -> float:
    """Of a confidence 0..1, cut at ``least`` and ``most``."""
    held = min(most, max(least, confidence))
    return math.log(held / (1 - held))


def unit(odds: Floats) -> Floats:
    """The confidences of log odds, within ``LEAST`` and ``MOST``."""
    found: Floats = np.clip(1 / (1 + np.exp(-np.clip(odds, -30, 30))), LEAST, MOST)
    return found
