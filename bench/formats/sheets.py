"""CSV and XLSX as tables: plain grids; a workbook's merged cells are spans, its frozen rows the column header.

CSV knows neither spans nor headers, so a table with them cannot score 1 in GriTS_Top; that is the format's doing. The row
and column of numbers that a data frame adds when it is written (camelot's Excel and HTML) are taken off.
"""

from __future__ import annotations

import csv
import io
import re
import zipfile
from dataclasses import replace
from typing import Any

from bench.formats.grids import counts_up, grid_cells
from bench.formats.values import OutputError, OutputTable, cell_at
from table import Cell


def csv_tables(text: str, delimiter: str = ",") -> list[OutputTable]:
    """One table per block of lines; an empty line starts the next."""
    blocks: list[list[list[str]]] = [[]]
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff")), delimiter=delimiter):
        if row:
            blocks[-1].append(row)
        elif blocks[-1]:
            blocks.append([])
    return [OutputTable(grid_cells(block)) for block in blocks if block]


def xlsx_tables(data: bytes) -> list[OutputTable]:
    """One table per sheet that has a value. Raises ``OutputError`` when the workbook cannot be opened."""
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        workbook = load_workbook(io.BytesIO(data), data_only=True)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise OutputError(f"not an XLSX workbook: {error}") from error
    found = [_sheet(sheet) for sheet in workbook.worksheets]
    return [table for table in found if any(cell.text for cell in table.cells)]


def _sheet(sheet: Any) -> OutputTable:
    merged = [(area.min_row, area.min_col, area.max_row, area.max_col) for area in sheet.merged_cells.ranges]
    covered = {(row, column) for top, left, bottom, right in merged for row in range(top, bottom + 1) for column in range(left, right + 1)}
    num_header = _frozen_rows(sheet)
    cells = [
        cell_at(top - 1, left - 1, bottom - top + 1, right - left + 1, sheet.cell(top, left).value, is_header=top <= num_header)
        for top, left, bottom, right in merged
    ]
    for row in sheet.iter_rows():
        cells += [
            cell_at(cell.row - 1, cell.column - 1, 1, 1, cell.value, is_header=cell.row <= num_header)
            for cell in row
            if (cell.row, cell.column) not in covered
        ]
    page = re.search(r"page[-_ ]?(\d+)", sheet.title, re.IGNORECASE)
    return OutputTable(without_frame_numbers(tuple(cells)), int(page[1]) if page else None)


def without_frame_numbers(cells: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The cells without a data frame's own first row 0, 1, 2 ... and first column 0, 1, 2 ..., where both are there."""
    first_row = sorted((cell for cell in cells if cell.rows.start == 0), key=lambda cell: cell.columns.start)
    first_column = sorted((cell for cell in cells if cell.columns.start == 0), key=lambda cell: cell.rows.start)
    names, numbers = [cell.text for cell in first_row[1:]], [cell.text for cell in first_column[1:]]
    if not names or not numbers or first_row[0].text.strip() or not counts_up(names) or not counts_up(numbers):
        return cells
    kept = (cell for cell in cells if cell.rows.start and cell.columns.start)
    return tuple(replace(c, rows=_back(c.rows), columns=_back(c.columns), is_column_header=False) for c in kept)


def _back(extent: range) -> range:
    return range(extent.start - 1, extent.stop - 1)


def _frozen_rows(sheet: Any) -> int:
    from openpyxl.utils.cell import coordinate_from_string

    return int(coordinate_from_string(sheet.freeze_panes)[1]) - 1 if sheet.freeze_panes else 0
