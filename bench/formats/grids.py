"""Tables as bare lists of texts: pdfplumber's and PyMuPDF's ``extract()``, camelot's and pandas' records, tabula's JSON, Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from typing import Any

from bench.formats.values import Json, OutputError, OutputTable, cell_at, corners, items
from table import Cell

Rows = Sequence[Sequence[Any]]
_SEPARATOR = re.compile(r"^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$")
_ITALICS = re.compile(r"(?<!\w)_(?=\S)([^_|]+)(?<=\S)_(?!\w)")
_PIPE = re.compile(r"(?<!\\)\|")


def grid_cells(rows: Rows, num_header: int = 0) -> tuple[Cell, ...]:
    """One cell per place; short rows are filled with blanks, ``None`` is blank. Raises ``OutputError`` for other values."""
    strange = next((value for row in rows for value in row if isinstance(value, list | dict)), None)
    if strange is not None:
        raise OutputError(f"expected rows of texts, found {str(strange)[:60]}")
    width = max(map(len, rows), default=0)
    return tuple(
        cell_at(r, c, 1, 1, row[c] if c < len(row) else "", is_header=r < num_header) for r, row in enumerate(rows) for c in range(width)
    )


def nested_lists(value: list[Any], page: int | None = None) -> list[OutputTable]:
    """Lists of rows of texts: one table, a list of tables, or a list of pages with tables; raises ``OutputError`` for others."""
    depth = _depth(value)
    if not value:
        return []
    if depth == 2:
        return [OutputTable(grid_cells(value), page)]
    if depth == 3:
        return [OutputTable(grid_cells(rows), page) for rows in value if rows]
    if depth == 4:
        return [table for number, tables in enumerate(value, start=1) for table in nested_lists(tables, number)]
    raise OutputError("expected rows of texts, a list of tables, or a list of pages with tables")


def _depth(value: Any) -> int:
    return 1 + max((_depth(item) for item in value), default=0) if isinstance(value, list) else 0


def records(value: Sequence[Json]) -> list[OutputTable]:
    """A data frame's records, as camelot and pandas write them; column names that only count are no row."""
    names = list(dict.fromkeys(str(name) for row in value for name in row))
    rows = [[row.get(name) for name in names] for row in value]
    has_names = not counts_up(names)
    return [OutputTable(grid_cells([names, *rows] if has_names else rows, int(has_names)))]


def counts_up(names: Sequence[Any]) -> bool:
    """Whether the names are 0, 1, 2 ...: a data frame's own numbers, not the document's."""
    return [str(name).strip() for name in names] == [str(number) for number in range(len(names))]


def tabula_tables(value: Sequence[Json]) -> list[OutputTable]:
    """Tables of tabula's JSON, with places in points where it tells the page."""
    return [_tabula(table) for table in value]


def _tabula(table: Json) -> OutputTable:
    rows = [[cell.get("text") for cell in items(row, "cells")] for row in table["data"]]
    box = (
        corners([table[side] for side in ("left", "top", "right", "bottom")]) if {"left", "top", "right", "bottom"} <= set(table) else None
    )
    page = table.get("page_number", table.get("page"))
    return OutputTable(grid_cells(rows), int(page) if page else None, box if page else None)


def boxed_pages(value: Json) -> list[OutputTable]:
    """PyMuPDF4LLM's JSON: pages of boxes, those of class "table" with ``extract``."""
    found = []
    for page in items(value["pages"], "pages"):
        for box in items(page.get("boxes", []), "boxes"):
            table = box.get("table")
            if isinstance(table, dict) and table.get("extract"):
                place = corners(table.get("bbox") or [box.get(side) for side in ("x0", "y0", "x1", "y1")])
                found.append(OutputTable(grid_cells(table["extract"]), int(page.get("page_number", 1)), place))
    return found


def extracted(value: Sequence[Json]) -> list[OutputTable]:
    """A list of objects with ``extract`` or ``rows``, and ``page`` and ``bbox`` where they are told: a script's own export."""
    return [
        OutputTable(
            grid_cells(item.get("extract") or item.get("rows") or []),
            int(item["page"]) if item.get("page") is not None else None,
            corners(item.get("bbox")),
        )
        for item in value
    ]


def markdown_tables(text: str) -> list[OutputTable]:
    """The pipe tables of a Markdown text; the line above the dashes is the header, ``<br>`` is a space.

    PyMuPDF calls a blank cell of a table's first line ``Col`` with its number, because Markdown wants a header: it is blank here.
    """
    lines, found = text.splitlines(), []
    for index in [number for number, line in enumerate(lines) if _SEPARATOR.match(line) and number and "|" in lines[number - 1]]:
        first = _fields(lines[index - 1])
        rows = [["" if text == f"Col{number}" else text for number, text in enumerate(first, start=1)]]
        for line in lines[index + 1 :]:
            if "|" not in line or not line.strip():
                break
            rows.append(_fields(line))
        found.append(OutputTable(grid_cells(rows, 0 if not any(rows[0]) else 1)))
    return found


def _fields(line: str) -> list[str]:
    bare = line.strip().removeprefix("|")
    bare = bare[:-1] if bare.endswith("|") and not bare.endswith("\\|") else bare
    return [_plain(part) for part in _PIPE.split(bare)]


def _plain(text: str) -> str:
    """A cell's text without marks of bold and italics, with line breaks as spaces and entities as characters."""
    text = re.sub(r"<br\s*/?>", " ", text).replace("\\|", "|").replace("**", "")
    return html.unescape(_ITALICS.sub(r"\1", text)).strip()
