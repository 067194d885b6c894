"""The one preprocessing of the page DETR, for training and for serving: layout -> raster."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from pipeline.models.raster import Layout, rasterize
from table import BBox

STRIDE = 16  # of the tokens; inputs are padded to a multiple of it
LONG_SIDE = 384  # where a configuration names none


def page_input(layout: Layout, width: float, height: float, long_side: int) -> tuple[NDArray[np.uint8], float]:
    """The raster (6, H, W) of a page and its scale in pixels per unit: the longer side fills ``long_side`` pixels."""
    scale = float(long_side / max(width, height))
    size = (max(STRIDE, round(height * scale)), max(STRIDE, round(width * scale)))
    return rasterize(layout, BBox(0, 0, width, height), scale, scale, size), scale
