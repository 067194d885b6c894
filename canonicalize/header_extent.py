"""How many rows the column header has: the paper's Wang-tree rule and the two rules of the published scripts.

Each function takes a draft with at least one header row and returns a number of rows, never fewer than marked.
A header that would swallow the whole table is refused: what is marked comes back, without rows that a cell leaves
downwards. (``headers`` calls ``closed`` on every result, so no cell is half header.)
"""

from __future__ import annotations

from canonicalize.draft import Draft, is_blank
from table import Cell


def wang_tree_extent(draft: Draft) -> int:
    """Rows until every column has a complete header cell of its own (paper, step H3).

    A complete cell has all its rows inside the header; a blank one counts. A cell of several rows and columns also
    completes its columns: it is what merging leaves where a parent's children were blank, and without it a second
    canonicalization would add another row.
    """
    owners = draft.owners()
    for count in range(draft.num_header_rows, draft.num_rows):
        if all(_column_is_complete(owners, column, count) for column in range(draft.num_columns)):
            return count
    return draft.num_header_rows


def closed(draft: Draft, count: int) -> int:
    """``count`` header rows, or the nearest fewer, such that no cell crosses the header's lower border."""
    owners = draft.owners()
    while count and any(cell.rows.stop > count for cell in owners[count - 1]):
        count -= 1
    return count


def _column_is_complete(owners: list[list[Cell]], column: int, count: int) -> bool:
    if owners[count - 1][column].rows.stop > count:
        return False
    return any(len(cell.columns) == 1 or len(cell.rows) > 1 for cell in (owners[row][column] for row in range(count)))


def first_complete_row(draft: Draft) -> int:
    """Rows up to the first with as many cells as columns, a blank cell counting once per column (process_pubmed).

    If all of them have a blank first column, the header goes on to just above the first text of that column.
    """
    owners = draft.owners()
    count = next((row + 1 for row, cells in enumerate(owners) if _cell_count(cells) == draft.num_columns), draft.num_header_rows)
    count = max(count, draft.num_header_rows)
    first_text = next((row for row in range(draft.num_rows) if not is_blank(owners[row][0])), draft.num_rows)
    if first_text > count:
        count = first_text
    return count if count < draft.num_rows else draft.num_header_rows


def _cell_count(cells: list[Cell]) -> int:
    distinct = {cell.columns.start: cell for cell in cells}.values()
    return sum(len(cell.columns) if is_blank(cell) else 1 for cell in distinct)


def filled_columns_extent(draft: Draft) -> int:
    """Rows by the rule of the alignment scripts: the farthest of three, then while the first column stays blank.

    The three are: the row that gives the last column a cell of its own; the row above the first possible body row
    (each column has had a text by then); the rows with unfilled columns right of a filled one. A projected row ends it.
    """
    owners = draft.owners()
    own = _last_needed_for_own_cells(owners, draft)
    filled = [_first_text_row(owners, column, draft.num_rows) for column in range(draft.num_columns)]
    count = max(draft.num_header_rows, own, max(filled) if max(filled) < draft.num_rows else 0)
    while count < draft.num_rows and is_blank(owners[count][0]):
        count += 1
    count = max(count, max(owners[count - 1][column].rows.stop for column in range(draft.num_columns)))
    first_projected = next((row for row in range(1, draft.num_rows) if _only_first_cell(owners[row])), draft.num_rows)
    count = min(count, max(first_projected, draft.num_header_rows))
    return count if count < draft.num_rows else draft.num_header_rows


def _last_needed_for_own_cells(owners: list[list[Cell]], draft: Draft) -> int:
    """The number of rows after which every column has had a single-column cell; 0 if one never has."""
    needed = 0
    for column in range(draft.num_columns):
        row = next((row for row in range(draft.num_rows) if len(owners[row][column].columns) == 1), None)
        if row is None:
            return 0
        needed = max(needed, row + 1)
    return needed


def _first_text_row(owners: list[list[Cell]], column: int, num_rows: int) -> int:
    return next((row for row in range(num_rows) if not is_blank(owners[row][column])), num_rows)


def _only_first_cell(cells: list[Cell]) -> bool:
    texts = [cell for cell in {cell.columns.start: cell for cell in cells}.values() if not is_blank(cell)]
    return len(texts) == 1 and texts[0].columns.start == 0 and all(len(cell.rows) == 1 for cell in cells)
