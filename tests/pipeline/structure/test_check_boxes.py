"""Check boxes fill cells as words do: what stands over them is no section title, and their columns are not blank."""

from __future__ import annotations

from dataclasses import replace

from pipeline import Options
from pipeline.structure.order import refine
from pipeline.types import CheckBox, RegionView
from table import BBox
from tests.pipeline.structure.builders import grid_objects, projected, view, word

LABELS = [word("Question", 2, 2), word("insured", 2, 12), word("leased", 2, 22)]


def boxed(*centers: tuple[float, float]) -> RegionView:
    boxes = tuple(CheckBox(BBox(x - 3, y - 3, x + 3, y + 3), False) for x, y in centers)
    return replace(view([*LABELS, word("Yes", 102, 2)]), check_boxes=boxes)


def test_a_row_with_check_boxes_is_no_section_title() -> None:
    objects = [*grid_objects(3, 3), projected(10, 20, x1=150)]
    title = refine(objects, boxed(), Options(keep_blank_rows_and_columns=True))
    assert [(span.rows, span.is_projected_row_header) for span in title.spans] == [(range(1, 2), True)]
    assert refine(objects, boxed((110, 15)), Options(keep_blank_rows_and_columns=True)).spans == ()


def test_a_column_or_row_of_check_boxes_alone_stays() -> None:
    objects = grid_objects(4, 3)
    assert len(refine(objects, boxed(), Options()).columns) == 2
    found = refine(objects, boxed((75, 15), (75, 35)), Options())
    assert (len(found.rows), len(found.columns)) == (4, 3)
