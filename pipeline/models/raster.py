"""Words, rulings and shadings drawn as channels: the input of our own layout models, in training and in serving.

A layout model never sees a letter. It sees where words stand, which of them are numbers, which begin with a
lower-case letter (a wrapped line mostly does), where lines are drawn and what is shaded. All lengths are measured
in *em* (the size of the type), so a table set in 6 pt looks like one set in 12 pt.
Coordinates in: points (or any unit); out: pixels of a channel image.
"""

from __future__ import annotations

import statistics
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import attrgetter

import numpy as np
from numpy.typing import NDArray

from pipeline.models.drawing import draw_lines, place_rectangles
from table import BBox, Ruling, Shading, Word

CHANNELS = ("words", "numeric", "lower", "horizontal rulings", "vertical rulings", "shading")
WORDS, NUMERIC, LOWER, HORIZONTAL, VERTICAL, SHADING = range(len(CHANNELS))
UNKNOWN_TEXT = 0.5  # numeric and lower-case value of a word whose text nobody knows
DRAWN_HEIGHT_EM = 0.7  # words are drawn at most this tall, so that lines of any reader's box height stay apart
_SIXTEENTHS = 16  # of a pixel: the unit of drawing
_LEAST_SIDE = 0.05  # pixels; smaller words leave no trace
_FALLBACK_EM = 9.0  # points; a crop without words has no type size


_sides = attrgetter("x0", "y0", "x1", "y1")


@dataclass(frozen=True, slots=True)
class Layout:
    """What is drawn, as arrays. ``boxes``: (N, 4) x0, y0, x1, y1; ``numeric`` and ``lower``: (N,) 0..1;
    ``rulings``: (M, 4); ``shadings``: (K, 5) with darkness 0..1 last; ``em``: the size of the type, same unit; ``marks``: (N, marks)
    of ``word_marks.py``, ``None`` where nothing of them is known."""

    boxes: NDArray[np.float32]
    numeric: NDArray[np.float32]
    lower: NDArray[np.float32]
    rulings: NDArray[np.float32]
    shadings: NDArray[np.float32]
    em: float
    marks: NDArray[np.float32] | None = None


@lru_cache(maxsize=20_000)  # the words of a page are asked once more for each of its tables
def numeric_fraction(text: str) -> float:
    """Share of digits among letters and digits; a dash or a lone sign counts as a number (a blank value).

    >>> numeric_fraction("1,234"), numeric_fraction("Total"), numeric_fraction("-")
    (1.0, 0.0, 1.0)
    """
    if text.isalpha() or text.isdigit():  # most words
        return float(text.isdigit())
    digits = sum([c.isdigit() for c in text])
    letters = sum([c.isalpha() for c in text])
    if digits + letters == 0:
        return 1.0 if text.strip(".") else 0.0
    return digits / (digits + letters)


@lru_cache(maxsize=20_000)
def starts_lower(text: str) -> float:
    """1 when the first letter or digit of the word is a lower-case letter, else 0."""
    first = next((c for c in text if c.isalnum()), "")
    return 1.0 if first.islower() else 0.0


def _advance(text: str) -> int:
    """Width of ``text`` in half ems: wide (CJK) characters count twice."""
    if text.isascii():
        return len(text)
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def type_size(words: Sequence[Word]) -> float:
    """The em of a text in the unit of its boxes: twice the median character width, 9 when there are no words."""
    sized = [(w.bbox.x1 - w.bbox.x0, w.text) for w in words if len(w.text) > 1]
    widths = [width / _advance(text) for width, text in sized if width > 0]
    if not widths:
        widths = [w.bbox.height / 2 for w in words if w.bbox.height > 0]
    return 2 * statistics.median(widths) if widths else _FALLBACK_EM


def to_layout(words: Sequence[Word], rulings: Sequence[Ruling], shadings: Sequence[Shading]) -> Layout:
    """``Layout`` of the given values."""
    texts = [word.text for word in words]
    return Layout(
        boxes=np.fromiter(chain.from_iterable([_sides(w.bbox) for w in words]), np.float32, 4 * len(words)).reshape(-1, 4),
        numeric=np.fromiter(map(numeric_fraction, texts), np.float32, len(texts)),
        lower=np.fromiter(map(starts_lower, texts), np.float32, len(texts)),
        rulings=np.array([_sides(r.bbox) for r in rulings], np.float32).reshape(-1, 4),
        shadings=np.array([(*s.bbox, 1 - s.luminance) for s in shadings], np.float32).reshape(-1, 5),
        em=type_size(words),
    )


def drawn_boxes(layout: Layout) -> NDArray[np.float32]:
    """(N, 4) word boxes as drawn: no thicker than ``DRAWN_HEIGHT_EM`` around their middle line."""
    boxes = layout.boxes.copy()
    size = boxes[:, 2:] - boxes[:, :2]
    is_vertical = (size[:, 1] > 1.8 * size[:, 0]) & (size[:, 1] > 1.6 * layout.em)
    for axis, chosen in ((1, ~is_vertical), (0, is_vertical)):
        middle = (boxes[chosen, axis] + boxes[chosen, axis + 2]) / 2
        half = np.minimum(size[chosen, axis], DRAWN_HEIGHT_EM * layout.em) / 2
        boxes[chosen, axis], boxes[chosen, axis + 2] = middle - half, middle + half
    return boxes


def rasterize(
    layout: Layout, crop: BBox, scale_x: float, scale_y: float, size: tuple[int, int], marks: Sequence[int] = ()
) -> NDArray[np.uint8]:
    """(6 + len(marks), H, W) channels of ``crop``; ``scale_*`` are pixels per unit, ``size`` is (H, W), ``marks`` are columns of
    the layout's marks.

    What lies beyond the crop but inside ``size`` stays blank, like paper: padding needs no mask.
    """
    image = np.zeros((len(CHANNELS) + len(marks), *size), np.uint8)
    offset = np.array([crop.x0, crop.y0, crop.x0, crop.y0], np.float32)
    factor = np.array([scale_x, scale_y, scale_x, scale_y], np.float32)
    limit = np.array([crop.width, crop.height, crop.width, crop.height], np.float32) * factor
    for (x0, y0, x1, y1), dark in zip(_place(layout.shadings[:, :4], offset, factor, limit), layout.shadings[:, 4], strict=True):
        value = round(60 + 195 * min(1.0, max(0.0, float(dark)))) if dark > 0.01 else 0
        image[SHADING, int(y0) : int(y1) + 1, int(x0) : int(x1) + 1] = value
    values, channels = [np.ones_like(layout.numeric), layout.numeric, layout.lower], [WORDS, NUMERIC, LOWER]
    if marks and layout.marks is not None:
        values += [layout.marks[:, mark] for mark in marks]
        channels += range(len(CHANNELS), len(CHANNELS) + len(marks))
    _draw_words(image, _place(drawn_boxes(layout), offset, factor, limit), values, channels)
    _draw_rulings(image, _place(layout.rulings, offset, factor, limit))
    return image


def to_pixels(raster: NDArray[np.uint8], multiple: int) -> NDArray[np.float32]:
    """(1, 6, H, W) in 0..1, padded with blank paper until both sides are multiples of ``multiple``."""
    height, width = (-(-side // multiple) * multiple for side in raster.shape[1:])
    padded = np.zeros((1, raster.shape[0], height, width), np.uint8)  # padded while it is small
    padded[0, :, : raster.shape[1], : raster.shape[2]] = raster
    return np.divide(padded, np.float32(255), dtype=np.float32)


def _place(
    boxes: NDArray[np.float32], offset: NDArray[np.float32], factor: NDArray[np.float32], limit: NDArray[np.float32]
) -> NDArray[np.float32]:
    placed: NDArray[np.float32] = np.clip((boxes - offset) * factor, 0, limit)
    return placed


def _fixed(values: NDArray[np.float32]) -> NDArray[np.int64]:
    return np.rint(values.astype(np.float64) * _SIXTEENTHS).astype(np.int64)


def _draw_words(
    image: NDArray[np.uint8], placed: NDArray[np.float32], values: Sequence[NDArray[np.float32]], channels: Sequence[int]
) -> None:
    """Each word in each of ``channels``, as strong as its value there: one array (words,) a channel."""
    seen = ((placed[:, 2:] - placed[:, :2]) >= _LEAST_SIDE).all(axis=1)
    if not seen.any():
        return
    boxes = placed[seen]
    shapes = _fixed(np.concatenate([boxes[:, :2], boxes[:, 2:] - np.float32(1)], axis=1))
    shown = [(np.float32(255) * part[seen]).astype(np.uint8) for part in values]
    for patches in place_rectangles(shapes, (image.shape[1], image.shape[2])):
        for channel, value in zip(channels, shown, strict=True):
            patches.draw(image[channel], value)


def _draw_rulings(image: NDArray[np.uint8], placed: NDArray[np.float32]) -> None:
    is_level = placed[:, 2] - placed[:, 0] >= placed[:, 3] - placed[:, 1]
    middle = _fixed((placed[:, :2] + placed[:, 2:]) / np.float32(2))
    ends = _fixed(placed)
    level = [ends[:, 0], middle[:, 1], ends[:, 2], middle[:, 1]]
    upright = [middle[:, 0], ends[:, 1], middle[:, 0], ends[:, 3]]
    shapes = np.where(is_level, np.stack(level), np.stack(upright)).T
    draw_lines(image[HORIZONTAL : VERTICAL + 1], shapes, np.where(is_level, 0, VERTICAL - HORIZONTAL))
