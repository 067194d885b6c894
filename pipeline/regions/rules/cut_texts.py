"""Texts that a border cuts: one cell ends as no text does, and the one beside or below it goes on.

In: a finished table. Out: the flag, or nothing. Three things tell: a cell ends with a word like "of", an open bracket or a month and its
neighbour in the row goes on; a text ends so above another in a row without a label; the values of a row stand in two rows, one with
the label and few of them, the next with exactly the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from pipeline.flags import Flag
from pipeline.types import Page
from table import Cell, Table

NEVER = r"[a-z]\s(?:[Oo]f|[Aa]nd|[Tt]he|[Oo]r)$|(?:^|\s)\(in$"  # "Requested By" and "Paid to" are whole names of columns
OPEN = re.compile(NEVER + r"|[a-z]\s(?:in|to|for|as|at|by|per|from|with)$")
OPEN_NAME = re.compile(NEVER, re.IGNORECASE)
MONTH = re.compile(r"(?:January|February|March|April|May|June|July|August|September|October|November|December)$")
DAY = re.compile(r"\d{1,2},?(?:\s|$)")
MIN_LIKE = 2  # other rows that fill all the columns which two rows fill together

Owners = Sequence[Sequence[Cell]]


def texts_are_cut(page: Page, table: Table) -> tuple[str, ...]:
    """``CUT_TEXTS`` when the table has such a text."""
    rows = table.owners()
    is_cut = any(_go_on(a, b) for row in rows for a, b in pairwise(row) if a is not b and a.rows == b.rows)
    body = range(table.num_header_rows, table.num_rows - 1)
    is_cut = is_cut or any(_goes_on_below(rows[row], rows[row + 1]) for row in body) or any(_are_one_row(rows, table))
    return (str(Flag.CUT_TEXTS),) if is_cut else ()


def _text(cell: Cell) -> str:
    return " ".join(cell.text.split())


def _go_on(left: Cell, right: Cell) -> bool:
    """Whether the text of a cell goes on in the one right of it."""
    a, b = _text(left), _text(right)
    if not a or not b:
        return False
    if MONTH.search(a) and DAY.match(b):
        return True
    if a.count("(") > a.count(")") and b.count(")") > b.count("("):
        return True
    ends = OPEN_NAME if left.is_column_header else OPEN
    return ends.search(a) is not None and (b[0].isalnum() or b[0] == "$")


def _goes_on_below(row: Sequence[Cell], below: Sequence[Cell]) -> bool:
    """Whether a text of a row goes on in the next one, where one of both has no label."""
    if all(_text(one[0]) and one[0].rows.start == number for one, number in ((row, row[0].rows.start), (below, below[0].rows.start))):
        return False
    pairs = ((a, b) for a, b in zip(row[1:], below[1:], strict=True) if a is not b and len(a.columns) == len(b.columns) == 1)
    return any(OPEN.search(_text(a)) and _text(b)[:1].isalnum() for a, b in pairs)


def _are_one_row(rows: Owners, table: Table) -> Iterator[bool]:
    """For each pair of rows whether they share out the columns that other rows fill, the label in the first."""
    filled = [_filled(row) for row in rows[table.num_header_rows :]]
    counts = Counter(columns for columns in filled if columns)
    for above, below in pairwise(filled):
        yield bool(above and below) and 0 in above and len(above) > 1 and not above & below and counts[above | below] >= MIN_LIKE


def _filled(row: Sequence[Cell]) -> frozenset[int]:
    """The columns of a row of single cells that have a text; none of another."""
    if any(len(cell.rows) > 1 or len(cell.columns) > 1 for cell in row):
        return frozenset()
    return frozenset(column for column, cell in enumerate(row) if _text(cell))
