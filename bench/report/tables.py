"""Truth and prediction as HTML tables beside each other, cells that differ marked."""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence

from bench.predictions import bare_cells
from bench.scoring import as_table
from table import Cell, Table

Content = Table | Sequence[Cell]
MAX_ROWS = 60
Key = tuple[int, int, int, int, str]


def side_by_side(truth: Content, prediction: Content | None) -> str:
    """Two tables; a cell without an equal (place, extent and text without white space) on the other side is marked."""
    if prediction is None:
        return f'<div class="pair"><div><h4>truth</h4>{cells_html(truth, ())}</div><div><h4>prediction</h4><p>none</p></div></div>'
    ours, theirs = _keys(truth), _keys(prediction)
    return (
        f'<div class="pair"><div><h4>truth</h4>{cells_html(truth, theirs)}</div>'
        f"<div><h4>prediction</h4>{cells_html(prediction, ours)}</div></div>"
    )


def _keys(content: Content) -> set[Key]:
    return {_key(cell) for cell in bare_cells(content)}


def _key(cell: Cell) -> Key:
    return cell.rows.start, cell.rows.stop, cell.columns.start, cell.columns.stop, "".join(cell.text.split())


def cells_html(content: Content, equal: Collection[Key]) -> str:
    """One table; at most 60 rows are shown. Overlapping cells are shown position by position."""
    table = as_table(content if isinstance(content, Table) else tuple(content))
    starts: list[list[Cell]] = [[] for _ in range(table.num_rows)]
    for cell in table.cells:
        starts[cell.rows.start].append(cell)
    lines = ["".join(_cell(cell, _key(cell) in equal) for cell in row) for row in starts[:MAX_ROWS]]
    more = f"<p>… {table.num_rows - MAX_ROWS} more rows</p>" if table.num_rows > MAX_ROWS else ""
    return f"<table class='t'>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>{more}"


def _cell(cell: Cell, is_equal: bool) -> str:
    kinds = [
        *(["h"] if cell.is_column_header else []),
        *(["p"] if cell.is_projected_row_header else []),
        *([] if is_equal else ["d"]),
    ]
    spans = f' rowspan="{cell.row_span}"' * (cell.row_span > 1) + f' colspan="{cell.column_span}"' * (cell.column_span > 1)
    return f'<td class="{" ".join(kinds)}"{spans}>{html.escape(cell.text)}</td>'
