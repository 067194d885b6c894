"""Reading pages that lie on their side or upside down: the other ways up are tried when the first reads badly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.documents.chars import turn_back
from pipeline.types import OcrEngine, Picture
from table import BBox, Word

GOOD_SCORE = 0.80  # mean over characters from which a page is the right way up; upside-down text reads at 0.5-0.7
TALL = 2.0  # height to width from which a word of three or more characters stands upright
MIN_CHARACTERS = 20  # fewer say nothing about the page


class AnyWayUp:
    """An engine that reads a page as it is and, where that went badly, turned by 90, 180 and 270 degrees.

    Boxes come back in pixels of the unturned picture; ``Word.rotation`` tells how the words must be turned to be read.
    """

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine
        self.name = engine.name

    def words(self, image: Picture) -> list[Word]:
        best = self._engine.words(image)
        if not _is_suspicious(best):
            return best
        for rotation in _other_ways(best):
            words = self._engine.words(np.ascontiguousarray(np.rot90(image, -rotation // 90)))
            if _weight(words) > 1.15 * _weight(best):
                best = [_turned_back(word, rotation, image) for word in words]
            if not _is_suspicious(words):
                break
        return best


def _is_suspicious(words: Sequence[Word]) -> bool:
    count = sum(len(word.text) for word in words)
    if count < MIN_CHARACTERS:
        return False
    return _weight(words) / count < GOOD_SCORE or _tall_share(words) > 0.5


def _other_ways(words: Sequence[Word]) -> tuple[int, ...]:
    return (90, 270) if _tall_share(words) > 0.5 else (180, 90, 270)


def _weight(words: Sequence[Word]) -> float:
    """Characters read, each by its score."""
    return sum(word.score * len(word.text) for word in words)


def _tall_share(words: Sequence[Word]) -> float:
    long = [word for word in words if len(word.text) >= 3]
    return sum(word.bbox.height > TALL * word.bbox.width for word in long) / len(long) if long else 0.0


def _turned_back(word: Word, rotation: int, image: Picture) -> Word:
    """The word of the turned picture in pixels of ``image``."""
    height, width = image.shape[:2]
    box = turn_back(tuple(word.bbox), rotation)  # type: ignore[arg-type]
    dx, dy = {90: (0.0, float(height)), 180: (float(width), float(height)), 270: (float(width), 0.0)}[rotation]
    return replace(word, bbox=BBox(box.x0 + dx, box.y0 + dy, box.x1 + dx, box.y1 + dy), rotation=rotation)
