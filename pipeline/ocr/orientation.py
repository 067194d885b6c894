"""Reading pages that lie on their side or upside down: the other ways up are tried when the first reads badly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.turning import turn_in_frame, turned_size
from pipeline.types import OcrEngine, Picture
from table import Word

GOOD_SCORE = 0.80  # mean over characters from which a page is the right way up; upside-down text reads at 0.5-0.7
TALL = 2.0  # height to width from which a word of three or more characters stands upright
MIN_CHARACTERS = 8  # fewer say nothing about the page; an upside-down page gives few


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
    width, height = turned_size(image.shape[1], image.shape[0], rotation)
    return replace(word, bbox=turn_in_frame(word.bbox, 360 - rotation, width, height), rotation=rotation)
