"""Word boxes, rulings and shadings of a picture without text: what the layout model would be shown after OCR.

Pixels in, pixels out. Words are runs of ink whose gaps are narrower than a word space; nobody reads them, so their
text is unknown.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

Gray = NDArray[np.uint8]
_WORD_GAP = 0.28  # of the text height: narrower gaps join letters to a word
_LONG_RUN = 2.5  # of the text height: a straight run this long (and thin) is a ruling


@dataclass(frozen=True, slots=True)
class Ink:
    """``words`` (N, 4), ``rulings`` (M, 4), ``shadings`` (K, 5) with darkness; ``text_height``: ink height of a line."""

    words: NDArray[np.float32]
    rulings: NDArray[np.float32]
    shadings: NDArray[np.float32]
    text_height: float


def find_ink(gray: Gray) -> Ink:
    """The ink of a table picture (dark on light)."""
    paper = np.asarray(cv2.morphologyEx(gray, cv2.MORPH_CLOSE, np.ones((15, 15), np.uint8)), np.uint8)
    dark = (paper.astype(np.int16) - gray) > np.maximum(35, 0.3 * paper.astype(np.int16)) * 0.8
    mask = dark.astype(np.uint8)
    height = _text_height(mask)
    rulings, mask = _take_rulings(mask, max(12, int(_LONG_RUN * height)))
    return Ink(_words(mask, height), rulings, _shadings(paper), height)


def _text_height(mask: NDArray[np.uint8]) -> float:
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    heights = [s[3] for s in stats[1:count] if 3 <= s[3] <= 60 and s[2] <= 8 * s[3]]
    return float(np.percentile(heights, 65)) if heights else 10.0


def _take_rulings(mask: NDArray[np.uint8], length: int) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
    found: list[tuple[float, float, float, float]] = []
    rest = mask.copy()
    for kernel, horizontal in (((length, 1), True), ((1, length), False)):
        lines = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_OPEN, cv2.getStructuringElement(cv2.MORPH_RECT, kernel)), np.uint8)
        count, _, stats, _ = cv2.connectedComponentsWithStats(lines, connectivity=8)
        for x, y, w, h, _ in stats[1:count]:
            if (h if horizontal else w) <= max(4, length // 5):
                found.append((x, y + h / 2, x + w, y + h / 2) if horizontal else (x + w / 2, y, x + w / 2, y + h))
                rest[max(0, y - 1) : y + h + 1, max(0, x - 1) : x + w + 1] &= ~lines[max(0, y - 1) : y + h + 1, max(0, x - 1) : x + w + 1]
    return np.array(found, np.float32).reshape(-1, 4), rest


def _words(mask: NDArray[np.uint8], height: float) -> NDArray[np.float32]:
    gap = max(2, round(_WORD_GAP * height))
    joined = cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((1, gap + 1), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    boxes = np.array([(x, y, x + w, y + h) for x, y, w, h, area in stats[1:count] if area >= 3 and h < 4 * height], np.float32)
    return _merge_dots(boxes.reshape(-1, 4), height)


def _merge_dots(boxes: NDArray[np.float32], height: float) -> NDArray[np.float32]:
    """Joins dots, accents and broken letters to the word they stand over, below or within."""
    order = sorted(boxes.tolist(), key=lambda b: -(b[2] - b[0]) * (b[3] - b[1]))
    kept: list[list[float]] = []
    for box in order:
        small = (box[3] - box[1]) < 0.6 * height
        host = next((k for k in kept if small and _stands_on(box, k, height)), None)
        if host is None:
            kept.append(box)
        else:
            host[:] = [min(host[0], box[0]), min(host[1], box[1]), max(host[2], box[2]), max(host[3], box[3])]
    return np.array(kept, np.float32).reshape(-1, 4)


def _stands_on(box: list[float], host: list[float], height: float) -> bool:
    overlap_x = min(box[2], host[2]) - max(box[0], host[0])
    gap_y = max(box[1], host[1]) - min(box[3], host[3])
    joined = max(box[3], host[3]) - min(box[1], host[1])
    return overlap_x > 0.4 * (box[2] - box[0]) and gap_y < 0.35 * height and joined < 1.7 * height


def _shadings(paper: Gray) -> NDArray[np.float32]:
    base = float(np.percentile(paper, 95))
    tinted = ((base - paper.astype(np.float32)) > 12).astype(np.uint8)
    tinted = np.asarray(cv2.morphologyEx(tinted, cv2.MORPH_OPEN, np.ones((7, 25), np.uint8)), np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(tinted, connectivity=8)
    found = []
    for x, y, w, h, area in stats[1:count]:
        if area > 0.7 * w * h and area > 300:
            level = float(np.median(paper[y : y + h, x : x + w]))
            found.append((x, y, x + w, y + h, max(0.0, (base - level) / max(base, 1))))
    return np.array(found, np.float32).reshape(-1, 5)
