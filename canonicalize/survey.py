"""What a set of tables is made of: simple and complex tables, spans, topologies, and the paper's oversegmentation survey.

PubTables-1M, section 3.6 and table 2: a projected row header is oversegmented when its row still has a blank cell. Only
tables with five rows or more are investigated, without their first four rows (possible header) and without projected rows
at the end (possible notes).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from canonicalize.draft import is_blank
from table import Cell, Table

SKIPPED_ROWS = 4


@dataclass(frozen=True, slots=True)
class Survey:
    """Counts over a set of tables; shares are 0 for an empty set."""

    tables: int
    simple: int
    complex: int
    unique_topologies: int
    mean_rows: float
    mean_columns: float
    spanning_cells: float  # per table, projected row headers included
    with_header: int
    investigated: int  # tables of five rows or more
    with_projected: int  # of these, with a projected row header
    with_oversegmented: int  # of these, with one whose row has a blank cell


def survey(tables: Sequence[Table]) -> Survey:
    """The counts of ``tables``."""
    count = len(tables)
    spans = [sum(cell.is_spanning for cell in table.cells) for table in tables]
    large = [table for table in tables if table.num_rows > SKIPPED_ROWS]
    projected = [projected_rows(table) for table in large]
    return Survey(
        tables=count,
        simple=sum(not span for span in spans),
        complex=sum(map(bool, spans)),
        unique_topologies=len({frozenset((cell.rows, cell.columns) for cell in table.cells) for table in tables}),
        mean_rows=_mean(table.num_rows for table in tables),
        mean_columns=_mean(table.num_columns for table in tables),
        spanning_cells=_mean(spans),
        with_header=sum(any(cell.is_column_header for cell in table.cells) for table in tables),
        investigated=len(large),
        with_projected=sum(bool(rows) for rows in projected),
        with_oversegmented=sum(any(len(cells) > 1 for cells in rows) for rows in projected),
    )


def _mean(values: Iterable[float]) -> float:
    found = list(values)
    return round(sum(found) / len(found), 4) if found else 0.0


def projected_rows(table: Table) -> list[list[Cell]]:
    """The cells of each projected row below the first four rows, without those at the table's end."""
    rows: list[list[Cell]] = [[] for _ in range(table.num_rows)]
    for cell in table.cells:
        for row in cell.rows:
            rows[row].append(cell)
    found = [table.num_columns > 1 and _is_projected(cells) for cells in rows]
    last = table.num_rows
    while last and found[last - 1]:
        last -= 1
    return [rows[row] for row in range(SKIPPED_ROWS, last) if found[row]]


def _is_projected(cells: Sequence[Cell]) -> bool:
    texts = [cell for cell in cells if not is_blank(cell)]
    return len(texts) == 1 and texts[0].columns.start == 0 and all(len(cell.rows) == 1 for cell in cells)
