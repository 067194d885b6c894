"""ICDAR-2019 cTDaR: table polygons (track A) and cell polygons with row and column numbers (track B), without text.

Boxes are the polygons' enclosing boxes in image pixels. Cells are blank, since the set has no text: what counts is the
grid.
"""

from __future__ import annotations

from dataclasses import replace

from canonicalize.errors import AnnotationError
from canonicalize.readers.truth import Truth, tiled
from canonicalize.readers.xml import Element, integer, number, parse_xml
from table import BBox, Cell, Table


def read_ctdar(data: bytes | str, document: str = "") -> tuple[Truth, ...]:
    """The tables of one file; a table without cells (track A) has an empty ``table``. Boxes are image pixels."""
    elements = list(parse_xml(data, document).iter("table"))
    return tuple(_truth(element, document, f"{document}_table_{index}") for index, element in enumerate(elements))


def _truth(element: Element, document: str, name: str) -> Truth:
    region = _box(element.find("Coords"), name)
    cells = [_cell(cell, name) for cell in element.iter("cell")]
    table = tiled(cells, name) if cells else Table(0, 0, ())
    boxes = tuple(cell.bbox for cell in table.cells)
    return Truth(name, document, 1, replace(table, id=name, bbox=region), boxes, region)


def _cell(element: Element, source: str) -> Cell:
    start_row, end_row, start_column, end_column = (
        integer(element.get(key, ""), key, source) for key in ("start-row", "end-row", "start-col", "end-col")
    )
    return Cell(range(start_row, end_row + 1), range(start_column, end_column + 1), bbox=_box(element.find("Coords"), source))


def _box(element: Element | None, source: str) -> BBox:
    points = [] if element is None else [pair.split(",") for pair in (element.get("points") or "").split()]
    if not points or any(len(pair) != 2 for pair in points):
        raise AnnotationError("a table or cell has no polygon 'x,y x,y ...'", source=source)
    xs, ys = ([number(pair[axis], "point", source) for pair in points] for axis in (0, 1))
    return BBox(min(xs), min(ys), max(xs), max(ys))
