"""``tablewright mcp``: a server of the Model Context Protocol on standard input and output, on the official SDK.

Programs with language models extract the tables of a file, then read one table or one cell with its place. Results of
the last few files are kept, so that reading a table after the list costs nothing.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from pipeline import DocumentResult, ExtractionError, Extractor, InputError, Options, parse_pages, service_version
from table import Table
from table.io import to_chunks, to_html, to_markdown, to_records
from table.io.chunks import chunk_to_dict
from table.io.json_format import table_to_dict
from table.io.records import page_of_row
from table.values import type_tables
from table.values.paths import column_names

app = typer.Typer()
MAX_SHOWN = 200  # characters of a file's name in an error
MAX_KEPT = 8  # documents whose results stay in memory
FORMATS = ("markdown", "html", "json", "records", "chunks")
INSTRUCTIONS = (
    "Extracts tables from PDF files and pictures with their structure, typed values and places on the page. Call extract_tables "
    "first, then get_table or get_cell with the table's number. Values marked with flags are not sure: quote the printed text."
)
Extract = Callable[[Path, Options], DocumentResult]


@app.command("mcp")
def mcp_command(
    root: Annotated[Path, typer.Option(help="Only files below this folder are read.", exists=True, file_okay=False)] = Path("."),
) -> None:
    """Serve the tables of files to programs with language models (MCP, standard input and output)."""
    extractor = Extractor()
    make_server(lambda path, options: extractor.extract(path, options), root).run("stdio")


class Library:
    """Extracted documents by path, time of change and options; the least recently used goes first."""

    def __init__(self, extract: Extract, root: Path) -> None:
        self._extract, self._root = extract, root.resolve()
        self._kept: OrderedDict[tuple[str, int, str], DocumentResult] = OrderedDict()

    def document(self, file: str, pages: str = "") -> DocumentResult:
        """The result for ``file`` below the root; raises ``InputError`` for anything outside or missing."""
        path, changed = self._place(file)
        key = (str(path), changed, pages)
        if key not in self._kept:
            self._kept[key] = self._extract(path, Options(pages=parse_pages(pages or None)))
            if len(self._kept) > MAX_KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(key)
        return self._kept[key]

    def _place(self, file: str) -> tuple[Path, int]:
        """The path of a file below the root, and when it was last changed."""
        shown = repr(file[:MAX_SHOWN])
        try:
            path = (self._root / file).resolve()
            if not path.is_relative_to(self._root):
                raise InputError(f"{shown} is outside the served folder")
            if path.is_file():
                return path, path.stat().st_mtime_ns
        except (ValueError, OSError) as error:  # a name that no file can have, or a folder that may not be read
            raise InputError(f"{shown} cannot be read: {getattr(error, 'strerror', None) or 'no file has such a name'}") from error
        raise InputError(f"{shown} is no file below the served folder")


def make_server(extract: Extract, root: Path) -> Any:
    """The server with its tools; raises ``InputError`` saying what to install without the SDK."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
    except ImportError as error:
        raise InputError("the MCP server needs its SDK: pip install 'tablewright[mcp]'") from error
    server: Any = MCPServer("tablewright", instructions=INSTRUCTIONS, version=service_version())
    library = Library(extract, root)

    def answer(make: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        try:
            return make()
        except ExtractionError as error:
            raise ToolError(str(error)) from error

    def extract_tables(file: str, pages: str = "") -> dict[str, Any]:
        """List the tables of a PDF or picture: number, page, box, size, header, caption, doubts. pages: for example "1-3,7"."""
        return answer(lambda: _listing(library.document(file, pages)))

    def get_table(file: str, table: int, format: str = "markdown", pages: str = "") -> dict[str, Any]:
        """One table, counted from 1. format: markdown, html (keeps spans), json (cells with boxes and values), records, chunks."""
        return answer(lambda: _table(library.document(file, pages), table, format))

    def get_cell(file: str, table: int, row: int, column: int, pages: str = "") -> dict[str, Any]:
        """One cell: printed text, typed value, header path, page and box. table counts from 1, row and column from 0."""
        return answer(lambda: _cell(library.document(file, pages), table, row, column))

    for tool in (extract_tables, get_table, get_cell):
        server.add_tool(tool)
    return server


def _listing(result: DocumentResult) -> dict[str, Any]:
    return {
        "status": result.status,
        "num_pages": result.num_pages,
        "tables": [_summary(number, table) for number, table in enumerate(result.tables, start=1)],
        "errors": [note.message for note in result.notes],
    }


def _summary(number: int, table: Table) -> dict[str, Any]:
    typed = type_tables([table])[0]
    return {
        "table": number,
        "page": table.page,
        "bbox": list(table.bbox) if table.bbox else None,
        "num_rows": table.num_rows,
        "num_columns": table.num_columns,
        "columns": column_names(typed),
        "caption": table.caption.text if table.caption else "",
        "confidence": table.confidence,
        "flags": list(table.flags),
    }


def _one(result: DocumentResult, number: int) -> Table:
    if not 1 <= number <= len(result.tables):
        raise InputError(f"table {number} does not exist: the document has {len(result.tables)} table(s)")
    return result.tables[number - 1]


def _table(result: DocumentResult, number: int, format_name: str) -> dict[str, Any]:
    table = _one(result, number)
    typed = type_tables(result.tables)[number - 1]
    if format_name == "json":
        return table_to_dict(table)
    made: dict[str, Callable[[], Any]] = {
        "markdown": lambda: to_markdown(table),
        "html": lambda: to_html(table, geometry=False),
        "records": lambda: to_records(typed, number=number, provenance=True),
        "chunks": lambda: [chunk_to_dict(chunk) for chunk in to_chunks([table])],
    }
    if format_name not in made:
        raise InputError(f"format {format_name!r}: choose from {', '.join(FORMATS)}")
    return {**_summary(number, table), "format": format_name, "content": made[format_name]()}


def _cell(result: DocumentResult, number: int, row: int, column: int) -> dict[str, Any]:
    table = _one(result, number)
    if not (0 <= row < table.num_rows and 0 <= column < table.num_columns):
        raise InputError(f"row {row}, column {column} is outside the table of {table.num_rows} x {table.num_columns} (both from 0)")
    typed = type_tables(result.tables)[number - 1]
    cell = table.owners()[row][column]
    known = next(item for item in table_to_dict(table)["cells"] if (item["row"], item["column"]) == (cell.rows.start, cell.columns.start))
    return {**known, "table": number, "page": page_of_row(table, row), "column_name": column_names(typed)[column]}
