"""ICDAR-2013 table competition XML: structure (``-str.xml``) and regions (``-reg.xml``), boxes to top-left points.

A table may have several regions on several pages; each region's cells count from 0 and ``row-increment`` and
``col-increment`` shift them in the joined table. The files have slips (a missing end means "one", counts from -1), which
are put right in general ways and never by file name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from canonicalize.draft import row_major
from canonicalize.errors import AnnotationError
from canonicalize.readers.truth import Truth, flipped, tiled, truth_of
from canonicalize.readers.xml import Element, integer, number, parse_xml
from table import BBox, Cell


def read_icdar2013(data: bytes | str, page_heights: Sequence[float], document: str = "", joined: bool = False) -> tuple[Truth, ...]:
    """The tables of a structure file, one per region, or one per table with regions joined if ``joined``.

    ``page_heights[i]`` is the height of page i + 1 in points. Raises ``AnnotationError`` for missing attributes, pages
    that do not exist and overlapping cells.
    """
    truths: list[Truth] = []
    for element in parse_xml(data, document).iter("table"):
        regions = [_region(part, page_heights, document) for part in element.iter("region")]
        groups = [[region for region in regions if region[1]]] if joined else [[region] for region in regions if region[1]]
        for group in filter(None, groups):
            truths.append(_truth(group, document, f"{document}_{len(truths)}", joined))
    return tuple(truths)


Region = tuple[int, list[Cell], BBox | None, int, int]  # page, cells, box, row and column increment
RawCell = tuple[int, int, int, int, str, BBox | None]  # first and last row, first and last column, text, box


def _truth(regions: list[Region], document: str, name: str, joined: bool) -> Truth:
    page, _, box, *_ = regions[0]
    shifted = [_shifted(cell, rows, columns) for _, cells, _, rows, columns in regions for cell in cells] if joined else regions[0][1]
    table = tiled(_from_zero(shifted), document)
    return truth_of(replace(table, page=page, bbox=box, id=name), document, page, id=name, region=box)


def _region(element: Element, page_heights: Sequence[float], source: str) -> Region:
    page = integer(element.get("page") or "1", "region page", source)
    if not 1 <= page <= len(page_heights):
        raise AnnotationError(f"a region is on page {page}, the document has {len(page_heights)}", source=source)
    height = page_heights[page - 1]
    boxes = [box for child in element.findall("bounding-box") if (box := _box(child, height, source)) is not None]
    cells = [_cell(cell, height, source) for cell in element.iter("cell")]
    increments = [integer(element.get(name) or "0", name, source) for name in ("row-increment", "col-increment")]
    return page, _from_first(cells), boxes[0] if boxes else None, increments[0], increments[1]


def _cell(element: Element, height: float, source: str) -> RawCell:
    start_row, start_column = (integer(element.get(name, ""), name, source) for name in ("start-row", "start-col"))
    end_row, end_column = (
        integer(element.get(name) or str(start), name, source) for name, start in (("end-row", start_row), ("end-col", start_column))
    )
    box = element.find("bounding-box")
    content = element.find("content")
    text = "" if content is None else " ".join("".join(content.itertext()).split())
    return start_row, end_row, start_column, end_column, text, None if box is None else _box(box, height, source)


def _from_first(cells: list[RawCell]) -> list[Cell]:
    """Cells counted from 0 even where a file counts from another number, in reading order."""
    if not cells:
        return []
    first_row, first_column = min(0, *(cell[0] for cell in cells)), min(0, *(cell[2] for cell in cells))
    return list(
        row_major(
            Cell(range(a - first_row, max(a, b) + 1 - first_row), range(c - first_column, max(c, d) + 1 - first_column), text, box)
            for a, b, c, d, text, box in cells
        )
    )


def _from_zero(cells: list[Cell]) -> list[Cell]:
    rows, columns = min(cell.rows.start for cell in cells), min(cell.columns.start for cell in cells)
    return [_shifted(cell, -rows, -columns) for cell in cells]


def _shifted(cell: Cell, rows: int, columns: int) -> Cell:
    return replace(
        cell,
        rows=range(cell.rows.start + rows, cell.rows.stop + rows),
        columns=range(cell.columns.start + columns, cell.columns.stop + columns),
    )


def _box(element: Element, height: float, source: str) -> BBox | None:
    values = [element.get(name) for name in ("x1", "y1", "x2", "y2")]
    if any(value is None for value in values):
        return None
    x1, y1, x2, y2 = (number(str(value), "bounding-box", source) for value in values)
    return flipped(x1, y1, x2, y2, height)
