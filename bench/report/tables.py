"""Two tables as HTML beside each other, cells that differ marked; what is compared is what stands in aligned places.

Rows and columns are aligned first (``grits.met_cells``), so that a lost row marks its own cells and not all below it.
"""

from __future__ import annotations

import html
from collections.abc import Collection, Sequence

from bench.scoring import as_table
from grits import met_cells
from table import Cell, Table

Content = Table | Sequence[Cell]
MAX_ROWS = 60


def side_by_side(first: Content, second: Content | None, names: tuple[str, str] = ("truth", "prediction")) -> str:
    """Two tables; a cell whose text or extent is another at the aligned place is marked. ``None``: there is no second."""
    left, right = (html.escape(name) for name in names)
    if second is None:
        return f'<div class="pair"><div><h4>{left}</h4>{cells_html(first, ())}</div><div><h4>{right}</h4><p>none</p></div></div>'
    ours, theirs = _table_of(first), _table_of(second)
    met = met_cells(ours, theirs)
    return (
        f'<div class="pair"><div><h4>{left}</h4>{cells_html(ours, {a for a, _ in met})}</div>'
        f"<div><h4>{right}</h4>{cells_html(theirs, {b for _, b in met})}</div></div>"
    )


def _table_of(content: Content) -> Table:
    return as_table(content if isinstance(content, Table) else tuple(content))


def cells_html(content: Content, equal: Collection[int]) -> str:
    """One table, cells but those numbered in ``equal`` marked; at most 60 rows. Overlapping cells are shown position by position."""
    table = _table_of(content)
    starts: list[list[tuple[int, Cell]]] = [[] for _ in range(table.num_rows)]
    for index, cell in enumerate(table.cells):
        starts[cell.rows.start].append((index, cell))
    lines = ["".join(_cell(cell, index in equal) for index, cell in row) for row in starts[:MAX_ROWS]]
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
