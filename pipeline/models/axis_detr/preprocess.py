"""The one preprocessing of the layout DETR, for training and for serving: layout -> raster -> tensor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.models.axis_detr.configuration import AxisDetrConfig
from pipeline.models.axis_detr.modeling import TILE
from pipeline.models.raster import Layout, rasterize
from table import BBox


def raster_scales(em: float, width: float, height: float, config: AxisDetrConfig) -> tuple[float, float]:
    """Pixels per unit along x and y: set by the size of the type, limited by the longest side allowed."""
    scale_x, scale_y = config.pixels_per_em_x / em, config.pixels_per_em_y / em
    return min(scale_x, config.max_side / max(width, 1e-6)), min(scale_y, config.max_side / max(height, 1e-6))


def axis_input(layout: Layout, crop: BBox, config: AxisDetrConfig) -> tuple[NDArray[np.uint8], float, float]:
    """The raster (6, H, W) of ``crop`` and its scales; the one preprocessing of training and serving."""
    scale_x, scale_y = raster_scales(layout.em, crop.width, crop.height, config)
    size = (max(TILE, int(np.ceil(crop.height * scale_y))), max(TILE, int(np.ceil(crop.width * scale_x))))
    return rasterize(layout, crop, scale_x, scale_y, size), scale_x, scale_y
