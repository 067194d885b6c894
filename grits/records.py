"""TableRecordMatch and GTRM: a table as records, one per body row, with the column headers as keys (ParseBench).

Source: github run-llama/ParseBench. Columns of the two tables are paired by their headers (similarity of at least 0.9; columns
without a header among themselves, by position), records one to one for the greatest sum. Two records are as alike as the share
of columns, those of either side counted once, whose values are equal; the sum over the larger number of records is the score.
GTRM is the mean of GriTS_Con and TableRecordMatch. Left out here: that code's clean-up of titles above the header and of super-
and subscripts in HTML.

A worked example: the truth ``Name, Age`` with ``Ann, 30`` and ``Bob, 41``; the prediction has rows and columns in another order and reads
47: ``Age, Name`` with ``47, Bob`` and ``30, Ann``. Ann's record is whole, Bob's is half: TableRecordMatch is 0.75.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz

from grits.assignment import best_pairs
from grits.grits import Mode, grits_con
from grits.matrices import CellMatrix, Gridded, cell_matrix
from grits.scores import ScoreLimitError

MIN_HEADER_SIMILARITY = 0.9
NO_VALUE = frozenset({"", "nan", "none", "-", "—", "n/a"})
MAX_RECORDS = 5_000  # of one table; the pairing takes their product in numbers
_LEADERS = re.compile(r"(?:\.\s){2,}\.?|\.{2,}")
_SPACED_SIGNS = re.compile(r"(?<=\$)\s+|\s+(?=[%()®])")
_THOUSANDS = re.compile(r"(?<=\d),(?=\d)")


@dataclass(frozen=True, slots=True)
class Records:
    """A table as records: ``keys`` per column, ``has_header`` where a key is a header's text, ``rows`` of values."""

    keys: tuple[str, ...]
    has_header: tuple[bool, ...]
    rows: tuple[tuple[str, ...], ...]


def records_of(gridded: Gridded) -> Records:
    """The records below the column header; a spanning cell's text stands in each of its places.

    Columns and records without any text are left out. Keys that occur twice are numbered.
    """
    matrix = cell_matrix(gridded)
    grid = _grid(matrix)
    num_header = _num_header_rows(matrix)
    columns = [k for k in range(matrix.owner.shape[1]) if any(row[k] for row in grid)]
    names = [_header(grid, k, num_header) for k in columns]
    rows = tuple(tuple(row[k] for k in columns) for row in grid[num_header:])
    raw = [name or f"col_{place}" for place, name in enumerate(names)]
    return Records(_numbered(raw), tuple(bool(name) for name in names), tuple(row for row in rows if any(row)))


def _grid(matrix: CellMatrix) -> list[list[str]]:
    texts = [_normalised(text) for text in matrix.texts()]
    return [[texts[owner] for owner in line] for line in matrix.owner.tolist()] if texts else []


def _normalised(text: str) -> str:
    plain = " ".join(_LEADERS.sub("", text).split())
    return _THOUSANDS.sub("", _SPACED_SIGNS.sub("", plain))


def _num_header_rows(matrix: CellMatrix) -> int:
    """Leading rows whose cells are all column headers."""
    for number, line in enumerate(matrix.owner.tolist() if matrix.cells else []):
        if not all(matrix.cells[owner].is_column_header for owner in line):
            return number
    return len(matrix.owner) if matrix.cells else 0


def _header(grid: list[list[str]], column: int, num_header: int) -> str:
    texts = dict.fromkeys(grid[row][column] for row in range(num_header) if grid[row][column])
    return " ".join(texts)


def _numbered(names: Sequence[str]) -> tuple[str, ...]:
    total, seen, found = Counter(names), Counter[str](), []
    for name in names:
        found.append(f"{name}_{seen[name]}" if total[name] > 1 else name)
        seen[name] += 1
    return tuple(found)


def table_record_match(truth: Gridded, prediction: Gridded) -> float:
    """TableRecordMatch, 0..1. Two tables without records score 1. Raises ``ScoreLimitError`` for too many records.

    >>> from table import Cell
    >>> def row(r, *texts): return [Cell(range(r, r + 1), range(k, k + 1), t, is_column_header=r == 0) for k, t in enumerate(texts)]
    >>> truth = [*row(0, "Name", "Age"), *row(1, "Ann", "30"), *row(2, "Bob", "41")]
    >>> table_record_match(truth, [*row(0, "Age", "Name"), *row(1, "47", "Bob"), *row(2, "30", "Ann")])
    0.75
    """
    ours, theirs = records_of(truth), records_of(prediction)
    if not ours.rows or not theirs.rows:
        return float(not ours.rows and not theirs.rows)
    if max(len(ours.rows), len(theirs.rows)) > MAX_RECORDS:
        raise ScoreLimitError(f"more than {MAX_RECORDS} records, the limit of TableRecordMatch here")
    columns = _paired_columns(ours, theirs)
    equal = np.zeros((len(ours.rows), len(theirs.rows)))
    for a, b in columns:
        true_values, found_values = np.array([_value(row[a]) for row in ours.rows]), np.array([_value(row[b]) for row in theirs.rows])
        equal += true_values[:, None] == found_values[None, :]
    alike = equal / max(1, len(ours.keys) + len(theirs.keys) - len(columns))
    total = float(alike[best_pairs(alike)].sum())
    return total / max(len(ours.rows), len(theirs.rows))


def _value(text: str) -> str:
    return "" if text.lower() in NO_VALUE else text


def _paired_columns(ours: Records, theirs: Records) -> list[tuple[int, int]]:
    alike = np.array([[_header_similarity(ours, a, theirs, b) for b in range(len(theirs.keys))] for a in range(len(ours.keys))])
    rows, columns = best_pairs(alike)
    return [(int(a), int(b)) for a, b in zip(rows, columns, strict=True) if alike[a, b] >= MIN_HEADER_SIMILARITY]


def _header_similarity(ours: Records, a: int, theirs: Records, b: int) -> float:
    if ours.has_header[a] != theirs.has_header[b]:
        return 0.0
    return float(fuzz.ratio(ours.keys[a].lower(), theirs.keys[b].lower())) / 100


def gtrm(truth: Gridded, prediction: Gridded, mode: Mode = "reference") -> float:
    """The mean of GriTS_Con and TableRecordMatch, 0..1."""
    return (grits_con(truth, prediction, mode).value + table_record_match(truth, prediction)) / 2
