"""How many rows the column header has: the paper's Wang-tree rule and the two rules of the published scripts.

Each function takes a draft with at least one header row and returns a number of rows; the paper's rule and that of the
alignment scripts never return fewer than are marked. The paper's rule and process_pubmed's refuse a header that would
swallow the whole table: what is marked comes back. (``headers`` calls ``closed`` on every result, so no cell is half header.)
"""

from __future__ import annotations

from collections.abc import Callable

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
    first_text = next((row for row in range(draft.num_rows) if not is_blank(owners[row][0])), draft.num_rows)
    if first_text > count:
        count = first_text
    return count if count < draft.num_rows else draft.num_header_rows


def _cell_count(cells: list[Cell]) -> int:
    distinct = {cell.columns.start: cell for cell in cells}.values()
    return sum(len(cell.columns) if is_blank(cell) else 1 for cell in distinct)


def filled_columns_extent(draft: Draft) -> int:
    """Rows by the rule of the alignment scripts: the farthest of three, then while the first column stays blank.

    The three are: the row by which every column has had a cell of its own; the row above the first possible body row
    (each column has had a text by then); the last row in which a column is still without a text of its own while one on
    its left has had one. A projected row ends the header; a whole table may be header.
    """
    owners, last_row = draft.owners(), draft.num_rows - 1
    own = _first_rows(draft, lambda cell: len(cell.columns) == 1, lambda cell: cell.rows.stop - 1)
    own_text = _first_rows(draft, lambda cell: len(cell.columns) == 1 and not is_blank(cell), lambda cell: cell.rows.stop - 1)
    text = _first_rows(draft, lambda cell: not is_blank(cell), lambda cell: cell.rows.start)
    first_body = min(last_row, max(text.values(), default=last_row))
    last = max(_last_unfilled(own_text, draft), max(own.values(), default=-1), first_body - 1, draft.num_header_rows - 1)
    while last < last_row and is_blank(owners[last + 1][0]):
        last += 1
    first_projected = next((row for row in range(draft.num_rows) if _only_first_cell(owners[row])), draft.num_rows)
    return min(last + 1, max(first_projected, draft.num_header_rows))


def _first_rows(draft: Draft, is_counted: Callable[[Cell], bool], row_of: Callable[[Cell], int]) -> dict[int, int]:
    """For each column the first of the rows that ``row_of`` gives for its counted cells; columns without any are left out."""
    found: dict[int, int] = {}
    for cell in draft.cells:
        if is_counted(cell):
            for column in cell.columns:
                found[column] = min(found.get(column, draft.num_rows - 1), row_of(cell))
    return found


def _last_unfilled(own_text: dict[int, int], draft: Draft) -> int:
    """The row in which the last column to get a text of its own right of a column that has one gets it; -1 for none."""
    first = [own_text.get(column, draft.num_rows - 1) for column in range(draft.num_columns)]
    return max((row for column, row in enumerate(first) if any(left < row for left in first[:column])), default=-1)


def _only_first_cell(cells: list[Cell]) -> bool:
    texts = [cell for cell in {cell.columns.start: cell for cell in cells}.values() if not is_blank(cell)]
    return len(texts) == 1 and texts[0].columns.start == 0 and all(len(cell.rows) == 1 for cell in cells)
