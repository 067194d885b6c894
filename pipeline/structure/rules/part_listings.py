"""Listings that print each record on two lines: each line is a row, as their headers of two lines are two rows.

A cell that wraps has lines that fill columns which the first line fills, too. Where nearly every row has two lines, one with
a column that the other hardly ever fills and the other way round, no cell wraps: these are two rows of different names.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.flags import Flag
from pipeline.geometry.intervals import index_at
from pipeline.structure.draft import Draft
from pipeline.types import Interval
from table import StructureLabel, Word

MIN_RECORDS = 4  # rows of two lines that make a listing
OFTEN, SELDOM = 0.8, 0.2  # of the records, of a column that is one line's own
MIN_FILLED = 3  # columns that each of the two lines of a record fills


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One line of words, and the columns that it fills."""

    words: tuple[Word, ...]
    columns: frozenset[int]


def part_listings(draft: Draft) -> Draft:
    """The draft with the rows of such a listing parted."""
    lines = [_lines(own, draft) for own in draft.row_lines]
    first = _first_body_row(draft)
    if not _is_listing(lines[first:]):
        return draft
    rows: list[Interval] = []
    for index, (row, own) in enumerate(zip(draft.rows, lines, strict=True)):
        rows += _parts(row, own) if index >= first and len(own) == 2 else [row]
    return replace(draft, rows=tuple(rows)).noting(Flag.ROWS_PARTED)


def _lines(lines: Sequence[Sequence[Word]], draft: Draft) -> list[RecordLine]:
    return [RecordLine(tuple(line), frozenset(index_at(draft.column_edges, word.bbox.center[0]) for word in line)) for line in lines]


def _first_body_row(draft: Draft) -> int:
    """The first row below the model's best column header."""
    headers = [o for o in draft.objects if o.label is StructureLabel.COLUMN_HEADER]
    bottom = max(headers, key=lambda o: (o.score, o.bbox)).bbox.y1 if headers else float("-inf")
    return sum(row.middle < bottom for row in draft.rows)


def _is_listing(rows: Sequence[Sequence[RecordLine]]) -> bool:
    """Whether nearly every row is two lines, each with a column of its own."""
    double = [own for own in rows if len(own) == 2]
    if len(double) < MIN_RECORDS or len(double) < len(rows) - 1:
        return False
    if min(len(line.columns) for own in double for line in own) < MIN_FILLED:
        return False
    upper, lower = (Counter(column for own in double for column in own[at].columns) for at in (0, 1))
    return _has_own(upper, lower, len(double)) and _has_own(lower, upper, len(double))


def _has_own(own: Counter[int], other: Counter[int], count: int) -> bool:
    return any(filled >= OFTEN * count and other[column] <= SELDOM * count for column, filled in own.items())


def _parts(row: Interval, lines: Sequence[RecordLine]) -> list[Interval]:
    upper, lower = (line.words for line in lines)
    cut = (max(word.bbox.y1 for word in upper) + min(word.bbox.y0 for word in lower)) / 2
    return [replace(row, stop=cut), replace(row, start=cut)]
