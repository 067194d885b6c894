"""The one preprocessing of pixel models: what a checkpoint is shown of a page or a view, in training and in serving.

In: a page or view (anything with a size in points, words, rulings and ``render``). Out: a ``Canvas``: normalised channels,
and where they lie in points. As in the Table Transformer project: RGB, PIL bicubic to the profile's size (small
pictures are enlarged), ImageNet mean and deviation. Whatever lies outside the picture is white like paper, not black.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.models.profile import Profile, SizeRule
from pipeline.types import Picture
from table import BBox, Ruling, Word

Channels = NDArray[np.float32]  # (channels, height, width)
WHITE = 255
MAX_RENDER_SCALE = 4.0  # pixels per point (288 dpi); beyond, a small crop is enlarged from this instead
_MIN_RULING_PX = 1.0  # a hairline must leave a trace


class Surface(Protocol):
    """What ``prepare`` needs of a ``Page`` or a ``RegionView``; sizes and boxes in points, origin top-left."""

    @property
    def width(self) -> float: ...
    @property
    def height(self) -> float: ...
    @property
    def words(self) -> tuple[Word, ...]: ...
    @property
    def rulings(self) -> tuple[Ruling, ...]: ...
    @property
    def render(self) -> Callable[[float], Picture]: ...


@dataclass(frozen=True, slots=True)
class Margins:
    """White paper added around a surface, in points."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class Canvas:
    """``channels``: (3 + extra, height, width) as the model takes them. ``bbox``: the canvas in points of the
    surface; it reaches below 0 and beyond the surface where white was added."""

    channels: Channels
    bbox: BBox

    def to_points(self, box: Sequence[float]) -> BBox:
        """``box`` (x0, y0, x1, y1 as fractions of the canvas) in points of the surface."""
        x0, y0, x1, y1 = box
        left, top, width, height = self.bbox.x0, self.bbox.y0, self.bbox.width, self.bbox.height
        return BBox(left + x0 * width, top + y0 * height, left + x1 * width, top + y1 * height)


def prepare(surface: Surface, profile: Profile, margins: Margins | None = None) -> Canvas:
    """``surface``, with ``margins`` of white around it, as ``profile`` wants to see it."""
    white = margins or Margins()
    picture = surface.render(_render_scale(surface, white, profile.size))
    padded, bbox = _surround(picture, surface, white)
    resized = resize(padded, profile.size)
    if profile.size.kind == "letterbox":
        resized, bbox = _letterbox(resized, bbox, profile.size.value)
    extra = [draw_boxes(_boxes(surface, name), bbox, resized.shape[:2]) for name in profile.extra_channels]
    return Canvas(np.concatenate([normalize(resized, profile.mean, profile.sd), *extra]), bbox)


def target_size(width: int, height: int, rule: SizeRule) -> tuple[int, int]:
    """Width and height in pixels after ``rule`` (before a letterbox is filled up); at least one pixel each."""
    if rule.kind == "stretch":
        return rule.value, rule.value
    scale = rule.value / max(width, height)
    return max(1, round(scale * width)), max(1, round(scale * height))


def resize(picture: Picture, rule: SizeRule) -> Picture:
    """(height, width, 3) RGB at the size of ``rule``, PIL bicubic; the same array when the size is right already."""
    height, width = picture.shape[:2]
    size = target_size(width, height, rule)
    if size == (width, height):
        return picture
    from PIL import Image

    return np.asarray(Image.fromarray(picture).resize(size, Image.Resampling.BICUBIC))


def normalize(picture: Picture, mean: Sequence[float], sd: Sequence[float]) -> Channels:
    """(3, height, width): values 0..1 less ``mean``, over ``sd``, per channel."""
    scaled = picture.astype(np.float32) / np.float32(255)
    normal = (scaled - np.asarray(mean, np.float32)) / np.asarray(sd, np.float32)
    return np.ascontiguousarray(normal.transpose(2, 0, 1))


def pad_white(picture: Picture, left: int, top: int, right: int, bottom: int) -> Picture:
    """``picture`` with that many white pixels on each side."""
    if not any((left, top, right, bottom)):
        return picture
    return np.pad(picture, ((top, bottom), (left, right), (0, 0)), constant_values=WHITE)


def draw_boxes(boxes: Iterable[BBox], canvas: BBox, size: tuple[int, ...]) -> Channels:
    """(1, height, width): 1 inside the boxes, 0 elsewhere. Boxes and ``canvas`` in points, ``size`` (height, width) px."""
    channel = np.zeros((1, size[0], size[1]), np.float32)
    scale_x, scale_y = size[1] / canvas.width, size[0] / canvas.height
    for box in boxes:
        x0, x1 = _pixels((box.x0 - canvas.x0) * scale_x, (box.x1 - canvas.x0) * scale_x, size[1])
        y0, y1 = _pixels((box.y0 - canvas.y0) * scale_y, (box.y1 - canvas.y0) * scale_y, size[0])
        channel[0, y0:y1, x0:x1] = 1
    return channel


def _pixels(start: float, stop: float, limit: int) -> tuple[int, int]:
    """Whole pixels covered, at least one, inside 0..limit."""
    first = round(start)
    last = max(round(stop), first + round(_MIN_RULING_PX))
    return min(max(first, 0), limit), min(max(last, 0), limit)


def _render_scale(surface: Surface, white: Margins, rule: SizeRule) -> float:
    """Pixels per point at which the surface comes out at the wanted size, so that resizing has next to nothing to do."""
    width, height = surface.width + white.left + white.right, surface.height + white.top + white.bottom
    return min(MAX_RENDER_SCALE, rule.value / max(width, height))


def _surround(picture: Picture, surface: Surface, white: Margins) -> tuple[Picture, BBox]:
    """``picture`` with its white margins, in whole pixels, and what it then covers in points."""
    height, width = picture.shape[:2]
    scale_x, scale_y = width / surface.width, height / surface.height
    left, right = round(white.left * scale_x), round(white.right * scale_x)
    top, bottom = round(white.top * scale_y), round(white.bottom * scale_y)
    bbox = BBox(-left / scale_x, -top / scale_y, surface.width + right / scale_x, surface.height + bottom / scale_y)
    return pad_white(picture, left, top, right, bottom), bbox


def _letterbox(picture: Picture, bbox: BBox, side: int) -> tuple[Picture, BBox]:
    """A white square of ``side`` pixels with the picture at its top-left, and what the square covers in points."""
    height, width = picture.shape[:2]
    square = pad_white(picture, 0, 0, side - width, side - height)
    return square, BBox(bbox.x0, bbox.y0, bbox.x0 + bbox.width * side / width, bbox.y0 + bbox.height * side / height)


def _boxes(surface: Surface, channel: str) -> list[BBox]:
    values: Sequence[Word | Ruling] = surface.words if channel == "words" else surface.rulings
    return [value.bbox for value in values]
