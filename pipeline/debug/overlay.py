"""The page with what was found on it: regions, cells, headers, spanning cells, failures and figures, in page points."""

from __future__ import annotations

from pipeline.debug.sketch import Colour, Sketch
from pipeline.results.result import PageResult
from pipeline.types import Page
from table import Table

REGION: Colour = (20, 90, 200)
CELL: Colour = (60, 150, 60)
HEADER: Colour = (230, 130, 20)
PROJECTED: Colour = (150, 60, 180)
SPANNING: Colour = (20, 160, 170)
FAILURE: Colour = (210, 30, 30)
FIGURE: Colour = (120, 120, 120)


def overlay_png(page: Page, result: PageResult) -> bytes:
    """PNG of the page with its tables drawn on it; without tables, the plain page."""
    sketch = Sketch(page)
    for number, table in enumerate(result.tables, start=1):
        draw_table(sketch, table, number)
    for failure in result.failures:
        sketch.outline([failure.region.bbox], FAILURE, width=3)
        sketch.label(failure.region.bbox, f"failed: {failure.error.code}", FAILURE)
    for bbox in result.figures:
        sketch.outline([bbox], FIGURE, width=2)
        sketch.label(bbox, "chart, picture or text: not read", FIGURE)
    for candidate in result.candidates:
        sketch.outline([candidate.bbox], FIGURE, width=1)
        sketch.label(candidate.bbox, f"candidate {candidate.score:.2f}: not read", FIGURE)
    return sketch.png()


def page_png(page: Page) -> bytes:
    """PNG of the plain page at a readable size."""
    return Sketch(page).png()


def draw_table(sketch: Sketch, table: Table, number: int) -> None:
    """Draws one table; header, projected and spanning cells are shaded."""
    boxed = [(cell, cell.bbox) for cell in table.cells if cell.bbox]
    sketch.shade([box for cell, box in boxed if cell.is_column_header], HEADER)
    sketch.shade([box for cell, box in boxed if cell.is_projected_row_header], PROJECTED)
    sketch.shade([box for cell, box in boxed if cell.is_spanning and not cell.is_projected_row_header], SPANNING, alpha=40)
    sketch.outline([box for _, box in boxed], CELL)
    if table.bbox:
        sketch.outline([table.bbox], REGION, width=2)
        confidence = "" if table.confidence is None else f"  {table.confidence:.2f}"
        sketch.label(table.bbox, f"{table.id or f'table {number}'}  {table.num_rows} x {table.num_columns}{confidence}", REGION)
