"""The one preprocessing of the layout DETR, for training and for serving: layout -> raster."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pipeline.models.raster import Layout, rasterize
from pipeline.models.word_marks import mark_indices
from table import BBox

TILE = 16  # inputs are padded to a multiple of it
PIXELS_PER_EM_X, PIXELS_PER_EM_Y, MAX_SIDE = 6.0, 8.0, 1024  # where a configuration names none


class RasterRule(Protocol):
    """What of a configuration settles the raster: its scale, the longest side in pixels, what it shows of words besides places."""

    @property
    def pixels_per_em_x(self) -> float: ...
    @property
    def pixels_per_em_y(self) -> float: ...
    @property
    def max_side(self) -> int: ...
    @property
    def word_channels(self) -> Sequence[str]: ...


@dataclass(frozen=True, slots=True)
class AxisRaster:
    """A ``RasterRule`` without any model library."""

    pixels_per_em_x: float = PIXELS_PER_EM_X
    pixels_per_em_y: float = PIXELS_PER_EM_Y
    max_side: int = MAX_SIDE
    word_channels: tuple[str, ...] = ()


def axis_raster(values: Mapping[str, Any]) -> AxisRaster:
    """The rule in the values of a ``config.json``."""
    return AxisRaster(
        float(values.get("pixels_per_em_x", PIXELS_PER_EM_X)),
        float(values.get("pixels_per_em_y", PIXELS_PER_EM_Y)),
        int(values.get("max_side", MAX_SIDE)),
        tuple(values.get("word_channels") or ()),
    )


def raster_scales(em: float, width: float, height: float, rule: RasterRule) -> tuple[float, float]:
    """Pixels per unit along x and y: set by the size of the type, limited by the longest side allowed."""
    scale_x, scale_y = rule.pixels_per_em_x / em, rule.pixels_per_em_y / em
    return min(scale_x, rule.max_side / max(width, 1e-6)), min(scale_y, rule.max_side / max(height, 1e-6))


def axis_input(layout: Layout, crop: BBox, rule: RasterRule) -> tuple[NDArray[np.uint8], float, float]:
    """The raster (channels, H, W) of ``crop`` and its scales; the one preprocessing of training and serving."""
    scale_x, scale_y = raster_scales(layout.em, crop.width, crop.height, rule)
    size = (max(TILE, int(np.ceil(crop.height * scale_y))), max(TILE, int(np.ceil(crop.width * scale_x))))
    return rasterize(layout, crop, scale_x, scale_y, size, mark_indices(rule.word_channels)), scale_x, scale_y
