"""The picture of a table with true cells (green) and predicted cells (red) drawn on it, as a data URL."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import Image

from bench.evaluation import TableResult
from bench.predictions import bare_cells
from pipeline import Options
from pipeline.debug.sketch import Colour, Sketch
from pipeline.documents import open_document
from pipeline.errors import ExtractionError
from pipeline.geometry.views import make_view
from pipeline.types import Page, TableRegion
from table import BBox

TRUE: Colour = (30, 140, 60)
PREDICTED: Colour = (210, 40, 40)
SURROUNDINGS = 12.0  # points of page shown round a table
MAX_WIDTH_PX = 900


@dataclass(frozen=True, slots=True)
class NoPicture:
    """Why there is no picture."""

    reason: str


def overlay(item: TableResult) -> str | NoPicture:
    """A ``data:`` URL of a JPEG; a table without file or page gives the reason."""
    if item.place.source is None:
        return NoPicture("there is no file to draw on")
    try:
        with open_document(item.place.source, Options(text="pdf", ocr="none")) as document:
            return _drawn(document.page(item.place.page), item)
    except ExtractionError as error:
        return NoPicture(str(error))


def _drawn(page: Page, item: TableResult) -> str:
    scale = (page.pixels_per_point or 1.0) if item.place.unit == "pixels" else 1.0
    box = item.place.bbox.scale(1 / scale) if item.place.bbox else BBox(0, 0, page.width, page.height)
    view = make_view(page, TableRegion(box, 1.0), SURROUNDINGS)
    sketch = Sketch(view)

    def placed(boxes: Iterable[BBox | None]) -> list[BBox]:
        return [found.scale(1 / scale).shift(-view.crop.x0, -view.crop.y0) for found in boxes if found]

    sketch.outline(placed(cell.bbox for cell in bare_cells(item.truth)), TRUE, width=3, alpha=150)
    if item.prediction is not None:
        sketch.outline(placed(cell.bbox for cell in bare_cells(item.prediction)), PREDICTED)
    return _data_url(sketch.png())


def _data_url(png: bytes) -> str:
    image = Image.open(io.BytesIO(png)).convert("RGB")
    image.thumbnail((MAX_WIDTH_PX, 4 * MAX_WIDTH_PX))
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=75)
    return "data:image/jpeg;base64," + base64.b64encode(buffer.getvalue()).decode("ascii")
