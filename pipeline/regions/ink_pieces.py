"""Ink on a picture that no word covers, as the boxes of its connected pieces."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.types import Picture
from table import BBox

CONTRAST = 24  # grey levels below the surroundings; thin dashes of small pictures are pale
SURROUNDINGS = 3.0  # em: the width of the window that a pixel is compared with
LENGTHS, MAX_HEIGHT = (0.3, 3.0), 1.4  # em: the longer side of signs and letters, and how high they may be


def uncovered_ink(picture: Picture, words: Sequence[BBox], em: float) -> NDArray[np.float64]:
    """(N, 4) boxes of the pieces of ink of an RGB ``picture`` beside ``words``; all in its pixels, ``em`` too."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    size = int(SURROUNDINGS * em) // 2 * 2 + 3
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, CONTRAST)
    for word in words:
        ink[max(0, int(word.y0) - 1) : int(np.ceil(word.y1)) + 1, max(0, int(word.x0) - 1) : int(np.ceil(word.x1)) + 1] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    pieces = stats[1:][stats[1:, cv2.CC_STAT_AREA] > 1].astype(np.float64)  # the first is the paper
    return np.concatenate([pieces[:, :2], pieces[:, :2] + pieces[:, 2:4]], axis=1)


def unread_signs(picture: Picture, scale: float, words: Sequence[BBox], em: float) -> NDArray[np.float64]:
    """(N, 4) boxes of such pieces as large as a dash, a sign or a letter, in points; ``scale``: pixels per point of the picture."""
    pieces = uncovered_ink(picture, [word.scale(scale) for word in words], em * scale) / scale
    height, length = pieces[:, 3] - pieces[:, 1], (pieces[:, 2:] - pieces[:, :2]).max(axis=1)
    found: NDArray[np.float64] = pieces[(LENGTHS[0] * em <= length) & (length <= LENGTHS[1] * em) & (height <= MAX_HEIGHT * em)]
    return found
