"""The PDF-annotations JSON of PubTables-1M: one list of tables per document, text-tight boxes in page points.

``read_pdf_annotations`` gives tables with their tight rows and columns; ``pdf_annotation`` is the value to write for one table. All
keys of the published files are written; those that only some files have are read if present.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from canonicalize.completion import LocatedTable
from canonicalize.errors import AnnotationError
from table import BBox, Cell, GridError, Table

TEXT_KEYS = ("pdf_text_content", "xml_text_content", "json_text_content", "text_content")


@dataclass(frozen=True, slots=True)
class PdfAnnotation:
    """One table of a PDF-annotations file: the located table, and every other key as it was."""

    structure_id: str
    split: str
    located: LocatedTable
    fields: Mapping[str, Any] = field(default_factory=dict)


def read_pdf_annotations(data: bytes | str, source: str = "") -> tuple[PdfAnnotation, ...]:
    """The tables of a file, in order. Raises ``AnnotationError`` for missing boxes and cells that are no grid."""
    try:
        items = json.loads(data)
    except ValueError as error:
        raise AnnotationError(f"no JSON: {error}", source=source) from error
    if not isinstance(items, list):
        raise AnnotationError("expected a list of tables", source=source)
    return tuple(_read(item, f"{source} table {number}".strip()) for number, item in enumerate(items))


def _read(item: Mapping[str, Any], source: str) -> PdfAnnotation:
    try:
        rows = [BBox(*row["pdf_row_bbox"]) for row in item["rows"]]
        columns = [BBox(*column["pdf_column_bbox"]) for column in item["columns"]]
        cells = {
            (min(c["row_nums"]), min(c["column_nums"])): (_cell(c), _optional_box(c.get("pdf_text_tight_bbox"))) for c in item["cells"]
        }
        table = Table(
            len(rows),
            len(columns),
            tuple(cell for cell, _ in cells.values()),
            page=int(item.get("pdf_page_index", 0)) + 1,
            bbox=_optional_box(item.get("pdf_table_bbox")),
            id=item.get("structure_id"),
            rotation=90 if item.get("pdf_is_rotated") else 0,
        )
    except (KeyError, TypeError, ValueError, GridError) as error:
        raise AnnotationError(f"no usable table: {type(error).__name__} {error}", source=source) from error
    boxes = tuple(cells[cell.rows.start, cell.columns.start][1] for cell in table.cells)
    rest = {key: value for key, value in item.items() if key not in ("rows", "columns", "cells")}
    return PdfAnnotation(
        str(item.get("structure_id", "")), str(item.get("split", "")), LocatedTable(table, tuple(rows), tuple(columns), boxes), rest
    )


def _cell(item: Mapping[str, Any]) -> Cell:
    rows, columns = sorted(item["row_nums"]), sorted(item["column_nums"])
    text = next((item[key] for key in TEXT_KEYS if item.get(key)), "")
    return Cell(
        range(rows[0], rows[-1] + 1),
        range(columns[0], columns[-1] + 1),
        str(text),
        _optional_box(item.get("pdf_bbox")),
        bool(item.get("is_column_header")),
        bool(item.get("is_projected_row_header")),
    )


def _optional_box(value: Sequence[float] | None) -> BBox | None:
    return BBox(*value) if value else None


def pdf_annotation(
    located: LocatedTable, texts: Sequence[Mapping[str, Any]], fields: Mapping[str, Any], boxes_on_page: Any = None
) -> dict[str, Any]:
    """The JSON value of one table. ``texts[i]`` are the further keys of cell i; ``boxes_on_page`` turns boxes back, if given."""
    turn = boxes_on_page or (lambda box: box)
    header = {row for cell in located.table.cells if cell.is_column_header for row in cell.rows}
    return {
        **fields,
        "pdf_table_bbox": _plain(turn(located.bbox)),
        "rows": [{"pdf_row_bbox": _plain(turn(box)), "is_column_header": row in header} for row, box in enumerate(located.rows)],
        "columns": [{"pdf_column_bbox": _plain(turn(box))} for box in located.columns],
        "cells": [
            {
                "row_nums": list(cell.rows),
                "column_nums": list(cell.columns),
                "is_column_header": cell.is_column_header,
                "is_projected_row_header": cell.is_projected_row_header,
                **more,
                "pdf_bbox": _plain(turn(cell.bbox)) if cell.bbox is not None else None,
                "pdf_text_tight_bbox": _plain(turn(box)) if box is not None else None,
            }
            for cell, box, more in zip(located.table.cells, located.text_boxes, texts, strict=True)
        ],
    }


def _plain(box: BBox) -> list[float]:
    return [round(value, 5) for value in box]
