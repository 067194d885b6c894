"""Pictures to look at: a page or crop with its rows, columns, spans, header, projected rows and text boxes drawn over it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from table import BBox, Label, StructureLabel

COLORS: dict[str, tuple[int, int, int]] = {
    StructureLabel.TABLE: (0, 0, 0),
    StructureLabel.COLUMN: (30, 110, 220),
    StructureLabel.ROW: (220, 60, 40),
    StructureLabel.COLUMN_HEADER: (150, 40, 200),
    StructureLabel.PROJECTED_ROW_HEADER: (0, 150, 90),
    StructureLabel.SPANNING_CELL: (230, 150, 0),
}
FILLED = (StructureLabel.COLUMN_HEADER, StructureLabel.PROJECTED_ROW_HEADER, StructureLabel.SPANNING_CELL)


def draw_objects(
    picture: NDArray[np.uint8], objects: Sequence[tuple[Label, BBox]], text_boxes: Sequence[BBox | None] = (), scale: float = 1.0
) -> Image.Image:
    """``picture`` (height, width, 3) with the objects drawn over it; boxes times ``scale`` are its pixels."""
    image = Image.fromarray(picture).convert("RGBA")
    layer = Image.new("RGBA", image.size, (0, 0, 0, 0))
    pen = ImageDraw.Draw(layer)
    for box in filter(None, text_boxes):
        pen.rectangle([*box.scale(scale)], fill=(255, 220, 0, 60))
    for label, box in objects:
        color = COLORS.get(label, (90, 90, 90))
        fill = (*color, 40) if label in FILLED else None
        pen.rectangle([*box.scale(scale)], outline=(*color, 255), fill=fill, width=2 if label in FILLED else 1)
    return Image.alpha_composite(image, layer).convert("RGB")
