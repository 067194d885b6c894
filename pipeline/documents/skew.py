"""How far a picture's lines are from level, and the picture with them level.

Pure. Text lines and rules seen along their own direction fall into few rows of pixels: of all angles up to ``MAX_SKEW``
the one with the sharpest profile is the skew (Postl 1986, as in document scanners since). In and out: RGB pictures and
angles in degrees, positive where lines fall to the right.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.tilt import level_size
from pipeline.types import Picture

MAX_SKEW = 15.0
MIN_SKEW = 0.8  # degrees; less moves the ends of a line of 60 em by less than its height, which everything after stands
COARSE, FINE = 0.5, 0.1  # degrees between the angles that are tried
MIN_GAIN = 1.3  # of the sharpness at the skew over that of the picture as it is
SIDE = 800  # pixels of the longer side at which angles are tried
STROKE = 9  # pixels there, the widest stroke: shadows, photographs and bars are no lines
MIN_CONTRAST = 25  # grey levels between a stroke and its surroundings
MIN_INK = 0.002  # of the picture under strokes


def find_skew(picture: Picture) -> float:
    """The skew of the lines in ``picture``, 0 where they are level or there is nothing to tell it by."""
    ink = _strokes(picture)
    if float(ink.mean()) < MIN_INK:
        return 0.0
    level = _sharpness(ink, 0.0)
    coarse = _best(ink, np.arange(-MAX_SKEW, MAX_SKEW + COARSE, COARSE))
    angle = _best(ink, np.arange(coarse - COARSE, coarse + COARSE + FINE, FINE))
    is_clear = _sharpness(ink, angle) >= MIN_GAIN * level
    return round(angle, 1) if is_clear and MIN_SKEW <= abs(angle) <= MAX_SKEW + COARSE else 0.0


def level_picture(picture: Picture, skew: float) -> Picture:
    """The whole picture turned by ``-skew`` about its middle, on a larger sheet of paper."""
    height, width = picture.shape[:2]
    wide, high = level_size(width, height, skew)
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), skew, 1.0)
    matrix[:, 2] += ((wide - width) / 2, (high - height) / 2)
    paper = [float(value) for value in np.median(picture.reshape(-1, 3)[:: max(1, picture.size // 300_000)], axis=0)]
    turned = cv2.warpAffine(picture, matrix, (wide, high), flags=cv2.INTER_CUBIC, borderValue=paper)
    return np.asarray(turned, dtype=np.uint8)


def _strokes(picture: Picture) -> NDArray[np.float32]:
    """1 on thin dark strokes of the reduced picture."""
    grey = np.asarray(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), dtype=np.uint8)
    factor = min(1.0, SIDE / max(grey.shape))
    small = cv2.resize(grey, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA) if factor < 1 else grey
    kernel = np.ones((STROKE, STROKE), dtype=np.uint8)
    dark = cv2.morphologyEx(small, cv2.MORPH_BLACKHAT, kernel, borderType=cv2.BORDER_REPLICATE)
    return np.asarray(dark >= MIN_CONTRAST, dtype=np.float32)


def _best(ink: NDArray[np.float32], angles: NDArray[np.float64]) -> float:
    return float(max(angles, key=lambda angle: _sharpness(ink, float(angle))))


def _sharpness(ink: NDArray[np.float32], angle: float) -> float:
    """How unevenly ink falls into the rows, or the columns for text that is turned, of the picture levelled by ``angle``."""
    height, width = ink.shape
    matrix = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    turned = cv2.warpAffine(ink, matrix, (width, height), flags=cv2.INTER_LINEAR)
    return max(float(np.square(np.diff(turned.sum(axis=axis))).sum()) for axis in (0, 1))
