"""Tight rows and columns from text boxes, dilation without gaps, and the training objects."""

from __future__ import annotations

import pytest

from canonicalize import CompletionError, LocatedTable, complete, count_objects, dilate, objects_of
from table import BBox, StructureLabel, Table
from tests.canonicalize.builders import table


def located(value: Table, left: dict[str, BBox]) -> LocatedTable:
    return complete(value, [left.get(cell.text) for cell in value.cells])


SPANNED = table("* | *A | <", "^ | *b | *c", "#Men | < | <", "x | 1 | ")
BOXES = {
    "A": BBox(25, 0, 35, 8),
    "b": BBox(20, 10, 26, 18),
    "c": BBox(40, 10, 46, 18),
    "Men": BBox(0, 20, 9, 28),
    "x": BBox(0, 30, 5, 38),
    "1": BBox(20, 30, 24, 38),
}


def test_completion_gives_every_cell_a_box() -> None:
    found = located(SPANNED, BOXES)
    assert found.bbox == BBox(0, 0, 46, 38)
    assert found.rows == (BBox(0, 0, 46, 8), BBox(0, 10, 46, 18), BBox(0, 20, 46, 28), BBox(0, 30, 46, 38))
    assert found.columns == (BBox(0, 0, 5, 38), BBox(20, 0, 26, 38), BBox(40, 0, 46, 38))
    assert found.table.cells[0].bbox == BBox(0, 0, 5, 18)
    assert found.table.cells[-1].bbox == BBox(40, 30, 46, 38)


def test_dilated_rows_touch_and_outer_edges_stay() -> None:
    found = dilate(located(SPANNED, BOXES))
    assert [(row.y0, row.y1) for row in found.rows] == [(0, 9), (9, 19), (19, 29), (29, 38)]
    assert [(column.x0, column.x1) for column in found.columns] == [(0, 12.5), (12.5, 33), (33, 46)]


def test_objects_in_the_published_order() -> None:
    labels = [label for label, _ in objects_of(dilate(located(SPANNED, BOXES)))]
    assert labels == [
        StructureLabel.TABLE,
        StructureLabel.SPANNING_CELL,
        StructureLabel.PROJECTED_ROW_HEADER,
        StructureLabel.COLUMN_HEADER,
        *[StructureLabel.ROW] * 4,
        *[StructureLabel.COLUMN] * 3,
    ]
    assert count_objects(SPANNED) == len(labels)


def test_a_row_without_text_has_no_place() -> None:
    with pytest.raises(CompletionError, match="row 1 has no located text"):
        located(table("a | b", " | "), {"a": BBox(0, 0, 1, 1), "b": BBox(5, 0, 6, 1)})
    with pytest.raises(CompletionError, match="no text of the table was located"):
        located(table("a | b"), {})


def test_one_cell() -> None:
    found = dilate(located(table("a"), {"a": BBox(1, 2, 3, 4)}))
    assert (found.rows, found.columns) == ((BBox(1, 2, 3, 4),), (BBox(1, 2, 3, 4),))
    assert [label for label, _ in objects_of(found)] == [StructureLabel.TABLE, StructureLabel.ROW, StructureLabel.COLUMN]


def test_boxes_must_fit_the_table() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        LocatedTable(table("a"), (), (), (None,))
