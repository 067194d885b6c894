"""A page's visible characters with their boxes, in the order in which the PDF draws them, and as words.

Drawing order is what alignment wants: authors' tools write cell after cell, while reading order by lines would
interleave the lines of neighbouring cells.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from table import BBox, Word


@dataclass(frozen=True)
class PageText:
    """Characters of one page; ``number`` counts from 1, ``width`` and ``height`` are points as displayed.

    ``text[i]`` has the box ``boxes[i]`` (x0, y0, x1, y1; shape (n, 4), points, y down), must be turned by ``rotations[i]``
    degrees clockwise to be read, and starts a new word if ``starts_word[i]``. There is no white space in ``text``.
    """

    number: int
    width: float
    height: float
    text: str
    boxes: NDArray[np.float64]
    rotations: NDArray[np.int16]
    starts_word: NDArray[np.bool_]

    def __post_init__(self) -> None:
        count = len(self.text)
        assert self.boxes.shape == (count, 4), f"boxes: {self.boxes.shape}, expected ({count}, 4)"
        assert self.rotations.shape == (count,), f"rotations: {self.rotations.shape}, expected ({count},)"
        assert self.starts_word.shape == (count,), f"starts_word: {self.starts_word.shape}, expected ({count},)"

    @cached_property
    def words(self) -> tuple[Word, ...]:
        """The page's words in drawing order; ``line`` is the word's number."""
        starts = [int(index) for index in np.flatnonzero(self.starts_word)]
        stops = [*starts[1:], len(self.text)]
        return tuple(
            Word(self.text[start:stop], union_box(self.boxes[start:stop]), line)
            for line, (start, stop) in enumerate(zip(starts, stops, strict=True))
            if stop > start
        )


def union_box(boxes: NDArray[np.float64]) -> BBox:
    """The box around ``boxes`` (n, 4); n must not be 0."""
    x0, y0 = boxes[:, :2].min(axis=0)
    x1, y1 = boxes[:, 2:].max(axis=0)
    return BBox(float(x0), float(y0), float(x1), float(y1))


def turned(page: PageText, rotation: int) -> PageText:
    """The page turned ``rotation`` degrees clockwise (0, 90, 180, 270): same text, new coordinates."""
    if rotation % 360 == 0:
        return page
    x0, y0, x1, y1 = page.boxes.T
    match rotation % 360:
        case 90:
            boxes, size = np.stack([page.height - y1, x0, page.height - y0, x1], axis=1), (page.height, page.width)
        case 180:
            boxes, size = (
                np.stack([page.width - x1, page.height - y1, page.width - x0, page.height - y0], axis=1),
                (page.width, page.height),
            )
        case _:
            boxes, size = np.stack([y0, page.width - x1, y1, page.width - x0], axis=1), (page.height, page.width)
    rotations = ((page.rotations - rotation) % 360).astype(np.int16)
    return PageText(page.number, *size, page.text, boxes, rotations, page.starts_word)


def turned_box(box: BBox, width: float, height: float, rotation: int) -> BBox:
    """``box`` of a page of ``width`` x ``height`` after the page is turned ``rotation`` degrees clockwise."""
    match rotation % 360:
        case 90:
            return BBox(height - box.y1, box.x0, height - box.y0, box.x1)
        case 180:
            return BBox(width - box.x1, height - box.y1, width - box.x0, height - box.y0)
        case 270:
            return BBox(box.y0, width - box.x1, box.y1, width - box.x0)
        case _:
            return box
