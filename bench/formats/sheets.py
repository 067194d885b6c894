"""CSV and XLSX as tables: plain grids; a workbook's merged cells are spans, its frozen rows the column header.

CSV knows neither spans nor headers, so a table with them cannot score 1 in GriTS_Top; that is the format's doing.
"""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

from bench.formats.values import OutputError, OutputTable, cell_at
from table import Cell


def csv_tables(text: str) -> list[OutputTable]:
    """One table per block of lines; an empty line starts the next."""
    blocks: list[list[list[str]]] = [[]]
    for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))):
        if row:
            blocks[-1].append(row)
        elif blocks[-1]:
            blocks.append([])
    return [OutputTable(_grid(block)) for block in blocks if block]


def _grid(rows: list[list[str]]) -> tuple[Cell, ...]:
    width = max(map(len, rows))
    return tuple(cell_at(r, c, 1, 1, row[c] if c < len(row) else "") for r, row in enumerate(rows) for c in range(width))


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
    return OutputTable(tuple(cells))


def _frozen_rows(sheet: Any) -> int:
    from openpyxl.utils.cell import coordinate_from_string

    return int(coordinate_from_string(sheet.freeze_panes)[1]) - 1 if sheet.freeze_panes else 0
