"""One file of predictions to its tables, whatever tool wrote it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from bench.formats.documents import azure_tables, cell_lists, docling_tables, own_tables
from bench.formats.grids import boxed_pages, extracted, markdown_tables, nested_lists, records, tabula_tables
from bench.formats.sheets import csv_tables, without_frame_numbers, xlsx_tables
from bench.formats.textract import textract_tables
from bench.formats.values import OutputError, OutputTable
from table import GridError, Table
from table.io import FormatError, tables_from_html

SUFFIXES = (".json", ".html", ".htm", ".csv", ".tsv", ".xlsx", ".md")


def read_output(path: Path) -> list[OutputTable]:
    """The tables of ``path``; an empty list when it holds none. Raises ``OutputError`` saying what is wrong."""
    try:
        data = path.read_bytes()
        if path.suffix.lower() == ".xlsx":
            return xlsx_tables(data)
        text = data.decode("utf-8", errors="replace")
        if path.suffix.lower() == ".csv":
            return csv_tables(text)
        if path.suffix.lower() == ".tsv":
            return csv_tables(text, "\t")
        if path.suffix.lower() == ".md":
            return markdown_tables(text)
        if path.suffix.lower() in (".html", ".htm"):
            return [_of_html(table) for table in tables_from_html(text)]
        return json_tables(text)
    except OSError as error:
        raise OutputError(f"{path.name} cannot be read: {error.strerror or error}") from error
    except OutputError as error:
        raise OutputError(f"{path.name}: {error}") from error
    except (FormatError, GridError, ValueError, TypeError, KeyError, AttributeError, IndexError, RecursionError) as error:
        raise OutputError(f"{path.name}: not understood ({type(error).__name__}: {str(error)[:200]})") from error


def _of_html(table: Table) -> OutputTable:
    """Only our own HTML tells pages, and then it tells boxes too."""
    return OutputTable(without_frame_numbers(table.cells), table.page if table.bbox else None, table.bbox, id=table.id)


def json_tables(text: str) -> list[OutputTable]:
    """The tables of a JSON text of any tool known here; raises ``OutputError`` for others."""
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
    pages = value.get("pages")
    if isinstance(pages, list) and any(_has_key(page.get("boxes"), "boxclass") for page in pages if isinstance(page, dict)):
        return boxed_pages(value)
    if "pages" in value or "cells" in value or "tables" in value:
        return own_tables(value)
    raise OutputError(f"no tables in an object with the keys {', '.join(sorted(value)[:6])}")


def _of_list(value: list[Any]) -> list[OutputTable]:
    """A list of tables of ours, of cells, cell lists or rows of texts, of records, of tabula's tables or of Textract answers."""
    if not value:
        return []
    if _has_key(value, "Blocks"):
        return textract_tables({"Blocks": [block for answer in value for block in answer["Blocks"]]})
    if _has_key(value, "num_rows"):
        return [table for item in value for table in own_tables(item)]
    if _has_key(value, "data"):
        return tabula_tables(value)
    if _has_key(value, "extract") or _has_key(value, "rows"):
        return extracted(value)
    if isinstance(value[0], list) and not _has_key(value[0], "row_nums"):
        return nested_lists(value)
    if isinstance(value[0], dict) and not {"row_nums", "cells"} & set(value[0]):
        return records(value)
    return cell_lists(value)


def _has_key(value: Any, key: str) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict) and key in value[0]


def _cells_of(tables: Any) -> Any:
    return tables[0].get("cells") if isinstance(tables, list) and tables and isinstance(tables[0], dict) else None
