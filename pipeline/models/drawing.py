"""Anti-aliased rectangles and straight lines, many at once, in numpy: to the last bit what OpenCV draws.

The models in the box were trained on rasters that OpenCV drew (``rectangle`` and ``line`` with ``LINE_AA``); its filter
(``LineAA`` and ``FillConvexPoly`` of its ``drawing.cpp``) is written out here for axis-aligned shapes, so that a page can be
drawn without an image library of 150 MB. Coordinates are sixteenths of a pixel; pixel ``i`` has its centre at ``16 * i``.

A shape touches a small *patch* of pixels. Its geometry is worked out along each axis by itself; a pixel's weights are products
of its row's and its column's. ``place_rectangles`` does this once, ``draw`` lays values on an image as often as needed.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

Image = NDArray[np.uint8]  # (height, width), or several of them
Ints = NDArray[np.int64]
Bytes = NDArray[np.uint8]
Mask = NDArray[np.bool_]

ONE = 1 << 16  # OpenCV's fixed point
SLOPE = 181  # its correction for lines along an axis
FILTER = np.array(
    [168, 177, 185, 194, 202, 210, 218, 224, 231, 236, 241, 246, 249, 252, 254, 254,
     254, 254, 252, 249, 246, 241, 236, 231, 224, 218, 210, 202, 194, 185, 177, 168,
     158, 149, 140, 131, 122, 114, 105, 97, 89, 82, 75, 68, 62, 56, 50, 45,
     40, 36, 32, 28, 25, 22, 19, 16, 14, 12, 11, 9, 8, 7, 5, 5], np.uint16,
)  # fmt: skip
CHUNK = 500_000  # pixels worked on at once: what bounds the memory
FULL = 255
ENDS = 4  # places at each end of a stroke that may weigh less than those between, or nothing


@dataclass(frozen=True, slots=True)
class Patches:
    """All pixels that shapes touch, shape after shape: ``pixel`` in the flat image and ``shape``, the number of the shape.

    ``weights`` (sides, pixels) 0..255 are those of the shape's sides in the order of drawing; ``filled`` is covered afterwards.
    ``is_alone``: no other shape touches the pixel; ``fresh``: what it then becomes on a blank image where the value is ``FULL``.
    """

    pixel: Ints
    shape: Ints
    weights: Bytes
    filled: Mask
    is_alone: Mask
    fresh: Bytes

    @staticmethod
    def of(pixel: Ints, shape: Ints, weights: Bytes, filled: Mask) -> Patches:
        fresh = _table()[:256].take(weights[0])
        for side in weights[1:]:
            fresh = _table().take((fresh.astype(np.uint16) << 8) | side)
        fresh[filled] = FULL
        return Patches(pixel, shape, weights, filled, _are_single(pixel), fresh)

    def draw(self, image: Image, values: Bytes) -> None:
        """Lays ``values`` (one of each shape; 0: not drawn) on ``image``, one shape after the other."""
        if not values.any():
            return
        flat, laid, is_drawn = image.reshape(-1), values.take(self.shape), None
        if not image.any():
            is_easy = self.is_alone & (laid == FULL)
            easy = np.flatnonzero(is_easy)
            flat[self.pixel.take(easy)] = self.fresh.take(easy)
            is_drawn = ~is_easy
        if values.min() == 0:
            is_drawn = laid > 0 if is_drawn is None else is_drawn & (laid > 0)
        rest = np.arange(len(laid)) if is_drawn is None else np.flatnonzero(is_drawn)
        at = self.pixel.take(rest)
        order = at.argsort(kind="stable")
        rest, at = rest.take(order), at.take(order)
        turn = np.arange(len(at)) - np.searchsorted(at, at)
        for number in range(int(turn.max(initial=-1)) + 1):
            chosen = rest[turn == number]
            pixel = self.pixel.take(chosen)
            flat[pixel] = self._mixed(flat.take(pixel), chosen, laid.take(chosen))

    def _mixed(self, mixed: Bytes, chosen: Ints, laid: Bytes) -> Bytes:
        """What becomes of the chosen pixels, each for itself: every stroke is laid on twice, as OpenCV does."""
        for weights in self.weights:
            mixed = _over(mixed, weights.take(chosen), laid)
        return np.where(self.filled.take(chosen), laid, mixed)


def _are_single(numbers: Ints) -> Mask:
    """Of each number whether it is there once."""
    single: Mask = np.bincount(numbers).take(numbers) == 1
    return single


def place_rectangles(shapes: Ints, size: tuple[int, int]) -> list[Patches]:
    """The patches of filled rectangles (N, 4: two corners in any order) on an image of ``size`` (height, width), in parts
    to be drawn one after the other, with the values of all shapes each."""
    return [_place(shapes[start:stop], start, size, is_line=False) for start, stop in _chunks(shapes)]


def draw_lines(images: Image, shapes: Ints, layers: Ints, value: int = FULL) -> None:
    """Draws lines of one pixel, each along an axis, from (x0, y0) to (x1, y1), on its layer of ``images`` (layers, height, width)."""
    values = np.full(len(shapes), value, np.uint8)
    for start, stop in _chunks(shapes):
        size = (images.shape[1], images.shape[2])
        _place(shapes[start:stop], start, size, is_line=True, layers=layers[start:stop]).draw(images, values)


def _over(under: Bytes, weights: Bytes, values: Bytes) -> Bytes:
    """``values`` laid with ``weights`` over ``under``."""
    mixed: Bytes = _table().take((under.astype(np.uint16) << 8) | weights)
    other = np.flatnonzero(values != FULL)
    if len(other):
        mixed[other] = _mix(under[other].astype(np.int64), weights[other], values[other])
    return mixed


def _mix(under: Ints, weights: Bytes, values: Bytes | int) -> Bytes:
    for _ in range(2):
        under = under + (((values - under) * weights + 127) >> 8)
    return under.astype(np.uint8)


@cache
def _table() -> Bytes:
    """(65536,) what ``FULL`` gives over each value (high byte) with each weight (low byte)."""
    under, weights = np.divmod(np.arange(ONE), 256)
    return _mix(under, weights.astype(np.uint8), FULL)


def _chunks(shapes: Ints) -> Iterator[tuple[int, int]]:
    """Ranges of shapes that cover about ``CHUNK`` pixels each."""
    size = (np.abs(shapes[:, 2:] - shapes[:, :2]) >> 4) + 4
    total = (size[:, 0] * size[:, 1]).cumsum()
    edges = [0, len(shapes)]
    if len(shapes) and total[-1] >= CHUNK:
        edges[1:1] = (np.flatnonzero(np.diff(total // CHUNK)) + 1).tolist()
    return (pair for pair in pairwise(edges) if pair[0] < pair[1])


@dataclass(frozen=True, slots=True)
class _Axis:
    """One axis of all patches, the places of one after the other: ``place`` on the image and ``shape``, whose it is; what a
    stroke across the axis at the shape's ``first`` and ``second`` side weighs there, and what one ``along`` it does; whether
    the place is ``inside``. ``begin`` and ``count`` (N,): where a shape's places are."""

    place: Ints
    shape: Ints
    first: NDArray[np.uint16]
    second: NDArray[np.uint16]
    along: NDArray[np.uint16]
    inside: Mask
    begin: Ints
    count: Ints


def _axis(start: Ints, stop: Ints, length: int, inside: tuple[Ints, Ints]) -> _Axis:
    """``start`` and ``stop`` (N,) are the shapes' two sides along an axis of ``length`` pixels; ``inside`` first and last place."""
    low, high = (np.maximum(np.minimum(side, 16 * length + 16), -16) for side in (np.minimum(start, stop), np.maximum(start, stop)))
    origin = ((low + 8) >> 4) - 1
    count = ((high + 8) >> 4) - origin + 2
    begin = np.cumsum(count) - count
    shape = np.repeat(np.arange(len(start)), count)
    place = np.arange(len(shape)) + (origin - begin)[shape]
    first, second = (_across(side, begin - origin, len(place), length) for side in (start, stop))
    is_inside = (place >= inside[0][shape]) & (place <= inside[1][shape])
    steps = np.minimum(np.arange(ENDS)[:, None], count - 1)
    ends = np.concatenate([steps, count - 1 - steps])
    along = np.repeat(np.where((high < 0) | (low >= 16 * length), 0, SLOPE).astype(np.uint16), count)
    along[begin + ends] = _along(origin + ends, low, high, length)
    return _Axis(place, shape, first, second, along, is_inside, begin, count)


def _across(side: Ints, at: Ints, num_places: int, length: int) -> NDArray[np.uint16]:
    """What strokes at ``side`` weigh on the places across them, before what their ends lose: something on three of each shape's.

    ``at`` (N,): where in the list of all places the shape's place 0 is, or would be.
    """
    seen = np.flatnonzero((side >= 0) & (side < 16 * length))
    part, nearest = ((side[seen] + 8) & 15) << 1, at[seen] + ((side[seen] + 8) >> 4)
    weights = np.zeros(num_places, np.uint16)
    weights[nearest - 1], weights[nearest], weights[nearest + 1] = FILTER[part + 32], FILTER[part], FILTER[63 - part]
    return weights


def _along(place: Ints, low: Ints, high: Ints, length: int) -> NDArray[np.uint16]:
    """What strokes from ``low`` to ``high`` (N,) weigh on ``place`` (K, N) along them: ``SLOPE`` but at their ends, nothing beyond."""
    start, stop = np.maximum(low << 12, 0), np.minimum(high << 12, length * ONE - 1)
    i, j = (start >> 9) & 0x78, (stop >> 9) & 0x78
    table = np.zeros((len(low), 9), np.uint16)
    t0, t1, t2 = SLOPE << 7, ((0x78 - i) | 4) * SLOPE, (j | 4) * SLOPE
    table[:, 1] = table[:, 3] = ((((j - i) & 0x78) | 4) * SLOPE >> 8) & 0x1FF
    table[:, 2], table[:, 6] = (t1 >> 8) & 0x1FF, (t2 >> 8) & 0x1FF
    table[:, 4] = ((((j - i) + 0x80) | 4) * SLOPE >> 8) & 0x1FF
    table[:, 5], table[:, 7], table[:, 8] = ((t1 + t0) >> 8) & 0x1FF, ((t2 + t0) >> 8) & 0x1FF, SLOPE
    table[(high < 0) | (low >= 16 * length)] = 0
    done, left = place - (start >> 16), ((stop + ONE) >> 16) - place
    weight = table.reshape(-1)[9 * np.arange(len(low)) + 3 * np.minimum(np.maximum(done, 0), 2) + np.minimum(np.maximum(left, 0), 2)]
    return np.where((done >= 0) & (left >= 0), weight, np.uint16(0))


def _place(shapes: Ints, number: int, size: tuple[int, int], *, is_line: bool, layers: Ints | None = None) -> Patches:
    """The patches of ``shapes``, of which the first has ``number`` among all; each on the image of ``size`` of its layer."""
    height, width = size
    left, top, right, bottom = _inside(shapes)
    x, y = _axis(shapes[:, 0], shapes[:, 2], width, (left, right)), _axis(shapes[:, 1], shapes[:, 3], height, (top, bottom))
    pixels = _Pixels.of(x, y)
    weights = _weights(shapes, x, y, pixels, height, is_line=is_line)
    filled = pixels.rows(y.inside & (not is_line)) & pixels.columns(x.inside)
    below = y.place if layers is None else y.place + height * layers[y.shape]
    beside = (x.place[x.begin] - x.begin)[y.shape]  # the places of one shape follow each other, as those of its pixels in a row do
    pixel, shape = pixels.rows(below * width + beside) + pixels.column, pixels.rows(y.shape + number)
    across, down = (x.place >= 0) & (x.place < width), (y.place >= 0) & (y.place < height)
    if across.all() and down.all():
        return Patches.of(pixel, shape, weights, filled)
    seen = np.flatnonzero(pixels.rows(down) & pixels.columns(across))
    return Patches.of(pixel[seen], shape[seen], weights[:, seen], filled[seen])


@dataclass(frozen=True, slots=True)
class _Pixels:
    """Every pixel of every patch, row by row: ``per_row`` (places of ``y``,) of each, and their ``column`` among the places of ``x``."""

    per_row: Ints
    column: Ints

    @staticmethod
    def of(x: _Axis, y: _Axis) -> _Pixels:
        per_row = x.count[y.shape]
        column = np.repeat(x.begin[y.shape] - np.cumsum(per_row) + per_row, per_row)
        return _Pixels(per_row, column + np.arange(len(column)))

    def rows(self, values: NDArray[Any]) -> NDArray[Any]:
        """Of each pixel the value of its row."""
        return np.repeat(values, self.per_row)

    def columns(self, values: NDArray[Any]) -> NDArray[Any]:
        """Of each pixel the value of its column."""
        return values.take(self.column)


def _inside(shapes: Ints) -> tuple[Ints, Ints, Ints, Ints]:
    """First column and row, last column and row that are filled; the scan conversion fills nothing of a single row."""
    x0, x1 = np.minimum(shapes[:, 0], shapes[:, 2]), np.maximum(shapes[:, 0], shapes[:, 2])
    top, bottom = (np.minimum(shapes[:, 1], shapes[:, 3]) + 8) >> 4, (np.maximum(shapes[:, 1], shapes[:, 3]) + 8) >> 4
    return (x0 + 15) >> 4, top, x1 >> 4, np.where(top < bottom, bottom, -1)


def _weights(shapes: Ints, x: _Axis, y: _Axis, pixels: _Pixels, height: int, *, is_line: bool) -> Bytes:
    """(4, pixels) what each side, in the order of drawing, weighs on each pixel; of lines (1, pixels)."""
    along_y, along_x = pixels.rows(y.along), pixels.columns(x.along)
    sides = 1 if is_line else 2
    beside = [_product(along_y, pixels.columns(side)) for side in (x.first, x.second)[:sides]]
    above = [_product(along_x, pixels.rows(side)) for side in (y.first, y.second)[:sides]]
    low, high = np.minimum(shapes[:, 0], shapes[:, 2]), np.maximum(shapes[:, 0], shapes[:, 2])
    is_point = (np.maximum(low, 0) == high)[y.shape]  # a stroke without length, once cut to the image, is a vertical one
    if is_point.any():
        points = [_product(pixels.rows(_point(y, side, height)), pixels.columns(x.first)) for side in (shapes[:, 1], shapes[:, 3])[:sides]]
        above = [np.where(pixels.rows(is_point), point, line) for point, line in zip(points, above, strict=True)]
    if is_line:
        is_vertical = np.abs(shapes[:, 3] - shapes[:, 1]) >= np.abs(shapes[:, 2] - shapes[:, 0])
        return np.where(pixels.rows(is_vertical[y.shape]), beside[0], above[0])[None]
    return np.stack([beside[0], above[0], beside[1], above[1]])


def _point(axis: _Axis, side: Ints, length: int) -> NDArray[np.uint16]:
    """What strokes without length at ``side`` weigh on each place along the axis."""
    weights, origin = np.zeros(len(axis.place), np.uint16), axis.place[axis.begin]
    near = np.clip((side >> 4) - origin + np.arange(-1, 3)[:, None], 0, axis.count - 1)
    weights[axis.begin + near] = _along(origin + near, side, side, length)
    return weights


def _product(first: NDArray[np.uint16], second: NDArray[np.uint16]) -> Bytes:
    return ((first * second) >> 8).astype(np.uint8)
