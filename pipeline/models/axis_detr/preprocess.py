"""The one preprocessing of the layout DETR, for training and for serving: layout -> raster -> tensor."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pipeline.models.axis_detr.configuration import AxisDetrConfig
from pipeline.models.axis_detr.modeling import TILE
from pipeline.models.raster import Layout, rasterize
from table import BBox


def raster_scales(em: float, width: float, height: float, config: AxisDetrConfig) -> tuple[float, float]:
    """Pixels per unit along x and y: set by the size of the type, limited by the longest side allowed."""
    scale_x, scale_y = config.pixels_per_em_x / em, config.pixels_per_em_y / em
    return min(scale_x, config.max_side / max(width, 1e-6)), min(scale_y, config.max_side / max(height, 1e-6))


def to_input(layout: Layout, crop: BBox, config: AxisDetrConfig) -> tuple[NDArray[np.uint8], float, float]:
    """The raster (6, H, W) of ``crop`` and its scales; the one preprocessing of training and serving."""
    scale_x, scale_y = raster_scales(layout.em, crop.width, crop.height, config)
    size = (max(TILE, int(np.ceil(crop.height * scale_y))), max(TILE, int(np.ceil(crop.width * scale_x))))
    return rasterize(layout, crop, scale_x, scale_y, size), scale_x, scale_y


def to_tensor(raster: NDArray[np.uint8]) -> Tensor:
    """(1, 6, H, W) in 0..1, padded with blank paper to multiples of ``TILE``."""
    height, width = (-(-side // TILE) * TILE for side in raster.shape[1:])
    pixels = np.zeros((1, raster.shape[0], height, width), np.float32)
    pixels[0, :, : raster.shape[1], : raster.shape[2]] = raster / np.float32(255)
    return torch.from_numpy(pixels).contiguous(memory_format=torch.channels_last)
