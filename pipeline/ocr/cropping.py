"""Almost empty pages: only the part with something on it is read, so that a large blank sheet costs no more than its few words."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from pipeline.types import OcrEngine, Picture
from table import Word

LARGE = 2_000_000  # pixels; smaller pictures are read whole
EMPTY_SHARE = 1 / 8  # of the picture that the box around everything drawn covers at most
MIN_CONTRAST = 40  # grey levels between what is drawn and paper
MARGIN = 40  # pixels kept around: engines want paper around letters


class DrawnPart:
    """An engine that reads an almost empty page's drawn part; other pictures go to it as they are."""

    def __init__(self, engine: OcrEngine) -> None:
        self._engine = engine
        self.name = engine.name

    def words(self, image: Picture) -> list[Word]:
        """The words with boxes in pixels of ``image``; none for a blank one."""
        height, width = image.shape[:2]
        if height * width < LARGE:
            return self._engine.words(image)
        box = drawn_box(image)
        if box is None:
            return []
        x0, y0, x1, y1 = box
        if (x1 - x0) * (y1 - y0) > EMPTY_SHARE * height * width:
            return self._engine.words(image)
        return [replace(word, bbox=word.bbox.shift(x0, y0)) for word in self._engine.words(np.ascontiguousarray(image[y0:y1, x0:x1]))]


def drawn_box(image: Picture) -> tuple[int, int, int, int] | None:
    """Left, top, right and bottom pixel of everything that differs from the paper, with a margin; ``None`` when nothing does."""
    grey = image[:, :, 1].astype(np.int16)
    is_drawn = np.abs(grey - np.median(grey[::8, ::8])) >= MIN_CONTRAST
    rows, columns = np.flatnonzero(is_drawn.any(axis=1)), np.flatnonzero(is_drawn.any(axis=0))
    if not len(rows):
        return None
    height, width = grey.shape
    left, right = max(0, int(columns[0]) - MARGIN), min(width, int(columns[-1]) + 1 + MARGIN)
    return left, max(0, int(rows[0]) - MARGIN), right, min(height, int(rows[-1]) + 1 + MARGIN)
