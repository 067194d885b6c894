"""Small tables of our own drawing for golden cases, with the objects that a model might see in them: no model is needed."""

from __future__ import annotations

from itertools import pairwise

from pipeline.geometry.views import make_view
from pipeline.types import Page, RegionView, StructureObject, TableRegion
from table import BBox, StructureLabel, Word
from tools.golden_cases import no_picture

LEFT, TOP, ROW, LETTER = 40.0, 60.0, 14.0, 4.5  # points
COLUMNS = (0.0, 30.0, 110.0, 200.0, 250.0)  # edges of the columns that the model sees
STOPS = (2.0, 32.0, 112.0, 160.0, 205.0)  # where words begin: two texts in the third column
INVOICE = (
    ("No", "Item", "Disc.%", "Taxes", "Sum"),
    ("1", "Paper", "0.00", "15.00%", "12.00"),
    ("", "Ink", "1.50", "15.00%", "30.40"),
    ("", "Glue", "0.00", "6.00%", "4.20"),
    ("", "Total", "", "", "46.60"),
)


def invoice() -> tuple[RegionView, list[StructureObject]]:
    """An invoice: two columns with a narrow gap seen as one, and an item's number that reaches down over the total."""
    words = tuple(
        Word(text, BBox(LEFT + x, TOP + ROW * row + 3, LEFT + x + LETTER * len(text), TOP + ROW * row + 11))
        for row, texts in enumerate(INVOICE)
        for x, text in zip(STOPS, texts, strict=True)
        if text
    )
    page = Page(1, 400, 300, words, (), (), "pdf", no_picture)
    bottom, right = TOP + ROW * len(INVOICE), LEFT + COLUMNS[-1]
    view = make_view(page, TableRegion(BBox(LEFT, TOP, right, bottom), 0.9), 15.0)
    x0, y0 = LEFT - view.crop.x0, TOP - view.crop.y0

    def seen(label: StructureLabel, left: float, top: float, right: float, bottom: float) -> StructureObject:
        return StructureObject(label, 0.9, BBox(x0 + left, y0 + ROW * top, x0 + right, y0 + ROW * bottom))

    width, height = COLUMNS[-1], len(INVOICE)
    rows = [seen(StructureLabel.ROW, 0, row, width, row + 1) for row in range(height)]
    columns = [seen(StructureLabel.COLUMN, a, 0, b, height) for a, b in pairwise(COLUMNS)]
    header, span = seen(StructureLabel.COLUMN_HEADER, 0, 0, width, 1), seen(StructureLabel.SPANNING_CELL, 0, 1, COLUMNS[1], height)
    return view, [*rows, *columns, header, span]
