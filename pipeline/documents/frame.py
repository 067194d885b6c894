"""The affine map from a PDF page's user space to page points as displayed (origin top-left, y down).

User space has its own origin (crop boxes need not start at 0, 0), y up, a rotation and a user unit; everything the
product speaks of is the displayed page, so the map is applied once, where coordinates leave pdfium.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from table import BBox

Floats = NDArray[np.float64]

Matrix = tuple[float, float, float, float, float, float]  # a b c d e f as in PDF: x' = a x + c y + e, y' = b x + d y + f
IDENTITY: Matrix = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


def multiply(first: Matrix, then: Matrix) -> Matrix:
    """The map that applies ``first`` and afterwards ``then``."""
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)


def apply(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


@dataclass(frozen=True, slots=True)
class PageFrame:
    """``width`` and ``height`` of the displayed page in points, and the map from user space to it."""

    width: float
    height: float
    matrix: Matrix
    user_unit: float = 1.0

    @staticmethod
    def of(sides: tuple[float, float, float, float], rotation: int, user_unit: float = 1.0) -> PageFrame:
        """The frame of a page box ``(left, bottom, right, top)`` shown turned by ``rotation`` degrees clockwise."""
        left, bottom, right, top = (side * user_unit for side in sides)
        wide, high, u = right - left, top - bottom, user_unit
        if rotation == 90:
            return PageFrame(high, wide, (0.0, u, u, 0.0, -bottom, -left), u)
        if rotation == 180:
            return PageFrame(wide, high, (-u, 0.0, 0.0, u, right, -bottom), u)
        if rotation == 270:
            return PageFrame(high, wide, (0.0, -u, -u, 0.0, top, right), u)
        return PageFrame(wide, high, (u, 0.0, 0.0, -u, -left, top), u)

    @property
    def bbox(self) -> BBox:
        return BBox(0.0, 0.0, self.width, self.height)

    def box(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """``(x0, y0, x1, y1)`` on the displayed page of a user-space rectangle."""
        (x0, y0), (x1, y1) = apply(self.matrix, left, bottom), apply(self.matrix, right, top)
        return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)

    def boxes(self, left: Floats, bottom: Floats, right: Floats, top: Floats) -> Floats:
        """``box`` of many rectangles, (N,) each: (N, 4)."""
        a, b, c, d, e, f = self.matrix
        x, y = (a * left + c * bottom + e, a * right + c * top + e), (b * left + d * bottom + f, b * right + d * top + f)
        return np.stack([np.minimum(*x), np.minimum(*y), np.maximum(*x), np.maximum(*y)], axis=1)
