"""What the command line prints: tables for people."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from pipeline.results.result import DocumentResult, ErrorNote
from table import Table
from table.io.text_grid import text_grid
from tablewright.lines import note_line, safe_text

MAX_COLUMN = 24  # characters; longer words are folded


def print_result(result: DocumentResult, name: str, console: Console | None = None) -> None:
    """Prints all tables of a document, then what could not be read."""
    out = console or Console(highlight=False, markup=False)
    for table in result.tables:
        for title, block in rich_tables(table, name, out.width):
            out.print(Text(title, style="bold"))
            out.print(block)
    weaker = [candidate.score for page in result.pages for candidate in page.candidates]
    if not result.tables and not result.notes:
        out.print(Text(f"{safe_text(name)}: no tables found"))
        if not weaker:
            note_line(f"{name}: --region PAGE:X0,Y0,X1,Y1 reads a place that you know")
    if weaker:
        note_line(f"{name}: {candidates_text(weaker)}")
    for note in result.notes:
        note_line(f"{name}: {note_text(note)}")
    for page in result.pages:
        for bbox in page.figures:
            sides = ",".join(f"{side:.0f}" for side in bbox)
            note_line(f"{name}: page {page.number}: chart, picture or text, not read as a table; --region {page.number}:{sides} reads it")


def candidates_text(scores: Sequence[float]) -> str:
    """``2 weaker candidates: --threshold 0.3 shows them``."""
    least = math.floor(10 * min(scores)) / 10
    what, them = ("candidate", "it") if len(scores) == 1 else ("candidates", "them")
    return f"{len(scores)} weaker {what}: --threshold {least:g} shows {them}"


def note_text(note: ErrorNote) -> str:
    """``page 3, table 1: message``, with tables counted from 1 as people do."""
    place = ", ".join(
        f"{what} {number}" for what, number in (("page", note.page), ("table", None if note.table is None else note.table + 1)) if number
    )
    return f"{place}: {note.message}" if place else note.message


def rich_tables(table: Table, name: str, width: int) -> Iterator[tuple[str, RichTable]]:
    """Title and table for a terminal of ``width`` characters; a wide one in blocks of columns, each with the first column."""
    texts = [[safe_text(text) for text in row] for row in text_grid(table, spans="first")]
    blocks = column_blocks(texts, width)
    for columns in blocks:
        which = "" if len(blocks) == 1 else f", columns {columns[min(1, len(columns) - 1)] + 1} to {columns[-1] + 1}"
        yield _title(table, name) + which, _block(table, texts, columns, width)


def column_blocks(texts: Sequence[Sequence[str]], width: int) -> list[list[int]]:
    """Column numbers per block, so that each column has room for its longest word (up to a limit)."""
    needs = [3 + longest_word(texts, column) for column in range(len(texts[0]))]
    blocks: list[list[int]] = [[0]]
    for column in range(1, len(needs)):
        block = blocks[-1]
        if len(block) > 1 and sum(needs[c] for c in block) + needs[column] + 1 > width:
            blocks.append([0, column])
        else:
            block.append(column)
    return blocks


def longest_word(texts: Sequence[Sequence[str]], column: int) -> int:
    """Characters of the column's longest word, up to the limit at which words are folded."""
    return min(MAX_COLUMN, max(len(word) for row in texts for word in [*row[column].split(), ""]))


def _title(table: Table, name: str) -> str:
    parts = [f"{safe_text(name)}, page {table.page}", f"table {safe_text(table.id)}" if table.id else ""]
    parts += [
        f"{table.num_rows} x {table.num_columns}",
        "" if table.confidence is None else f"confidence {table.confidence:.2f}",
        *table.flags,
    ]
    return ", ".join(part for part in parts if part)


def _block(table: Table, texts: Sequence[Sequence[str]], columns: Sequence[int], width: int) -> RichTable:
    shown = RichTable(show_header=False)
    needs = [longest_word(texts, column) for column in columns]
    spare = max(0, width - 1 - sum(need + 3 for need in needs)) // len(columns)
    for column, need in zip(columns, needs, strict=True):
        longest = max(len(row[column]) for row in texts)
        shown.add_column(overflow="fold", width=max(1, need, min(longest, need + spare)))
    owners = table.owners()
    for row, line in enumerate(texts):
        is_strong = row < table.num_header_rows or any(cell.is_projected_row_header for cell in owners[row])
        style = "bold" if is_strong else None
        shown.add_row(*(Text(line[column]) for column in columns), style=style, end_section=row == table.num_header_rows - 1)
    return shown
