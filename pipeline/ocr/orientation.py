"""Reading pages that lie on their side or upside down: the other ways up are tried when the first reads badly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from pipeline.geometry.rotation import turn_in_frame, turned_size
from pipeline.types import OcrEngine, Picture
from table import Word

GOOD_SCORE = 0.80  # mean over characters from which a page is the right way up; upside-down text reads at 0.5-0.7
TALL = 2.0  # height to width from which a word of three or more characters stands upright
CLEARLY = 1.15  # times the characters read, from which another way up is better
WHOLE_UP_TO = 500  # pixels of height; larger pages are tried on their densest band, for an even bound on the time
MIN_CHARACTERS = 8  # fewer say nothing about the page; an upside-down page gives few


class AnyWayUp:
    """An engine that reads a page as it is and, where that went badly, turned by 90, 180 and 270 degrees.

    Boxes come back in pixels of the unturned picture; ``Word.rotation`` tells how the words must be turned to be read.
    """

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine
        self.name = engine.name

    def words(self, image: Picture) -> list[Word]:
        first = self._engine.words(image)
        if not _is_suspicious(first):
            return first
        rotation, trial = self._better_way(first, image)
        if rotation == 0:
            return first
        found = trial if trial is not None else self._engine.words(_turned(image, rotation))
        return [_turned_back(word, rotation, image) for word in found]

    def _better_way(self, first: Sequence[Word], image: Picture) -> tuple[int, list[Word] | None]:
        """The rotation that reads a sample of the page clearly better, 0 if none; its words if the sample is the whole page."""
        top, bottom = _sample(first, image)
        base = _weight([word for word in first if top <= word.bbox.center[1] < bottom])
        best: tuple[float, int, list[Word]] = (CLEARLY * base, 0, [])
        for rotation in _other_ways(first):
            words = self._engine.words(_turned(image[top:bottom], rotation))
            if _weight(words) > best[0]:
                best = (_weight(words), rotation, words)
                if not _is_suspicious(words):
                    break
        return best[1], best[2] if bottom - top == image.shape[0] else None


def _turned(image: Picture, rotation: int) -> Picture:
    return np.ascontiguousarray(np.rot90(image, -rotation // 90))


def _sample(words: Sequence[Word], image: Picture) -> tuple[int, int]:
    """First and last row of the band with most characters: a fifth of the page, or all of a small picture."""
    height = image.shape[0]
    if height <= WHOLE_UP_TO:
        return 0, height
    size = max(WHOLE_UP_TO, height // 5)
    starts = range(0, height - size + 1, max(1, size // 4))
    return max(
        ((start, start + size) for start in starts),
        key=lambda band: sum(_size(word) for word in words if band[0] <= word.bbox.center[1] < band[1]),
    )


def _is_suspicious(words: Sequence[Word]) -> bool:
    count = sum(map(_size, words))
    if count < MIN_CHARACTERS:
        return False
    return _weight(words) / count < GOOD_SCORE or _tall_share(words) > 0.5


def _other_ways(words: Sequence[Word]) -> tuple[int, ...]:
    return (90, 270) if _tall_share(words) > 0.5 else (180, 90, 270)


def _weight(words: Sequence[Word]) -> float:
    """Characters read, each by its score."""
    return sum(word.score * _size(word) for word in words)


def _size(word: Word) -> int:
    """Its letters and digits: a dash looks like one on a page that lies on its side, too."""
    return sum(map(str.isalnum, word.text))


def _tall_share(words: Sequence[Word]) -> float:
    long = [word for word in words if len(word.text) >= 3]
    return sum(word.bbox.height > TALL * word.bbox.width for word in long) / len(long) if long else 0.0


def _turned_back(word: Word, rotation: int, image: Picture) -> Word:
    """The word of the turned picture in pixels of ``image``."""
    width, height = turned_size(image.shape[1], image.shape[0], rotation)
    return replace(word, bbox=turn_in_frame(word.bbox, 360 - rotation, width, height), rotation=rotation)
