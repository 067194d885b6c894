"""A document's differences as text, as a self-contained HTML page and as plain JSON values."""

from __future__ import annotations

import html
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from table.diff.comparing import CellChange, DocumentDiff, TableDiff

_STYLE = (
    "body{font-family:sans-serif;color-scheme:light dark}table{border-collapse:collapse}th,td{border:1px solid #999;padding:.2em .5em;"
    "text-align:left}del{background:#fbb;color:#000}ins{background:#bfb;color:#000;text-decoration:none}.wide{overflow-x:auto}"
)


def diff_text(diff: DocumentDiff, *, name: str = "") -> str:
    """One line per difference; "no differences" when there is none."""
    lines = list(_lines(diff)) or ["no differences"]
    return "".join(f"{name + ': ' if name else ''}{line}\n" for line in lines)


def _lines(diff: DocumentDiff) -> Iterator[str]:
    for number, page in diff.removed:
        yield f"- table {number} (page {page}) is gone"
    for number, page in diff.added:
        yield f"+ table {number} (page {page}) is new"
    for table in diff.tables:
        yield from (f"table {table.new} (page {table.new_page}): {line}" for line in _table_lines(table))


def _table_lines(table: TableDiff) -> Iterator[str]:
    if table.has_moved:
        yield f"moved from page {table.old_page}"
    yield from (f"- column {name!r}" for name in table.removed_columns)
    yield from (f"+ column {name!r}" for name in table.added_columns)
    yield from (f"- row {row.row + 1}: {' | '.join(row.texts)}" for row in table.removed_rows)
    yield from (f"+ row {row.row + 1}: {' | '.join(row.texts)}" for row in table.added_rows)
    for change in table.changes:
        yield f"{change.row_name} / {change.column_name}: {change.old!r} -> {change.new!r}{_difference(change)}"


def _difference(change: CellChange) -> str:
    return "" if change.difference is None else f" ({change.difference:+f})"


def diff_html(diff: DocumentDiff, *, title: str) -> str:
    """One page: per table its changed cells, old and new beside each other."""
    body = "".join(f"<p>{html.escape(line)}</p>\n" for line in _lines(DocumentDiff((), diff.added, diff.removed)))
    body += "".join(_section(table) for table in diff.tables if not table.is_same or table.has_moved)
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{html.escape(title)}</title>\n'
        f"<style>{_STYLE}</style>\n</head>\n<body>\n<h1>{html.escape(title)}</h1>\n{body or '<p>No differences.</p>'}\n</body>\n</html>\n"
    )


def _section(table: TableDiff) -> str:
    notes = "".join(f"<p>{html.escape(line)}</p>\n" for line in _table_lines(_without_changes(table)))
    rows = "".join(
        f"<tr><td>{html.escape(change.row_name)}</td><td>{html.escape(change.column_name)}</td><td><del>{html.escape(change.old)}</del></td>"
        f"<td><ins>{html.escape(change.new)}</ins></td><td>{html.escape(_difference(change).strip(' ()'))}</td></tr>\n"
        for change in table.changes
    )
    head = "<tr><th>Row</th><th>Column</th><th>Old</th><th>New</th><th>Difference</th></tr>\n"
    shown = f'<div class="wide"><table>\n{head}{rows}</table></div>\n' if rows else ""
    return f"<h2>Table {table.new}, page {table.new_page}</h2>\n{notes}{shown}"


def _without_changes(table: TableDiff) -> TableDiff:
    return replace(table, changes=())


def diff_to_dict(diff: DocumentDiff) -> dict[str, Any]:
    """The differences as lists, strings and numbers; tables count from 1, rows and columns from 0."""
    return {
        "schema": "tablewright.diff/1",
        "is_same": diff.is_same,
        "added_tables": [{"table": number, "page": page} for number, page in diff.added],
        "removed_tables": [{"table": number, "page": page} for number, page in diff.removed],
        "tables": [_table_to_dict(table) for table in diff.tables if not table.is_same or table.has_moved],
    }


def _table_to_dict(table: TableDiff) -> dict[str, Any]:
    return {
        "old_table": table.old,
        "new_table": table.new,
        "old_page": table.old_page,
        "new_page": table.new_page,
        "added_columns": list(table.added_columns),
        "removed_columns": list(table.removed_columns),
        "added_rows": [{"row": row.row, "texts": list(row.texts)} for row in table.added_rows],
        "removed_rows": [{"row": row.row, "texts": list(row.texts)} for row in table.removed_rows],
        "changes": [
            {
                "row_name": change.row_name,
                "column_name": change.column_name,
                "old": change.old,
                "new": change.new,
                "old_position": list(change.old_position),
                "new_position": list(change.new_position),
                "difference": None if change.difference is None else str(change.difference),
            }
            for change in table.changes
        ],
    }
