"""Tables as records (JSON Lines: one object a row) and as tidy long CSV (one line a value)."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Any

from table.cells import Table
from table.io.guard import guard_formula
from table.io.json_values import plain_value
from table.values import TypedTable, Value, ValueType, type_tables
from table.values.paths import column_names, row_names
from table.values.value import ABSENT

Record = dict[str, Any]
SECTION = "section"
PROVENANCE = "_source"
TIDY_COLUMNS = (
    *("table", "page", "row", "column", "section", "row_header", "column_header", "text", "type", "value"),
    *("unit", "scale", "currency", "marks", "flags"),
)


def to_records(typed: TypedTable, *, number: int = 1, provenance: bool = False) -> list[Record]:
    """One object per body row; keys are the columns' header paths, values typed (texts as printed, ``None`` for absent).

    A value that is not sure is its printed text. Below section rows the key ``section`` names the section.
    ``provenance`` adds ``_source``: table (from 1), page, row and, by key, the box and the doubts of each cell.
    """
    keys = column_names(typed)
    names = row_names(typed)
    has_sections = any(cell.is_projected_row_header for cell in typed.table.cells)
    records: list[Record] = []
    for row, cells in enumerate(typed.grid()):
        name = names[row]
        if name is None:
            continue
        record: Record = {_free(SECTION, keys): name.section} if has_sections else {}
        record.update({key: record_value(cell.text, value) for key, (cell, value) in zip(keys, cells, strict=True)})
        if provenance:
            record[PROVENANCE] = _source(typed.table, number, row, dict(zip(keys, cells, strict=True)))
        records.append(record)
    return records


def record_value(text: str, value: Value) -> Any:
    """The value for a record: typed where it is sure, ``None`` where there is none, else the printed text."""
    if value.type in ABSENT:
        return None
    return text if value.value is None or value.type is ValueType.TEXT else plain_value(value)


def _free(name: str, keys: Sequence[str]) -> str:
    return name if name not in keys else _free(f"{name}_", keys)


def _source(table: Table, number: int, row: int, cells: dict[str, Any]) -> Record:
    boxes = {key: list(cell.bbox) for key, (cell, _) in cells.items() if cell.bbox}
    doubts = {key: [flag.value for flag in value.flags] for key, (_, value) in cells.items() if value.flags}
    return {"table": number, "page": page_of_row(table, row), "row": row, "bbox": boxes, **({"flags": doubts} if doubts else {})}


def page_of_row(table: Table, row: int) -> int:
    """The page a grid row was printed on."""
    return next((part.page for part in table.parts if row in part.rows), table.page)


def records_text(tables: Sequence[Table], *, provenance: bool = False) -> str:
    """JSON Lines of all rows of all tables."""
    lines = (
        json.dumps(record, ensure_ascii=False, allow_nan=False)
        for number, typed in enumerate(type_tables(tables), start=1)
        for record in to_records(typed, number=number, provenance=provenance)
    )
    return "".join(f"{line}\n" for line in lines)


def to_tidy_csv(tables: Sequence[Table]) -> str:
    """One line per filled body cell outside the stub, with its names, text, value and place; formulas are guarded."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(TIDY_COLUMNS)
    for number, typed in enumerate(type_tables(tables), start=1):
        writer.writerows([guard_formula(str(item)) for item in line] for line in _tidy_lines(typed, number))
    return buffer.getvalue()


def _tidy_lines(typed: TypedTable, number: int) -> Iterator[list[Any]]:
    keys, names = column_names(typed), row_names(typed)
    for cell, value in zip(typed.table.cells, typed.values, strict=True):
        row, column = cell.rows.start, cell.columns.start
        name = names[row]
        if name is None or typed.is_row_header(cell) or value.type is ValueType.BLANK:
            continue
        plain = record_value(cell.text, value) if value.value is not None else ""
        shown = "..".join("" if end is None else str(end) for end in plain) if isinstance(plain, list) else plain
        yield [
            number, page_of_row(typed.table, row), row, column, name.section, " / ".join(filter(None, name.keys)), keys[column], cell.text,
            value.type.value, shown, value.unit or "", value.scale, value.currency or value.symbol or "", " ".join(value.marks),
            " ".join(value.flags),
        ]  # fmt: skip
