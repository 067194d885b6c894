"""Steps M1-M5 of Algorithm 1: which oversegmented cells become one (PubTables-1M, section 3.3).

Every step looks at the whole draft, collects groups of cells that each fill a rectangle, and joins them. Blank rows
between a parent and its children go to the children because M1 runs before M2. ``canonical`` repeats the steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from canonicalize.draft import Draft, Group, is_blank, join, until_stable
from table import Cell

Owners = list[list[Cell]]


VALUE = re.compile(r"[($€£¥+−–-]*(?!(?:1[89]|20)\d\d$)\d[\d.,]*[)%]*")  # a number that is no year


def m1_join_same_columns(draft: Draft, join_texts: bool = True, *, keeps_values: bool = False) -> Draft:
    """M1: header cells one above the other with exactly the same columns are one cell, with or without text.

    A node of the header tree has two children or none, so a chain of single children is one cell. With
    ``join_texts=False`` a pair joins only if one of the two is blank. With ``keeps_values`` this holds for rows with a number that is no
    year: a model may have taken a row of values for header.
    """
    return until_stable(lambda current: join(current, _same_column_pairs(current, join_texts, keeps_values), "M1"), draft)


def _same_column_pairs(draft: Draft, join_texts: bool, keeps_values: bool) -> Iterator[Group]:
    owners, used = draft.owners(), set()
    with_values = {cell.rows.start for cell in draft.cells if keeps_values and VALUE.fullmatch(cell.text.strip())}
    for upper in draft.cells:
        if upper.rows.stop >= draft.num_header_rows or upper in used:
            continue
        lower = owners[upper.rows.stop][upper.columns.start]
        allowed = (join_texts and lower.rows.start not in with_values) or is_blank(upper) or is_blank(lower)
        if allowed and lower.columns == upper.columns and draft.in_header(lower):
            used.add(lower)
            yield Group((upper, lower), "header cells above each other with the same columns are one node of the header tree")


def m2_absorb_blanks_below(draft: Draft) -> Draft:
    """M2: a header cell takes the cells directly below it if all of them are blank and in the header."""
    why = "all header cells below are blank, so they belong to the cell above"
    return until_stable(lambda current: _absorb_one_header(current, "M2", why, below=True), draft)


def m3_absorb_blanks_above(draft: Draft) -> Draft:
    """M3: a header cell takes the cells directly above it if all of them are blank."""
    why = "all header cells above are blank, so they belong to the cell below"
    return until_stable(lambda current: _absorb_one_header(current, "M3", why, below=False), draft)


def _absorb_one_header(draft: Draft, rule: str, why: str, below: bool) -> Draft:
    """One cell takes its blank neighbours: the topmost possible for M2, the lowest for M3."""
    owners = draft.owners()
    header = [cell for cell in draft.cells if draft.in_header(cell) and not is_blank(cell)]
    for cell in header if below else reversed(header):
        neighbours = _neighbours(owners, draft, cell, below)
        if neighbours and all(is_blank(other) and draft.in_header(other) for other in neighbours) and _fills(cell, neighbours):
            return join(draft, [Group((cell, *neighbours), why)], rule)
    return draft


def _neighbours(owners: Owners, draft: Draft, cell: Cell, below: bool) -> list[Cell]:
    row = cell.rows.stop if below else cell.rows.start - 1
    if not 0 <= row < draft.num_rows:
        return []
    distinct: list[Cell] = []
    for column in cell.columns:
        other = owners[row][column]
        if not distinct or other is not distinct[-1]:
            distinct.append(other)
    return distinct


def _fills(cell: Cell, neighbours: list[Cell]) -> bool:
    """Whether ``cell`` and its vertical ``neighbours`` together are a rectangle."""
    same_rows = all(other.rows == neighbours[0].rows for other in neighbours)
    inside = neighbours[0].columns.start >= cell.columns.start and neighbours[-1].columns.stop <= cell.columns.stop
    return same_rows and inside


def m4_join_projected_rows(draft: Draft) -> Draft:
    """M4: all cells of a projected row header become one cell over all columns."""
    return join(draft, _projected_groups(draft), "M4")


def _projected_groups(draft: Draft) -> Iterator[Group]:
    rows: dict[int, list[Cell]] = {row: [] for row in sorted(draft.projected_rows)}
    for cell in draft.cells:
        if cell.rows.start in rows:
            rows[cell.rows.start].append(cell)
    for cells in rows.values():
        if len(cells) > 1 and all(len(cell.rows) == 1 for cell in cells) and sum(len(cell.columns) for cell in cells) == draft.num_columns:
            yield Group(tuple(cells), "the row's only text labels the rows below it, so it spans all columns")


def m5_absorb_stub_blanks(draft: Draft, last_row: int | None = None) -> Draft:
    """M5: in a row header, a text takes the blank cells directly below it in the first column.

    ``last_row`` (exclusive) leaves blanks at the column's end alone. Projected rows are not blank, so none is crossed.
    """
    return join(draft, _stub_groups(draft, draft.num_rows if last_row is None else last_row), "M5") if draft.has_row_header else draft


def _stub_groups(draft: Draft, last_row: int) -> Iterator[Group]:
    why = "a row header's text is at the top of its cell, so the blanks below belong to it"
    group: list[Cell] = []
    for cell in (cell for cell in draft.cells if cell.columns.start == 0 and draft.num_header_rows <= cell.rows.start < last_row):
        if group and is_blank(cell) and cell.columns == group[0].columns:
            group.append(cell)
            continue
        if len(group) > 1:
            yield Group(tuple(group), why)
        group = [] if is_blank(cell) else [cell]
    if len(group) > 1:
        yield Group(tuple(group), why)
