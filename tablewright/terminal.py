"""What the command line prints: tables for people, one-line errors and notes on standard error."""

from __future__ import annotations

import re
import sys

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from pipeline.result import DocumentResult, ErrorNote
from table import Table
from table.io.text_grid import text_grid

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")  # document text must not steer the terminal


def error_line(message: str) -> None:
    """One line on standard error."""
    print(f"tablewright: {_one_line(message)}", file=sys.stderr)


def note_line(message: str) -> None:
    """One line of information on standard error."""
    print(_one_line(message), file=sys.stderr)


def print_result(result: DocumentResult, name: str, console: Console | None = None) -> None:
    """Prints all tables of a document, then what could not be read."""
    out = console or Console(highlight=False, markup=False)
    for table in result.tables:
        out.print(rich_table(table, name))
    if not result.tables and not result.notes:
        out.print(Text(f"{safe_text(name)}: no tables found"))
    for note in result.notes:
        note_line(f"{name}: {note_text(note)}")


def note_text(note: ErrorNote) -> str:
    """``page 3, table 1: message``, with tables counted from 1 as people do."""
    place = ", ".join(
        f"{what} {number}" for what, number in (("page", note.page), ("table", None if note.table is None else note.table + 1)) if number
    )
    return f"{place}: {note.message}" if place else note.message


def rich_table(table: Table, name: str) -> RichTable:
    """The table for the terminal; a spanning cell's text stands in its first position."""
    confidence = "" if table.confidence is None else f", confidence {table.confidence:.2f}"
    flags = f", {', '.join(table.flags)}" if table.flags else ""
    size = f"{table.num_rows} x {table.num_columns}"
    shown = RichTable(
        title=Text(f"{safe_text(name)}, page {table.page}: {safe_text(table.id or '')} {size}{confidence}{flags}".replace(":  ", ": ")),
        show_header=False,
        title_justify="left",
    )
    for _ in range(table.num_columns):
        shown.add_column(overflow="fold")
    owners = table.owners()
    for row, texts in enumerate(text_grid(table, spans="first")):
        is_strong = row < table.num_header_rows or any(cell.is_projected_row_header for cell in owners[row])
        shown.add_row(
            *(Text(safe_text(text)) for text in texts),
            style="bold" if is_strong else None,
            end_section=row == table.num_header_rows - 1,
        )
    return shown


def safe_text(text: str) -> str:
    """``text`` without control characters."""
    return _CONTROL.sub("\ufffd", text)


def _one_line(message: str) -> str:
    return safe_text(" ".join(message.split()))
