"""Other tools that read drawn grids, with their defaults for ruled tables: pdfplumber's lines, camelot's lattice.

In: a PDF's bytes and a page number. Out: tables with spans, as far as the tool tells them. camelot is read where it is
installed (``pip install camelot-py``).
"""

from __future__ import annotations

import importlib
import importlib.util
import io
import tempfile
from bisect import bisect_left
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from table import BBox, Cell, GridError, Table

Read = Callable[[bytes, int], list[Table]]
SAME_EDGE = 1.0  # points between borders of neighbours


def peers() -> dict[str, Read]:
    """The tools that are installed, by name."""
    found: dict[str, Read] = {"pdfplumber lines": read_pdfplumber}
    if importlib.util.find_spec("camelot"):
        found["camelot lattice"] = read_camelot
    return found


def read_pdfplumber(pdf: bytes, number: int) -> list[Table]:
    """The tables of ``page.find_tables()``; a cell's extent is that of its box in the table's grid."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(pdf)) as document:
        page = document.pages[number - 1]
        return [one for table in page.find_tables() if (one := _of_boxes(table, page)) is not None]


def _of_boxes(table: Any, page: Any) -> Table | None:
    boxes = [BBox(*(float(side) for side in box)) for box in table.cells]
    columns = _edges([side for box in boxes for side in (box.x0, box.x1)])
    rows = _edges([side for box in boxes for side in (box.y0, box.y1)])
    area = BBox(0, 0, float(page.width), float(page.height))
    cells = []
    for box in boxes:
        shown = page.crop(tuple(box.intersection(area) or box)).extract_text() or ""
        cells.append(Cell(_range(rows, box.y0, box.y1), _range(columns, box.x0, box.x1), shown, box))
    return _filled(len(rows) - 1, len(columns) - 1, cells)


def _edges(values: Sequence[float]) -> list[float]:
    found: list[float] = []
    for value in sorted(values):
        if not found or value - found[-1] > SAME_EDGE:
            found.append(value)
    return found


def _range(edges: Sequence[float], low: float, high: float) -> range:
    return range(bisect_left(edges, low - SAME_EDGE), bisect_left(edges, high - SAME_EDGE))


def _filled(num_rows: int, num_columns: int, cells: list[Cell]) -> Table | None:
    """The table with blank cells where the tool told none; ``None`` for cells that are no table."""
    taken = {position for cell in cells for position in cell.positions()}
    blank = [(r, c) for r in range(num_rows) for c in range(num_columns) if (r, c) not in taken]
    try:
        return Table(num_rows, num_columns, (*cells, *(Cell(range(r, r + 1), range(c, c + 1)) for r, c in blank)))
    except GridError:
        return None


def read_camelot(pdf: bytes, number: int) -> list[Table]:
    """The tables of ``camelot.read_pdf(flavor="lattice")``; cells without a border between them are one."""
    camelot: Any = importlib.import_module("camelot")

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.pdf"
        path.write_bytes(pdf)
        found = camelot.read_pdf(str(path), pages=str(number), flavor="lattice", suppress_stdout=True)
        return [table for one in found if (table := _of_borders(one.cells)) is not None]


def _of_borders(grid: Sequence[Sequence[Any]]) -> Table | None:
    num_rows, num_columns = len(grid), len(grid[0]) if grid else 0
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row, column in ((r, c) for r in range(num_rows) for c in range(num_columns)):
        if (row, column) in taken:
            continue
        right = next((c for c in range(column, num_columns) if grid[row][c].right), num_columns - 1)
        below = next((r for r in range(row, num_rows) if grid[r][column].bottom), num_rows - 1)
        places = [(r, c) for r in range(row, below + 1) for c in range(column, right + 1)]
        if any(place in taken for place in places):
            places, right, below = [(row, column)], column, row
        taken.update(places)
        text = " ".join(part for r, c in places if (part := grid[r][c].text.strip()))
        cells.append(Cell(range(row, below + 1), range(column, right + 1), text))
    return _filled(num_rows, num_columns, cells)
