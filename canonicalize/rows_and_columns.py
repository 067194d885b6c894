"""Extras of the alignment paper on whole rows and columns: blank ones go, those spanned together become one.

Both extras change the grid's size and no text; they are off in the paper's
Algorithm 1 and on in the published scripts for FinTabNet, SciTSR and ICDAR-2013 ("Aligning benchmark datasets for
table structure recognition", section 3).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from canonicalize.draft import Draft, is_blank
from table import Cell


def drop_blank_rows_and_columns(draft: Draft) -> Draft:
    """The draft without rows, then columns, that no cell with text touches."""
    return _drop_blank_columns(_drop_blank_rows(draft))


def _drop_blank_rows(draft: Draft) -> Draft:
    filled = {row for cell in draft.cells if not is_blank(cell) for row in cell.rows}
    return keep_rows(draft, [row for row in range(draft.num_rows) if row in filled])


def _drop_blank_columns(draft: Draft) -> Draft:
    filled = {column for cell in draft.cells if not is_blank(cell) for column in cell.columns}
    return keep_columns(draft, [column for column in range(draft.num_columns) if column in filled])


def merge_what_is_spanned_together(draft: Draft) -> Draft:
    """The draft with neighbouring rows (then columns) made one where every cell of the one also covers the other."""
    owners, rows = draft.owners(), rows_of_their_own(draft, draft.num_rows)
    columns = [
        column
        for column in range(draft.num_columns)
        if column == 0 or any(owners[row][column - 1] is not owners[row][column] for row in range(draft.num_rows))
    ]
    return keep_columns(keep_rows(draft, rows), columns)


def rows_of_their_own(draft: Draft, stop: int) -> list[int]:
    """The rows that some cell begins or ends in, apart from the row above; from ``stop`` on all of them."""
    owners = draft.owners()
    return [
        row
        for row in range(draft.num_rows)
        if row == 0 or row >= stop or any(a is not b for a, b in zip(owners[row - 1], owners[row], strict=True))
    ]


def drop_edge_projected_rows(draft: Draft) -> Draft:
    """The draft without projected rows at its bottom (notes and sources) and, above any header, at its top (titles)."""
    last = draft.num_rows
    while last > draft.num_header_rows and (last - 1) in draft.projected_rows:
        last -= 1
    first = 0
    while draft.num_header_rows == 0 and first < last and first in draft.projected_rows:
        first += 1
    return keep_rows(draft, list(range(first, last))) if first < last else draft


def keep_rows(draft: Draft, kept: list[int]) -> Draft:
    """The draft with only the rows ``kept``; cells shrink, and those without any row left vanish."""
    if len(kept) == draft.num_rows:
        return draft
    cells = _kept_cells(draft.cells, kept, lambda cell: cell.rows, lambda cell, rows: replace(cell, rows=rows))
    place = {old: new for new, old in enumerate(kept)}
    return _sized(
        draft,
        cells,
        num_rows=len(kept),
        num_columns=draft.num_columns,
        num_header_rows=sum(row < draft.num_header_rows for row in kept),
        projected=frozenset(place[row] for row in draft.projected_rows if row in place),
    )


def keep_columns(draft: Draft, kept: list[int]) -> Draft:
    """The draft with only the columns ``kept``; cells shrink, and those without any column left vanish."""
    if len(kept) == draft.num_columns:
        return draft
    cells = _kept_cells(draft.cells, kept, lambda cell: cell.columns, lambda cell, columns: replace(cell, columns=columns))
    return _sized(draft, cells, draft.num_rows, len(kept), draft.num_header_rows, draft.projected_rows)


def _sized(
    draft: Draft, cells: tuple[Cell, ...], num_rows: int, num_columns: int, num_header_rows: int, projected: frozenset[int]
) -> Draft:
    if not num_rows or not num_columns:
        return replace(draft, cells=(), num_rows=0, num_columns=0, num_header_rows=0, projected_rows=frozenset())
    return replace(
        draft, cells=cells, num_rows=num_rows, num_columns=num_columns, num_header_rows=num_header_rows, projected_rows=projected
    )


def _kept_cells(
    cells: Sequence[Cell], kept: list[int], extent: Callable[[Cell], range], moved: Callable[[Cell, range], Cell]
) -> tuple[Cell, ...]:
    place = {old: new for new, old in enumerate(kept)}
    result: list[Cell] = []
    for cell in cells:
        places = [place[index] for index in extent(cell) if index in place]
        if places:
            result.append(moved(cell, range(places[0], places[-1] + 1)))
    return tuple(result)
