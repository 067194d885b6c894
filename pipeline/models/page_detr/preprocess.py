"""The one preprocessing of the page DETR, for training and for serving: layout -> raster -> tensor."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.models.page_detr.configuration import PageDetrConfig
from pipeline.models.page_detr.modeling import STRIDE
from pipeline.models.raster import Layout, rasterize
from table import BBox


def page_input(layout: Layout, width: float, height: float, config: PageDetrConfig) -> tuple[NDArray[np.uint8], float]:
    """The raster (6, H, W) of a page and its scale in pixels per unit: the longer side fills the raster."""
    scale = float(config.long_side / max(width, height))
    size = (max(STRIDE, round(height * scale)), max(STRIDE, round(width * scale)))
    return rasterize(layout, BBox(0, 0, width, height), scale, scale, size), scale
