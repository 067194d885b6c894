"""A table as CSV after RFC 4180: comma, CRLF, quotes doubled; safe to open in a spreadsheet."""

from __future__ import annotations

import csv
import io
from typing import Literal

from table.cells import Table
from table.io.guard import guard_formula
from table.io.text_grid import Spans, header_labels, text_grid


def to_csv(table: Table, *, spans: Spans = "repeat", header: Literal["stacked", "flat"] = "stacked", guard: bool = True) -> str:
    """One line per grid row.

    ``spans``: the text of a spanning cell in every position (``"repeat"``, best for further processing) or only in
    its first (``"first"``, best for reading). ``header="flat"`` joins the header rows into one line of labels.
    ``guard`` puts an apostrophe before text that a spreadsheet would evaluate; switch it off for exact text.
    """
    rows = text_grid(table, spans=spans)
    if header == "flat" and table.num_header_rows:
        rows = [header_labels(table), *rows[table.num_header_rows :]]
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerows([guard_formula(text) if guard else text for text in row] for row in rows)
    return buffer.getvalue()
