"""The first row is the column header of a table in which the model saw none, if it names columns of values.

Listings ("Min | 1Q | Median | 3Q | Max" over a row of numbers) are set in one type and without a ruling. A row without a number, which
names every column but the first ("1Q" is hardly a value among such names), is no row of a table whose columns hold values below.
Cells over several of its columns that are names of these fall apart.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure.draft import Draft
from pipeline.structure.words.kinds import Kind, is_number, kind_of
from pipeline.structure.words.own_names import are_own_names
from pipeline.structure.words.text import cell_text
from pipeline.types import Span

MIN_COLUMNS = 3  # that the row names
MIN_VALUES = 0.8  # of each such column's cells, the last column's and the first's left out


def find_header_over_values(draft: Draft) -> Draft:
    """The draft with its first row as its header, where it has none."""
    if draft.num_header_rows or len(draft.rows) < 2 or not _names_values(draft):
        return draft
    mine = [span for span in draft.spans if span.rows.start == 0]
    if any(len(span.rows) > 1 or span.is_projected_row_header for span in mine) or (mine and not are_own_names(0, draft)):
        return draft
    kept: tuple[Span, ...] = tuple(span for span in draft.spans if span not in mine)
    return replace(draft, num_header_rows=1, spans=kept)


def _names_values(draft: Draft) -> bool:
    """Whether the first row names all columns but the first, which hold values below it."""
    named = [column for column, words in enumerate(draft.cells[0]) if words]
    if len(named) < MIN_COLUMNS or named[0] > 1 or named != list(range(named[0], len(draft.columns))):
        return False
    names = [draft.cells[0][column] for column in named]
    if any(is_number(cell_text(name)) for name in names) or 2 * sum(kind_of(name) is Kind.VALUE for name in names) >= len(names):
        return False
    return all(_holds_values(column, draft) for column in named if 0 < column < len(draft.columns) - 1)


def _holds_values(column: int, draft: Draft) -> bool:
    cells = [cells[column] for cells in draft.cells[1:] if cells[column]]
    return bool(cells) and sum(kind_of(words) is Kind.VALUE for words in cells) >= MIN_VALUES * len(cells)
