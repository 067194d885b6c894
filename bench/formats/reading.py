"""One file of predictions to its tables, whatever tool wrote it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.formats.documents import azure_tables, cell_lists, docling_tables, own_tables
from bench.formats.sheets import csv_tables, xlsx_tables
from bench.formats.textract import textract_tables
from bench.formats.values import OutputError, OutputTable
from table import GridError
from table.io import FormatError, tables_from_html

SUFFIXES = (".json", ".html", ".htm", ".csv", ".xlsx")


def read_output(path: Path) -> list[OutputTable]:
    """The tables of ``path``; an empty list when it holds none. Raises ``OutputError`` saying what is wrong."""
    try:
        data = path.read_bytes()
        if path.suffix.lower() == ".xlsx":
            return xlsx_tables(data)
        text = data.decode("utf-8", errors="replace")
        if path.suffix.lower() == ".csv":
            return csv_tables(text)
        if path.suffix.lower() in (".html", ".htm"):
            return [OutputTable(table.cells, table.page, table.bbox, id=table.id) for table in tables_from_html(text)]
        return json_tables(text)
    except OSError as error:
        raise OutputError(f"{path.name} cannot be read: {error.strerror or error}") from error
    except OutputError as error:
        raise OutputError(f"{path.name}: {error}") from error
    except (FormatError, GridError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise OutputError(f"{path.name}: not understood ({type(error).__name__}: {str(error)[:200]})") from error


def json_tables(text: str) -> list[OutputTable]:
    """The tables of a JSON text of ours, docling, Azure, Textract or of cell lists; raises ``OutputError`` for others."""
    value: Any = json.loads(text)
    if isinstance(value, list):
        return _of_list(value)
    if not isinstance(value, dict):
        raise OutputError("expected a JSON object or list")
    if "Blocks" in value:
        return textract_tables(value)
    if "analyzeResult" in value or _has_key(value.get("tables"), "rowCount"):
        return azure_tables(value)
    if "schema_name" in value or _has_key(value.get("tables"), "data"):
        return docling_tables(value)
    if _has_key(value.get("cells"), "row_nums") or _has_key(_cells_of(value.get("tables")), "row_nums"):
        return cell_lists(value.get("tables", [value]))
    if "pages" in value or "cells" in value or "tables" in value:
        return own_tables(value)
    raise OutputError(f"no tables in an object with the keys {', '.join(sorted(value)[:6])}")


def _of_list(value: list[Any]) -> list[OutputTable]:
    """A list of tables of ours, of cells, of cell lists, or of Textract answers."""
    if not value:
        return []
    if _has_key(value, "Blocks"):
        return textract_tables({"Blocks": [block for answer in value for block in answer["Blocks"]]})
    if _has_key(value, "num_rows"):
        return [table for item in value for table in own_tables(item)]
    return cell_lists(value)


def _has_key(value: Any, key: str) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and key in value[0]


def _cells_of(tables: Any) -> Any:
    return tables[0].get("cells") if isinstance(tables, list) and tables and isinstance(tables[0], dict) else None
