"""One training sample of the structure model: what is on the crop, and the grid that is true.

All lengths in one unit (points or pixels of the source picture; only ratios to ``layout.em`` matter).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pipeline.models.raster import Layout
from table import BBox

UNKNOWN = -1  # number of header rows of a sample whose header nobody labelled
SYNTHETIC = "synthetic"  # source of our own tables


@dataclass(frozen=True, slots=True)
class LayoutSample:
    """``rows`` (R+1,) and ``columns`` (C+1,): dilated borders, outer ones tight; ``num_header_rows`` -1 = unlabelled;
    ``projected``: (R,) bool; ``spans``: (K, 4) row start, row stop, column start, column stop (without PRHs)."""

    layout: Layout
    crop: BBox
    rows: NDArray[np.float32]
    columns: NDArray[np.float32]
    num_header_rows: int
    projected: NDArray[np.bool_]
    spans: NDArray[np.int64]
    source: str
    name: str

    @property
    def knows_blank_spans(self) -> bool:
        """Whether blank neighbours that are not merged are labelled so: annotations by boxes have no box for a blank span."""
        return self.source == SYNTHETIC

    def is_sound(self) -> bool:
        """False for a sample that would poison training: crossing borders, a row or column thinner than a tenth of an em."""
        thin = 0.1 * self.layout.em
        wide_enough = bool(np.diff(self.rows).min(initial=1e9) > thin and np.diff(self.columns).min(initial=1e9) > thin)
        return wide_enough and len(self.rows) > 1 and len(self.columns) > 1 and len(self.layout.boxes) > 0 and self.layout.em > 0
