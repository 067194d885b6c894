"""The dataset's quality rules speak about extracted tables too: as flags, beside those of the structure step."""

from __future__ import annotations

import numpy as np

from pipeline.geometry.views import make_view
from pipeline.options import Options
from pipeline.page_tables import build_table
from pipeline.types import Page, StructureObject, TableRegion
from table import BBox, StructureLabel, Word


def test_a_lone_currency_column_is_flagged() -> None:
    """A column with nothing but signs is joined to its numbers; one with a heading of its own stays, and is flagged."""
    lines = (("item", "unit", "sum"), ("a", "$", "12"), ("b", "$", "13"))
    words = tuple(
        Word(text, BBox(x, y, x + 8, y + 8))
        for y, line in zip((10, 30, 50), lines, strict=True)
        for x, text in zip((10, 60, 110), line, strict=True)
    )
    page = Page(1, 200, 100, words, (), (), "pdf", lambda scale: np.full((round(100 * scale), round(200 * scale), 3), 255, np.uint8))
    view = make_view(page, TableRegion(BBox(5, 5, 130, 65), 1.0, is_given=True), 0)
    rows = [StructureObject(StructureLabel.ROW, 0.9, BBox(0, y, 125, y + 20)) for y in (0, 20, 40)]
    columns = [StructureObject(StructureLabel.COLUMN, 0.9, BBox(x, 0, x + 42, 60)) for x in (0, 42, 83)]
    trace = build_table(view, [*rows, *columns], Options(), index=0, seconds={})
    assert trace.table is not None
    assert "lone_currency" in trace.table.flags
