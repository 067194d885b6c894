"""Tables as JSON with a versioned schema, and back to exactly the same cells.

One table is an object with ``schema``, ``page`` (from 1), ``bbox`` (page points, origin top-left), ``rotation``,
``num_rows``, ``num_columns``, ``cells`` (``row``, ``column``, ``row_span``, ``column_span``, ``text``, ``bbox``,
``is_column_header``, ``is_projected_row_header``, ``confidence``), ``confidence``, ``flags``, ``unassigned_words``,
``id`` and ``text_source``. Beside each text stand its ``type``, ``value`` and what else is known of it, beside the cells
``columns`` with their types (``table.io.json_values``); they follow from the texts and are not read back.
A document is an object whose ``pages`` hold such tables.
"""

from __future__ import annotations

import json
import math
from typing import Any

from table.cells import Cell, Table
from table.geometry import BBox, Word
from table.io.format_error import MAX_COLUMNS, MAX_ROWS, MAX_TABLES, FormatError
from table.io.json_values import box_to_list, columns_to_list, surroundings_from_dict, surroundings_to_dict, totals_to_list, value_to_dict
from table.io.looks import looks_from_dict, looks_to_dict
from table.values import NO_EVIDENCE, Evidence, TypedTable, Value, type_table

TABLE_SCHEMA = "tablewright.table/1"  # the number grows when a reader of the old form would misread the new one
WORD_LOOKS = ("is_raised", "is_italic", "is_struck")  # of words in no cell, each told only where there is something to say
Json = dict[str, Any]


def to_json(table: Table, *, indent: int | None = None) -> str:
    """One table as JSON text, with typed values beside the printed texts."""
    return json.dumps(table_to_dict(table), ensure_ascii=False, allow_nan=False, indent=indent)


def table_to_dict(table: Table, *, document: Evidence = NO_EVIDENCE) -> Json:
    """One table as plain lists, strings and numbers; ``document`` helps to read its values (see ``table.values``)."""
    typed = type_table(table, document=document)
    return {
        "schema": TABLE_SCHEMA,
        "id": table.id,
        "page": table.page,
        "bbox": box_to_list(table.bbox),
        "rotation": table.rotation,
        "text_source": table.text_source,
        "confidence": table.confidence,
        "flags": list(table.flags),
        "num_rows": table.num_rows,
        "num_columns": table.num_columns,
        "columns": columns_to_list(typed),
        "totals": totals_to_list(typed),
        "cells": [_cell_to_dict(cell, value, typed) for cell, value in zip(table.cells, typed.values, strict=True)],
        "unassigned_words": [word_to_dict(word) for word in table.unassigned_words],
        **surroundings_to_dict(typed),
    }


def tables_from_json(text: str) -> list[Table]:
    """The tables of a JSON text that holds one table, a list of tables or a whole document.

    Raises ``FormatError`` for anything else and ``GridError`` for cells that do not tile their grid.
    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"not JSON: {error}") from error
    found = _table_objects(value)
    if len(found) > MAX_TABLES:
        raise FormatError(f"{len(found)} tables in one text, at most {MAX_TABLES} are read")
    return [table_from_dict(item) for item in found]


def table_from_dict(value: object) -> Table:
    """The table of one JSON object.

    Raises ``FormatError`` for missing or mistyped fields or another schema, ``GridError`` for cells that do not tile.
    """
    fields = _object(value, "table")
    if fields.get("schema", TABLE_SCHEMA) != TABLE_SCHEMA:
        raise FormatError(f"schema {fields['schema']!r} is not {TABLE_SCHEMA!r}")
    return Table(
        _count(fields, "num_rows", 0, MAX_ROWS),
        _count(fields, "num_columns", 0, MAX_COLUMNS),
        tuple(_cell_from_dict(item) for item in _list(fields, "cells")),
        page=_count(fields, "page", 1, 10**9),
        bbox=_box_from(fields.get("bbox")),
        confidence=_optional_number(fields, "confidence"),
        flags=tuple(str(flag) for flag in _list(fields, "flags")),
        unassigned_words=tuple(word_from_dict(item) for item in _list(fields, "unassigned_words")),
        id=None if fields.get("id") is None else str(fields["id"]),
        rotation=_count(fields, "rotation", 0, 359),
        text_source=_string(fields, "text_source"),
        **surroundings_from_dict(fields, _box_from),
    )


def word_to_dict(word: Word) -> Json:
    return {
        "text": word.text,
        "bbox": box_to_list(word.bbox),
        "line": word.line,
        "score": word.score,
        "is_bold": word.is_bold,
        "rotation": word.rotation,
        **{name: True for name in WORD_LOOKS if getattr(word, name)},
        **({"link": word.link} if word.link else {}),
    }


def word_from_dict(value: object) -> Word:
    """Raises ``FormatError`` for missing or mistyped fields."""
    fields = _object(value, "word")
    bbox = _box_from(fields.get("bbox"))
    if bbox is None:
        raise FormatError("a word needs a bbox")
    score = _optional_number(fields, "score")
    return Word(
        _string(fields, "text"),
        bbox,
        _count(fields, "line", 0, 10**9),
        1.0 if score is None else score,
        bool(fields.get("is_bold")),
        _count(fields, "rotation", 0, 359),
        **{name: bool(fields.get(name)) for name in WORD_LOOKS},
        link=None if fields.get("link") is None else str(fields["link"]),
    )


def _cell_to_dict(cell: Cell, value: Value, typed: TypedTable) -> Json:
    return {
        "row": cell.rows.start,
        "column": cell.columns.start,
        "row_span": cell.row_span,
        "column_span": cell.column_span,
        "text": cell.text,
        "bbox": box_to_list(cell.bbox),
        "is_column_header": cell.is_column_header,
        "is_projected_row_header": cell.is_projected_row_header,
        "is_row_header": typed.is_row_header(cell),
        "confidence": cell.confidence,
        **value_to_dict(value),
        **looks_to_dict(cell.looks),
    }


def _cell_from_dict(value: object) -> Cell:
    fields = _object(value, "cell")
    row, column = _count(fields, "row", 0, MAX_ROWS), _count(fields, "column", 0, MAX_COLUMNS)
    text = _string(fields, "text")
    return Cell(
        range(row, row + _count(fields, "row_span", 1, MAX_ROWS)),
        range(column, column + _count(fields, "column_span", 1, MAX_COLUMNS)),
        text,
        bbox=_box_from(fields.get("bbox")),
        is_column_header=bool(fields.get("is_column_header")),
        is_projected_row_header=bool(fields.get("is_projected_row_header")),
        confidence=_optional_number(fields, "confidence"),
        looks=looks_from_dict(fields, text),
    )


def _table_objects(value: object) -> list[object]:
    if isinstance(value, list):
        return value
    fields = _object(value, "document")
    if "pages" in fields:
        return [table for page in _list(fields, "pages") for table in _list(_object(page, "page"), "tables")]
    return [fields]


def _object(value: object, what: str) -> Json:
    if not isinstance(value, dict):
        raise FormatError(f"a {what} must be a JSON object, not {type(value).__name__}")
    return value


def _list(fields: Json, name: str) -> list[Any]:
    value = fields.get(name, [])
    if not isinstance(value, list):
        raise FormatError(f"{name} must be a list, not {type(value).__name__}")
    return value


def _count(fields: Json, name: str, low: int, high: int) -> int:
    value = fields.get(name, low)
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise FormatError(f"{name} must be a whole number from {low} to {high}, not {str(value)[:40]}")
    return value


def _string(fields: Json, name: str) -> str:
    value = fields.get(name, "")
    if not isinstance(value, str):
        raise FormatError(f"{name} must be text, not {type(value).__name__}")
    return value


def _is_number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


def _optional_number(fields: Json, name: str) -> float | None:
    value = fields.get(name)
    if value is not None and not _is_number(value):
        raise FormatError(f"{name} must be a finite number, not {str(value)[:40]}")
    return value


def _box_from(value: object) -> BBox | None:
    if value is None:
        return None
    if not isinstance(value, list) or len(value) != 4 or not all(map(_is_number, value)):
        raise FormatError(f"bbox must be four finite numbers, not {str(value)[:80]}")
    try:
        return BBox(*value)
    except ValueError as error:
        raise FormatError(f"bbox: {error}") from error
