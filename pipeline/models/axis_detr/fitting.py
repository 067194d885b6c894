"""First-stage rows and columns fitted to what else is known: the box that a caller drew, and the grid made of them.

The second stage and everything after it speak of that grid. What it decides about which rows and columns there are is not taken
over here: these stay the model's own objects, as the published post-processing reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.geometry.intervals import edges_of, index_at
from pipeline.types import GridLines, RegionView, StructureObject
from table import BBox, StructureLabel


def within_given(objects: Sequence[StructureObject], view: RegionView) -> list[StructureObject]:
    """``objects`` without the rows and columns in the padding around a box that the caller drew (all of them for a detected one).

    A model of pictures learns the box from a padding that is always the same; a layout model is trained with any.
    """
    return [item for item in objects if not view.region.is_given or _is_inside(item, view.bbox)]


def _is_inside(item: StructureObject, box: BBox) -> bool:
    """Whether the middle of a row or column is between the sides of ``box``; true for other objects."""
    x, y = item.bbox.center
    if item.label is StructureLabel.ROW:
        return box.y0 <= y <= box.y1
    return item.label is not StructureLabel.COLUMN or box.x0 <= x <= box.x1


def fitted(objects: Sequence[StructureObject], found: GridLines) -> list[StructureObject]:
    """First-stage ``objects`` whose outer borders reach the words of the grid and whose inner ones cut none."""
    return _on_grid(_reaching(objects, found), found)


def _on_grid(objects: Sequence[StructureObject], found: GridLines) -> list[StructureObject]:
    """``objects`` with the grid's border between two rows or columns that stand side by side in the grid too.

    Borders of the grid cut no word and lie midway between texts, dot leaders left out, as those of the annotations do (of 719
    training tables of FinTabNet.c with leaders, 90 % have the first column's border in the very middle).
    """
    moved = list(objects)
    for label, lines, axis in ((StructureLabel.ROW, found.rows, 1), (StructureLabel.COLUMN, found.columns, 0)):
        edges = edges_of(lines)
        order = sorted((i for i, o in enumerate(objects) if o.label is label), key=lambda i: objects[i].bbox.center[axis])
        places = [index_at(edges, objects[i].bbox.center[axis]) for i in order]
        if len(set(places)) < len(places):  # the grid joined some: it says nothing about the borders of the others either
            continue
        for (before, after), (here, there) in zip(pairwise(order), pairwise(places), strict=True):
            if there == here + 1:
                moved[before] = _with_side(moved[before], axis + 2, edges[there])
                moved[after] = _with_side(moved[after], axis, edges[there])
    return moved


def _with_side(item: StructureObject, side: int, value: float) -> StructureObject:
    """``item`` with side 0..3 (x0, y0, x1, y1) of its box at ``value``."""
    sides = [*item.bbox]
    sides[side] = value
    return replace(item, bbox=BBox(*sides))


def _reaching(objects: Sequence[StructureObject], found: GridLines) -> list[StructureObject]:
    """First-stage ``objects`` whose outer borders reach as far as the grid that the second stage answered for.

    The outer borders of the training data are tight around the text, so a prediction that is off by a pixel cuts words in two;
    the published post-processing then puts them in no cell. What the grid has
    beyond an outer row or column (one that the words added) is not made a part of it.
    """
    rows = [o for o in objects if o.label is StructureLabel.ROW]
    columns = [o for o in objects if o.label is StructureLabel.COLUMN]
    outer = BBox(found.columns[0].start, found.rows[0].start, found.columns[-1].stop, found.rows[-1].stop)
    top, bottom = min(rows, key=lambda o: o.bbox.y0, default=None), max(rows, key=lambda o: o.bbox.y1, default=None)
    left, right = min(columns, key=lambda o: o.bbox.x0, default=None), max(columns, key=lambda o: o.bbox.x1, default=None)

    row_edges, column_edges = edges_of(found.rows), edges_of(found.columns)

    def widened(item: StructureObject) -> StructureObject:
        box, is_row, is_column = item.bbox, item.label is StructureLabel.ROW, item.label is StructureLabel.COLUMN
        x, y = box.center
        row, column = found.rows[index_at(row_edges, y)], found.columns[index_at(column_edges, x)]
        across = (column.start, column.stop) if is_column else (outer.x0, outer.x1)
        down = (row.start, row.stop) if is_row else (outer.y0, outer.y1)
        return replace(
            item,
            bbox=BBox(
                min(box.x0, across[0]) if not is_column or item is left else box.x0,
                min(box.y0, down[0]) if not is_row or item is top else box.y0,
                max(box.x1, across[1]) if not is_column or item is right else box.x1,
                max(box.y1, down[1]) if not is_row or item is bottom else box.y1,
            ),
        )

    return [widened(item) for item in objects]
