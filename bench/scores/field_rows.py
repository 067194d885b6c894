"""The measure of the field cases: how many rows of the expected tables come out right, in order.

A folder of documents with ``manifest.json`` (``files``: each with ``file`` and ``expected``, the names of CSV or JSON
files with the right values). A spanning cell's text is repeated in every place it covers, on both sides; white space is
ignored, Unicode compatibility forms are folded, every minus is "-". A row is right when all its cells are; of the tables
found in the document the one with most right rows in order counts.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.samples import DatasetError
from grits import TextSwitch, normalise_text
from table import Table

Row = tuple[str, ...]
SWITCHES = (TextSwitch.NFKC, TextSwitch.DASHES, TextSwitch.NO_WHITE_SPACE)


@dataclass(frozen=True, slots=True)
class Expected:
    """One expected table: its rows; or, for a table of turned headers, the texts that must each be some cell's."""

    name: str
    rows: tuple[Row, ...] = ()
    texts: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        return len(self.rows) or len(self.texts)


@dataclass(frozen=True, slots=True)
class FieldCase:
    """One document and what it should give."""

    document: Path
    expected: tuple[Expected, ...]


def read_field_cases(folder: Path) -> tuple[FieldCase, ...]:
    """The cases in ``folder``. Raises ``DatasetError`` when there is no manifest or an expected file cannot be read."""
    try:
        items = json.loads((folder / "manifest.json").read_text("utf-8"))["files"]
        return tuple(FieldCase(folder / item["file"], tuple(_expected(folder / name) for name in item["expected"])) for item in items)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DatasetError(f"{folder}: no field cases with a manifest.json ({type(error).__name__}: {error})") from error


def _expected(path: Path) -> Expected:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as stream:
            return Expected(path.name, tuple(_row(line) for line in csv.reader(stream) if any(text.strip() for text in line)))
    value: dict[str, Any] = json.loads(path.read_text("utf-8"))
    if "turned_header_cells" in value:
        return Expected(path.name, texts=_row(value["turned_header_cells"]))
    if "rows" in value:
        return Expected(path.name, tuple(_row(line) for line in [*value.get("header", []), *value["rows"]]))
    return Expected(path.name, _grid_of_cells(value["cells"]))


def _row(texts: Sequence[str]) -> Row:
    return tuple(normalise_text(text or "", SWITCHES) for text in texts)


def _grid_of_cells(cells: Sequence[dict[str, Any]]) -> tuple[Row, ...]:
    num_rows = max(cell["row"] + cell["row_span"] for cell in cells)
    num_columns = max(cell["column"] + cell["column_span"] for cell in cells)
    grid = [[""] * num_columns for _ in range(num_rows)]
    for cell in cells:
        for row in range(cell["row"], cell["row"] + cell["row_span"]):
            for column in range(cell["column"], cell["column"] + cell["column_span"]):
                grid[row][column] = cell["text"]
    return tuple(_row(line) for line in grid)


def rows_of(table: Table) -> tuple[Row, ...]:
    """The table's rows as they are compared."""
    grid = [[""] * table.num_columns for _ in range(table.num_rows)]
    for cell in table.cells:
        for row, column in cell.positions():
            grid[row][column] = cell.text
    return tuple(_row(line) for line in grid)


def num_right(expected: Expected, tables: Sequence[Table]) -> int:
    """Rows (or texts) of ``expected`` that ``tables`` hold."""
    if expected.texts:
        texts = {text for table in tables for text in _row([cell.text for cell in table.cells])}
        return sum(text in texts for text in expected.texts)
    return max((len(right_rows(expected.rows, rows_of(table))) for table in tables), default=0)


def right_rows(a: Sequence[Row], b: Sequence[Row]) -> frozenset[int]:
    """Which rows of ``a`` are in a longest common subsequence with ``b``."""
    lengths = [[0] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i in reversed(range(len(a))):
        for j in reversed(range(len(b))):
            is_same = a[i] == b[j]
            lengths[i][j] = lengths[i + 1][j + 1] + 1 if is_same else max(lengths[i + 1][j], lengths[i][j + 1])
    kept, i, j = set(), 0, 0
    while i < len(a) and j < len(b):
        if a[i] == b[j]:
            kept.add(i)
            i, j = i + 1, j + 1
        elif lengths[i + 1][j] >= lengths[i][j + 1]:
            i += 1
        else:
            j += 1
    return frozenset(kept)
