"""The one preprocessing of the page DETR, for training and for serving: layout -> raster -> tensor."""

from __future__ import annotations

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from pipeline.models.page_detr.configuration import PageDetrConfig
from pipeline.models.page_detr.modeling import STRIDE
from pipeline.models.raster import Layout, rasterize
from table import BBox


def to_input(layout: Layout, width: float, height: float, config: PageDetrConfig) -> tuple[NDArray[np.uint8], float]:
    """The raster (6, H, W) of a page and its scale in pixels per unit: the longer side fills the raster."""
    scale = float(config.long_side / max(width, height))
    size = (max(STRIDE, round(height * scale)), max(STRIDE, round(width * scale)))
    return rasterize(layout, BBox(0, 0, width, height), scale, scale, size), scale


def to_tensor(raster: NDArray[np.uint8]) -> Tensor:
    """(1, 6, H, W) in 0..1, padded with blank paper to multiples of the stride."""
    height, width = (-(-side // STRIDE) * STRIDE for side in raster.shape[1:])
    pixels = np.zeros((1, raster.shape[0], height, width), np.float32)
    pixels[0, :, : raster.shape[1], : raster.shape[2]] = raster / np.float32(255)
    return torch.from_numpy(pixels).contiguous(memory_format=torch.channels_last)
