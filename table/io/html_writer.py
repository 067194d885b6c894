"""A table as HTML: ``<table><thead><tr>…</tr></thead><tbody><tr>…</tr></tbody></table>``.

Every grid row has its ``tr``, also where no cell starts in it; column headers are ``th scope="col"``, projected row
headers ``th scope="rowgroup"``, row headers ``th scope="row"``. Boxes and confidences travel in ``data-`` attributes, so
reading the text back gives exactly the same cells, their looks apart (``looks``). White space that HTML would collapse
is written as character references.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Sequence

from table.cells import Cell, Table
from table.geometry import BBox
from table.io.looks import check_box_html, runs_html, shading_attributes
from table.values.typed import in_stub, num_stub_columns

_COLLAPSIBLE = re.compile(r"[\t\f\r\x00]|^ | $|(?<= ) ")


def to_html(table: Table, *, geometry: bool = True) -> str:
    """One ``<table>`` element; ``geometry=False`` leaves the boxes and confidences out (shorter, no longer lossless)."""
    head, stub = _num_head_rows(table), num_stub_columns(table)
    starts: list[list[Cell]] = [[] for _ in range(table.num_rows)]
    for cell in table.cells:
        starts[cell.rows.start].append(cell)
    lines = [f"<table{_table_attributes(table)}>"]
    if table.caption:
        lines.append(f"<caption>{_text(table.caption.text)}</caption>")
    lines += _section("thead", starts[:head], stub, geometry)
    lines += _section("tbody", starts[head:], stub, geometry)
    return "\n".join([*lines, "</table>"]) + "\n"


def html_page(tables: Iterable[Table], *, title: str) -> str:
    """A complete, self-contained page with all ``tables`` one below the other."""
    body = "\n".join(f"<h2>Page {table.page}</h2>\n{to_html(table)}" for table in tables) or "<p>No table found.</p>\n"
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{html.escape(title)}</title>\n'
        "<style>body{font-family:sans-serif}table{border-collapse:collapse}"
        "th,td{border:1px solid #999;padding:.2em .5em;text-align:left;vertical-align:top;white-space:pre-line}"
        f"th{{background:#eee}}</style>\n</head>\n<body>\n<h1>{html.escape(title)}</h1>\n{body}</body>\n</html>\n"
    )


def _num_head_rows(table: Table) -> int:
    """Leading header rows, cut where a cell crosses: browsers end every row span at the end of its row group."""
    num_rows = table.num_header_rows
    while any(cell.rows.start < num_rows < cell.rows.stop for cell in table.cells):
        num_rows = min(cell.rows.start for cell in table.cells if cell.rows.start < num_rows < cell.rows.stop)
    return num_rows


def _table_attributes(table: Table) -> str:
    return f' id="{_attribute(table.id)}"' if table.id is not None else ""


def _section(name: str, rows: Sequence[Sequence[Cell]], stub: int, geometry: bool) -> list[str]:
    if not rows:
        return []
    return [f"<{name}>", *(f"<tr>{''.join(_cell(cell, stub, geometry) for cell in row)}</tr>" for row in rows), f"</{name}>"]


def _cell(cell: Cell, stub: int, geometry: bool) -> str:
    is_row_header = in_stub(cell, stub) and bool(cell.text.strip())
    tag = "th" if cell.is_column_header or cell.is_projected_row_header or is_row_header else "td"
    role = ['scope="row"'] if is_row_header else _role(cell)
    attributes = [*role, *_spans(cell), *shading_attributes(cell), *(_geometry(cell) if geometry else ())]
    content = check_box_html(cell) + (runs_html(cell) or _text(cell.text))
    return f"<{' '.join([tag, *attributes])}>{content}</{tag}>"


def _role(cell: Cell) -> list[str]:
    if cell.is_column_header:
        scope = "colgroup" if cell.column_span > 1 else "col"
        return [f'scope="{scope}"', *(['class="projected-row-header"'] if cell.is_projected_row_header else [])]
    return ['scope="rowgroup"', 'class="projected-row-header"'] if cell.is_projected_row_header else []


def _spans(cell: Cell) -> list[str]:
    spans = (("rowspan", cell.row_span), ("colspan", cell.column_span))
    return [f'{name}="{span}"' for name, span in spans if span > 1]


def _geometry(cell: Cell) -> list[str]:
    attributes = [f'data-bbox="{_numbers(cell.bbox)}"'] if cell.bbox else []
    return attributes + ([f'data-confidence="{cell.confidence!r}"'] if cell.confidence is not None else [])


def _numbers(bbox: BBox) -> str:
    return " ".join(repr(float(value)) for value in bbox)


def _text(text: str) -> str:
    escaped = _COLLAPSIBLE.sub(lambda match: f"&#{ord(match[0])};", html.escape(text, quote=False))
    return escaped.replace("\n", "<br>")


def _attribute(text: str) -> str:
    return re.sub(r"[\t\n\f\r]", lambda match: f"&#{ord(match[0])};", html.escape(text))
