"""JSON documents of tools: ours, docling's, Azure Document Intelligence's, and cell lists of the Table Transformer's kind."""

from __future__ import annotations

from typing import Any

from bench.formats.values import Json, OutputError, OutputTable, cell_at, corners, items
from table import BBox, Cell, GridError
from table.io import FormatError, table_from_dict

Frame = tuple[float, float]


def own_tables(value: Json) -> list[OutputTable]:
    """Tables of a document or table of ours. A table that breaks our own rules is read as bare cells."""
    if "pages" not in value:
        return [_own(item, None) for item in value.get("tables", [value])]
    found: list[OutputTable] = []
    for page in items(value["pages"], "pages"):
        found += [_own(table, _size(page, "width", "height")) for table in items(page.get("tables", []), "tables")]
    return found


def _own(item: Json, frame: Frame | None) -> OutputTable:
    try:
        table = table_from_dict(item)
    except (FormatError, GridError) as error:
        return OutputTable(_own_cells(item), int(item.get("page", 1)), corners(item.get("bbox")), frame, problem=f"no valid table: {error}")
    return OutputTable(table.cells, table.page, table.bbox, frame, table.id)


def _own_cells(item: Json) -> tuple[Cell, ...]:
    return tuple(
        cell_at(
            cell.get("row"),
            cell.get("column"),
            cell.get("row_span", 1),
            cell.get("column_span", 1),
            cell.get("text"),
            corners(cell.get("bbox")),
            is_header=bool(cell.get("is_column_header")),
            is_projected=bool(cell.get("is_projected_row_header")),
        )
        for cell in items(item.get("cells"), "cells")
    )


def docling_tables(value: Json) -> list[OutputTable]:
    """Tables of a docling document; boxes with origin bottom-left are turned round with the page's height."""
    sizes = {int(number): _size(page.get("size", {}), "width", "height") for number, page in dict(value.get("pages", {})).items()}
    return [_docling(table, sizes) for table in items(value.get("tables"), "tables")]


def _docling(table: Json, sizes: dict[int, Frame | None]) -> OutputTable:
    provenance = table.get("prov") or [{}]
    page = int(provenance[0].get("page_no", 1))
    frame = sizes.get(page)
    cells = tuple(
        cell_at(
            cell.get("start_row_offset_idx"),
            cell.get("start_col_offset_idx"),
            int(cell.get("end_row_offset_idx", 0)) - int(cell.get("start_row_offset_idx", 0)),
            int(cell.get("end_col_offset_idx", 0)) - int(cell.get("start_col_offset_idx", 0)),
            cell.get("text"),
            _docling_box(cell.get("bbox"), frame),
            is_header=bool(cell.get("column_header")),
            is_projected=bool(cell.get("row_section")),
        )
        for cell in items(table.get("data", {}).get("table_cells"), "data.table_cells")
    )
    return OutputTable(cells, page, _docling_box(provenance[0].get("bbox"), frame), frame)


def _docling_box(value: Any, frame: Frame | None) -> BBox | None:
    if not isinstance(value, dict):
        return None
    left, top, right, bottom = (float(value.get(side, 0)) for side in ("l", "t", "r", "b"))
    if value.get("coord_origin") == "BOTTOMLEFT":
        if frame is None:
            return None
        top, bottom = frame[1] - top, frame[1] - bottom
    return corners([left, top, right, bottom])


def azure_tables(value: Json) -> list[OutputTable]:
    """Tables of an Azure Document Intelligence result; boxes are in the page's own unit (inches or pixels)."""
    result = value.get("analyzeResult", value)
    sizes = {int(page.get("pageNumber", 1)): _size(page, "width", "height") for page in result.get("pages", [])}
    return [_azure(table, sizes) for table in items(result.get("tables"), "tables")]


def _azure(table: Json, sizes: dict[int, Frame | None]) -> OutputTable:
    page, box = _azure_place(table)
    cells = []
    for cell in items(table.get("cells"), "cells"):
        cells.append(
            cell_at(
                cell.get("rowIndex"),
                cell.get("columnIndex"),
                cell.get("rowSpan", 1),
                cell.get("columnSpan", 1),
                cell.get("content", cell.get("text")),
                _azure_place(cell)[1],
                is_header=cell.get("kind") in ("columnHeader", "stubHead"),
            )
        )
    return OutputTable(tuple(cells), page, box, sizes.get(page))


def _azure_place(item: Json) -> tuple[int, BBox | None]:
    regions = item.get("boundingRegions") or [{}]
    return int(regions[0].get("pageNumber", 1)), corners(regions[0].get("polygon") or regions[0].get("boundingBox"))


def cell_lists(value: Any) -> list[OutputTable]:
    """Tables given as lists of cells with ``row_nums`` and ``column_nums``: Table Transformer's ``cells`` output and kin."""
    tables = [value] if value and isinstance(value[0], dict) and "row_nums" in value[0] else value
    return [_cell_list(table if isinstance(table, dict) else {"cells": table}) for table in tables]


def _cell_list(table: Json) -> OutputTable:
    found = tuple(_numbered_cell(cell) for cell in items(table.get("cells"), "cells"))
    box = corners(table.get("bbox")) or BBox.enclosing(cell.bbox for cell in found if cell.bbox)
    page = table.get("page")
    return OutputTable(found, page if isinstance(page, int) else None, box)


def _numbered_cell(cell: Json) -> Cell:
    rows, columns = cell.get("row_nums"), cell.get("column_nums")
    if not rows or not columns:
        raise OutputError("a cell has no row_nums or column_nums")
    text = next((cell[key] for key in ("cell text", "text", "cell_text", "text_pdf") if key in cell), "")
    return cell_at(
        min(rows),
        min(columns),
        max(rows) - min(rows) + 1,
        max(columns) - min(columns) + 1,
        text,
        corners(cell.get("bbox")),
        is_header=bool(cell.get("column header", cell.get("is_column_header", cell.get("header")))),
        is_projected=bool(cell.get("projected row header", cell.get("is_projected_row_header", cell.get("subheader")))),
    )


def _size(page: Json, width: str, height: str) -> Frame | None:
    if not page.get(width) or not page.get(height):
        return None
    return float(page[width]), float(page[height])
