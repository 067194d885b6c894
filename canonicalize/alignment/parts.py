"""A matched table as one part per page: which rows stand on which page, turned upright, with the repeated header.

A table that continues over pages becomes several tables: the first has the column header, the others get it too where
the page repeats it. A cell that covers rows of two pages is cut; its text stays where it was found.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from canonicalize.alignment.locate import Match, cell_pages, match
from canonicalize.alignment.page_text import PageText, turned
from canonicalize.draft import is_blank
from table import Cell, Table

HEADER_SHARE = 0.5  # of the header's characters that a later page must show to count as repeating it

Glyphs = tuple[NDArray[np.int64], ...]


@dataclass(frozen=True)
class Part:
    """The rows of a table on one page. ``page`` is turned upright by ``rotation`` degrees clockwise.

    ``glyphs[i]`` are the characters (indices into ``page.text``) of ``table.cells[i]``; ``sources[i]`` is the index of
    that cell in the whole table; ``found_on[i]`` is the number of the page that shows most of it, ``None`` for none;
    ``first_row`` is the whole table's row behind the part's first body row.
    """

    page: PageText
    rotation: int
    table: Table
    glyphs: Glyphs
    sources: tuple[int, ...]
    found_on: tuple[int | None, ...]
    first_row: int


def split(found: Match, table: Table) -> list[Part]:
    """The parts of ``table`` in page order; one for a table on one page. Rows nobody found go with the row above."""
    places = row_pages(found, table)
    parts: list[Part] = []
    for position in sorted(set(places)):
        rows = range(places.index(position), len(places) - places[::-1].index(position))
        part = _part(found, table, position, rows)
        parts.append(part if not parts else _with_header(part, table, found.stream.pages[position]))
    return [_with_lines_that_differ(part) for part in parts]


def _with_lines_that_differ(part: Part) -> Part:
    """The part without rows and columns that no page can show: blank ones, and those that the cells before them all cover too.

    Markup spans spacing columns and columns of other rows; on one page's rows such columns have no text of their own.
    """
    rows, columns = _own_lines(part.table)
    if (len(rows), len(columns)) == (part.table.num_rows, part.table.num_columns) or not rows or not columns:
        return part
    kept = [
        (number, replace(cell, rows=_within(cell.rows, rows), columns=_within(cell.columns, columns)))
        for number, cell in enumerate(part.table.cells)
        if _within(cell.rows, rows) and _within(cell.columns, columns)
    ]
    kept.sort(key=lambda item: (item[1].rows.start, item[1].columns.start))
    numbers = [number for number, _ in kept]
    return replace(
        part,
        table=Table(len(rows), len(columns), tuple(cell for _, cell in kept)),
        glyphs=tuple(part.glyphs[number] for number in numbers),
        sources=tuple(part.sources[number] for number in numbers),
        found_on=tuple(part.found_on[number] for number in numbers),
    )


def _own_lines(table: Table) -> tuple[list[int], list[int]]:
    """The rows and columns that show something of their own."""
    with_text = [cell for cell in table.cells if not is_blank(cell)]
    rows = sorted({row for cell in with_text for row in cell.rows})
    columns = sorted({column for cell in with_text for column in cell.columns})
    owners = [[id(cell) for cell in row] for row in table.owners()]
    lines = [[owners[row][column] for column in columns] for row in rows]
    own_rows = [row for k, row in enumerate(rows) if not k or lines[k] != lines[k - 1]]
    across = list(zip(*lines, strict=True))
    return own_rows, [column for k, column in enumerate(columns) if not k or across[k] != across[k - 1]]


def _within(extent: range, kept: list[int]) -> range:
    """Where ``extent`` lies among the kept lines; empty if it has none of them."""
    return range(bisect_left(kept, extent.start), bisect_left(kept, extent.stop))


def row_pages(found: Match, table: Table) -> list[int]:
    """The page position of each row: never falling, with as many characters as possible on the right page."""
    weights = np.zeros((table.num_rows, len(found.stream.pages)))
    for cell, places in zip(table.cells, found.cells, strict=True):
        known = places[places >= 0]
        if len(known):
            weights[cell.rows.start] += np.bincount(found.stream.page[known], minlength=weights.shape[1])
    header = header_rows(table)
    if 0 < header < table.num_rows:
        weights[0] += weights[1:header].sum(axis=0)
        weights[1:header] = 0
    best = np.zeros_like(weights)
    came = np.zeros(weights.shape, dtype=np.int64)
    best[0] = weights[0]
    for row in range(1, table.num_rows):
        for page in range(weights.shape[1]):
            came[row, page] = int(np.argmax(best[row - 1, : page + 1]))
            best[row, page] = best[row - 1, came[row, page]] + weights[row, page]
    pages = [int(np.argmax(best[-1]))]
    for row in range(table.num_rows - 1, 0, -1):
        pages.append(int(came[row, pages[-1]]))
    return pages[::-1]


def header_rows(table: Table) -> int:
    """The marked header rows and those that a header cell reaches into; 0 if that is the whole table."""
    count = table.num_header_rows
    while reaching := [cell.rows.stop for cell in table.cells if cell.rows.start < count < cell.rows.stop]:
        count = max(reaching)
    return count if count < table.num_rows else 0


def _part(found: Match, table: Table, position: int, rows: range) -> Part:
    page = found.stream.pages[position]
    cells: list[Cell] = []
    glyphs: list[NDArray[np.int64]] = []
    sources: list[int] = []
    for number, cell in enumerate(table.cells):
        start, stop = max(cell.rows.start, rows.start), min(cell.rows.stop, rows.stop)
        if start >= stop:
            continue
        mine = _on_page(found, number, position)
        is_whole = start == cell.rows.start and stop == cell.rows.stop
        text = cell.text if is_whole or len(mine) >= _most(found, number) > 0 else ""
        cells.append(replace(cell, rows=range(start - rows.start, stop - rows.start), text=text))
        glyphs.append(mine if text else np.empty(0, dtype=np.int64))
        sources.append(number)
    part_table = Table(len(rows), table.num_columns, tuple(cells))
    rotation = _rotation(page, glyphs)
    numbers = [None if position is None else found.stream.pages[position].number for position in cell_pages(found)]
    found_on = tuple(numbers[source] for source in sources)
    return Part(turned(page, rotation), rotation, part_table, tuple(glyphs), tuple(sources), found_on, rows.start)


def _on_page(found: Match, number: int, position: int) -> NDArray[np.int64]:
    known = found.cells[number][found.cells[number] >= 0]
    return np.unique(found.stream.index[known[found.stream.page[known] == position]])


def _most(found: Match, number: int) -> int:
    known = found.cells[number][found.cells[number] >= 0]
    return int(np.bincount(found.stream.page[known]).max()) if len(known) else 0


def _rotation(page: PageText, glyphs: Sequence[NDArray[np.int64]]) -> int:
    """Degrees clockwise that turn most of the table's characters upright; upright wins a tie."""
    used = np.concatenate([np.empty(0, dtype=np.int64), *glyphs])
    counts = np.bincount(page.rotations[used], minlength=1) if len(used) else np.zeros(1)
    return int(np.argmax(counts))


def _with_header(part: Part, table: Table, page: PageText) -> Part:
    """The part with the whole table's header in front, if its page shows it again."""
    count = header_rows(table)
    if not 0 < count < table.num_rows:
        return part
    header = Table(count, table.num_columns, tuple(cell for cell in table.cells if cell.rows.stop <= count))
    found = match(header, [page])
    if found.found_share < HEADER_SHARE:
        return part
    moved = tuple(replace(c, rows=range(c.rows.start + count, c.rows.stop + count)) for c in part.table.cells)
    joined = Table(count + part.table.num_rows, table.num_columns, (*header.cells, *moved))
    glyphs = tuple(_on_page(found, number, 0) for number in range(len(header.cells)))
    found_on = (*(page.number for _ in header.cells), *part.found_on)
    sources = (*range(len(header.cells)), *part.sources)
    return replace(part, table=joined, glyphs=(*glyphs, *part.glyphs), sources=sources, found_on=found_on)
