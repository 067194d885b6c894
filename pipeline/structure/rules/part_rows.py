"""Rows of values that the model took for one: every filled cell has the same number of lines, and values do not wrap.

A text wraps in one cell and not in the next, so cells of one row rarely have equally many lines; and a number does not go on
in the next line. Where all filled cells have two lines or more on the same heights, and at least half of them nothing but a
value in each line, each line is a row. A row of names with a colon each is as many rows. The only row of a table whose last
line is values below names is its header and its body. Standard errors and ranges ("(0.03)", "[1, 2]", "± 2") below their
values belong to them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.flags import Flag
from pipeline.structure.draft import Draft
from pipeline.structure.words.kinds import Kind, kind_of
from pipeline.types import Interval
from table import Word

MIN_CELLS = 2  # filled cells of such a row
MIN_VALUES = 0.5  # of them that hold a value in each line
MAX_LINES = 12
BELONGS = ("(", "[", "±", "+/-", "{")  # how lines begin that belong to the value above

Lines = Sequence[Sequence[Word]]


def part_rows(draft: Draft) -> Draft:
    """The draft with such rows parted between their lines."""
    is_only = len(draft.rows) == 1
    cells = zip(draft.rows, draft.filled, draft.row_lines, strict=True)
    rows = tuple(part for row, words, lines in cells for part in _parts(row, words, lines, is_only=is_only))
    return replace(draft, rows=rows).noting(*(Flag.ROWS_PARTED,) * (len(rows) > len(draft.rows)))


def _parts(row: Interval, words: Mapping[int, Sequence[Word]], lines: Lines, *, is_only: bool) -> list[Interval]:
    if not 2 <= len(lines) <= MAX_LINES or len(words) < MIN_CELLS:
        return [row]
    columns = _by_column(lines, words)
    is_full = all(all(column) for column in columns)
    if not (_are_names(columns) or (is_full and (_are_values(columns) or (is_only and _is_header_and_row(columns))))):
        return [row]
    gaps = [(max(w.bbox.y1 for w in above), min(w.bbox.y0 for w in below)) for above, below in pairwise(lines)]
    if any(stop <= start for start, stop in gaps):
        return [row]
    edges = [row.start, *((start + stop) / 2 for start, stop in gaps), row.stop]
    return [replace(row, start=start, stop=stop) for start, stop in pairwise(edges) if start < stop]


def _by_column(lines: Lines, words: Mapping[int, Sequence[Word]]) -> list[list[list[Word]]]:
    """The words of each filled column line by line."""
    owner = {id(word): column for column, cell in words.items() for word in cell}
    found: dict[int, list[list[Word]]] = {column: [[] for _ in lines] for column in words}
    for number, line in enumerate(lines):
        for word in line:
            found[owner[id(word)]][number].append(word)
    return [found[column] for column in sorted(found)]


def _are_values(columns: Sequence[Lines]) -> bool:
    values = [column for column in columns if all(_is_value(line) for line in column)]
    return len(values) >= max(MIN_CELLS, MIN_VALUES * len(columns))


def _are_names(columns: Sequence[Lines]) -> bool:
    """Whether each line has a name of its own, told by its colon ("Invoice date:"), in the first of the filled columns."""
    return all(line and line[-1].text.endswith(":") for line in columns[0])


def _is_value(line: Sequence[Word]) -> bool:
    return kind_of(line) is Kind.VALUE and not line[0].text.startswith(BELONGS)


def _is_header_and_row(columns: Sequence[Lines]) -> bool:
    """Whether the last of two lines is values in every column, and the first is none in most."""
    names = [column for column in columns if kind_of(column[0]) is not Kind.VALUE]
    return len(columns[0]) == 2 and all(_is_value(column[1]) for column in columns) and len(names) > len(columns) / 2
