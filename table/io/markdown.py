"""A table in GitHub's Markdown dialect, which knows one header line and no spanning cells."""

from __future__ import annotations

import re

from table.cells import Table
from table.io.text_grid import Spans, header_labels, readable_grid, text_grid

_SPECIAL = re.compile(r"([\\`*_|~\[\]])")
_LINE_BREAK = re.compile(r"\r\n|[\r\n\v\f\x1c-\x1e\x85\u2028\u2029]")


def to_markdown(table: Table, *, spans: Spans = "first") -> str:
    """Header rows joined into one line, then one line per body row.

    A spanning cell's text stands in its first position, or with ``spans="repeat"`` in each that it covers (of a section row
    in the first only), for readers of single rows. An empty table gives an empty string.
    """
    if not table.num_rows:
        return ""
    grid = readable_grid(table) if spans == "repeat" else text_grid(table, spans="first")
    body = grid[table.num_header_rows :]
    lines = [header_labels(table), ["---"] * table.num_columns]
    written = [lines[0], *body]
    escaped = [[escape_markdown(text) for text in row] for row in written]
    return "\n".join(markdown_line(row) for row in [escaped[0], lines[1], *escaped[1:]]) + "\n"


def markdown_line(texts: list[str]) -> str:
    """One line of a Markdown table; the texts are escaped already."""
    return "| " + " | ".join(texts) + " |"


def escape_markdown(text: str) -> str:
    """``text`` as it stands in one cell of a Markdown table."""
    safe = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _LINE_BREAK.sub("<br>", _SPECIAL.sub(r"\\\1", safe)).strip()
