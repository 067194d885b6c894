"""Steps H1-H5 of Algorithm 1: which rows are the column header, which are projected row headers, is there a row header.

Paper: PubTables-1M, section 3.3. Wang's model is the idea behind them: the column header is a tree whose leaves are
the columns, so header rows are added until every column has a complete cell of its own. Each function is one step;
where the published scripts do something else, the alternative stands below under the name of its option.
"""

from __future__ import annotations

from dataclasses import replace

from canonicalize.draft import Draft, is_blank, row_major
from canonicalize.header_extent import closed, filled_columns_extent, first_complete_row, wang_tree_extent
from canonicalize.options import CanonicalOptions, HeaderExtent, HeaderStart, ProjectedRows
from table import Cell

CUES_FIRST_ROW = ("in thousands", "in millions", "Measurement", "Period")  # case as in the script


def h1_split_blank_spans(draft: Draft) -> Draft:
    """H1: every blank spanning cell becomes blank cells of one position each."""
    cells: list[Cell] = []
    for cell in draft.cells:
        cells.extend(_positions(cell) if is_blank(cell) and cell.is_spanning else [cell])
    return replace(draft, cells=row_major(cells))


def _positions(cell: Cell) -> list[Cell]:
    one = replace(cell, bbox=None)
    return [replace(one, rows=range(row, row + 1), columns=range(column, column + 1)) for row, column in cell.positions()]


def h2_start_header(draft: Draft, options: CanonicalOptions) -> Draft:
    """H2: the first row joins the column header if its first cell is blank (or as ``options.header_start`` says)."""
    if draft.num_header_rows or not draft.cells or not _starts_header(draft, options.header_start):
        return draft
    if options.drop_edge_projected_rows and _one_text_cell([cell for cell in draft.cells if 0 in cell.rows]):
        return draft  # a title, as the scripts have it
    return replace(draft, num_header_rows=1)


def _starts_header(draft: Draft, start: HeaderStart) -> bool:
    first_row = [cell for cell in draft.cells if cell.rows.start == 0]
    blank_stub, has_span = is_blank(first_row[0]), any(len(cell.columns) > 1 for cell in first_row)
    match start:
        case HeaderStart.BLANK_STUB:
            return blank_stub
        case HeaderStart.SPANNING_FIRST_ROW:
            return has_span
        case HeaderStart.ALWAYS:
            return draft.num_columns > 1
        case HeaderStart.CUES:
            return draft.num_columns > 2 or blank_stub or has_span or _has_cue(first_row)
        case HeaderStart.NEVER:
            return False


def _has_cue(first_row: list[Cell]) -> bool:
    texts = [cell.text for cell in first_row]
    named = "Number" in texts[0] or (len(texts) > 1 and "Page" in texts[1])
    return named or any(cue in text for text in texts for cue in CUES_FIRST_ROW)


def h3_complete_header(draft: Draft, options: CanonicalOptions) -> Draft:
    """H3: a column header grows downwards until each column has a complete header cell of its own.

    If the rows run out first, the header stays as it was: a table whose every row would be header is not helped.
    """
    if not draft.num_header_rows:
        return draft
    match options.header_extent:
        case HeaderExtent.WANG_TREE:
            count = wang_tree_extent(draft)
        case HeaderExtent.FIRST_COMPLETE_ROW:
            count = first_complete_row(draft)
        case HeaderExtent.FILLED_COLUMNS:
            count = filled_columns_extent(draft)
        case HeaderExtent.MARKED:
            count = draft.num_header_rows
    count = closed(draft, count)
    projected = frozenset(row for row in draft.projected_rows if row >= count)
    return replace(draft, num_header_rows=count, projected_rows=projected)


def h4_find_projected_rows(draft: Draft, options: CanonicalOptions) -> Draft:
    """H4: a body row whose only non-blank cell stands in the first column is a projected row header.

    A cell that covers several rows labels none of them alone, so its rows are not projected (the alignment scripts
    say so, the paper does not); a table of one column has no projected rows.
    """
    if draft.num_columns < 2 or options.projected_rows is ProjectedRows.MARKED:
        return draft
    by_row = _cells_by_row(draft)
    is_projected = _one_text_cell if options.projected_rows is ProjectedRows.ONE_TEXT_CELL else _nothing_on_the_right
    found = {row for row in range(draft.num_header_rows, draft.num_rows) if is_projected(by_row[row])}
    return replace(draft, projected_rows=draft.projected_rows | found)


def _cells_by_row(draft: Draft) -> list[list[Cell]]:
    by_row: list[list[Cell]] = [[] for _ in range(draft.num_rows)]
    for cell in draft.cells:
        for row in cell.rows:
            by_row[row].append(cell)
    return by_row


def _one_text_cell(cells: list[Cell]) -> bool:
    texts = [cell for cell in cells if not is_blank(cell)]
    return len(texts) == 1 and texts[0].columns.start == 0 and all(len(cell.rows) == 1 for cell in cells)


def _nothing_on_the_right(cells: list[Cell]) -> bool:
    if any(len(cell.rows) > 1 for cell in cells):
        return False
    if len(cells) == 1:  # as wide as the table
        return not is_blank(cells[0])
    right = [cell for cell in cells if cell.columns.start > 0]
    return bool(right) and all(is_blank(cell) for cell in right) and any(cell.columns.start == 0 for cell in cells)


def h5_find_row_header(draft: Draft) -> Draft:
    """H5: the first column below the column header is a row header if one of its cells is blank or spans."""
    stub = [cell for cell in draft.cells if cell.columns.start == 0 and cell.rows.start >= draft.num_header_rows]
    return replace(draft, has_row_header=any(is_blank(cell) or cell.is_spanning for cell in stub))
