"""A rendered page or view to draw boxes on, in points: the only place of the debug pictures that knows pixels."""

from __future__ import annotations

import io
from collections.abc import Iterable

from PIL import Image, ImageDraw, ImageFont

from pipeline.types import Page, RegionView
from table import BBox

MAX_SIDE_PX = 1600
MAX_SCALE = 2.0  # pixels per point: 144 dpi, enough to read 6 pt text
Colour = tuple[int, int, int]


class Sketch:
    """The picture of ``surface`` at a readable size; boxes are given in its points."""

    def __init__(self, surface: Page | RegionView) -> None:
        longest = max(surface.width, surface.height, 1.0)
        self.scale = min(MAX_SCALE, MAX_SIDE_PX / longest)
        self._image = Image.fromarray(surface.render(self.scale)).convert("RGB")
        self._draw = ImageDraw.Draw(self._image, "RGBA")
        self._font = ImageFont.load_default(16)

    def outline(self, boxes: Iterable[BBox], colour: Colour, *, width: int = 1, alpha: int = 255) -> None:
        """Draws the border of each box."""
        for box in boxes:
            self._draw.rectangle(self._pixels(box), outline=(*colour, alpha), width=width)

    def shade(self, boxes: Iterable[BBox], colour: Colour, *, alpha: int = 60) -> None:
        """Fills each box, transparent."""
        for box in boxes:
            self._draw.rectangle(self._pixels(box), fill=(*colour, alpha))

    def label(self, box: BBox, text: str, colour: Colour) -> None:
        """Writes ``text`` on a small ground at the box's top left, outside where there is room."""
        x, y = box.x0 * self.scale, max(0.0, box.y0 * self.scale - 20)
        self._draw.rectangle(self._draw.textbbox((x + 2, y), text, font=self._font), fill=(*colour, 220))
        self._draw.text((x + 2, y), text, fill=(255, 255, 255), font=self._font)

    def png(self) -> bytes:
        """The picture as PNG bytes."""
        buffer = io.BytesIO()
        self._image.save(buffer, "PNG")
        return buffer.getvalue()

    def _pixels(self, box: BBox) -> tuple[float, float, float, float]:
        x0, y0, x1, y1 = (value * self.scale for value in box)
        return x0, y0, max(x0, x1), max(y0, y1)
