"""Tables as an Excel workbook: one sheet per table, merged cells, bold header, frozen header rows.

Sure values are numbers, days and answers that look as printed (decimals, currency, percent, marks); everything else is
text with Excel's quote prefix, so nothing of the document is ever evaluated.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal

from table.cells import Cell, Table
from table.io.excel_values import ExcelValue, excel_value
from table.io.format_error import FormatError
from table.values import TypedTable, type_tables
from table.values.typed import is_body

MAX_CELL_TEXT = 32_767  # characters; Excel refuses the file beyond
MAX_SHEET_ROWS, MAX_SHEET_COLUMNS = 1_048_576, 16_384
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


Values = Literal["typed", "text"]


def write_xlsx(tables: Sequence[Table], path: Path, *, values: Values = "typed") -> None:
    """Writes the workbook of ``tables`` to ``path``."""
    path.write_bytes(xlsx_bytes(tables, values=values))


def xlsx_bytes(tables: Sequence[Table], *, values: Values = "typed") -> bytes:
    """The workbook of ``tables``; without any table a workbook with one sheet that says so.

    ``values="text"`` writes every cell as the text that was printed.

    Raises ``FormatError`` when a table is larger than a sheet.
    """
    from openpyxl import Workbook

    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for number, typed in enumerate(type_tables(tables), start=1):
        sheet = workbook.create_sheet(f"Table {number} (page {typed.table.page})"[:31])
        _write_sheet(sheet, typed, is_typed=values == "typed")
    if not tables:
        workbook.create_sheet("No tables")
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def _write_sheet(sheet: Any, typed: TypedTable, *, is_typed: bool) -> None:
    table = typed.table
    if table.num_rows > MAX_SHEET_ROWS or table.num_columns > MAX_SHEET_COLUMNS:
        raise FormatError(f"a table of {table.num_rows} x {table.num_columns} does not fit on a sheet; use CSV or JSON")
    for cell, value in zip(table.cells, typed.values, strict=True):
        _write_cell(sheet, cell, excel_value(value) if is_typed and is_body(cell) else None)
    if table.num_header_rows:
        sheet.freeze_panes = sheet.cell(row=table.num_header_rows + 1, column=1)


def _write_cell(sheet: Any, cell: Cell, typed: ExcelValue | None) -> None:
    from openpyxl.styles import Alignment, Font

    row, column = cell.rows.start + 1, cell.columns.start + 1
    target = sheet.cell(row=row, column=column)
    if typed is not None:
        target.value, target.number_format = typed.value, typed.number_format
    elif cell.text:
        target.value = _FORBIDDEN.sub("\ufffd", cell.text)[:MAX_CELL_TEXT]
        target.data_type = "s"  # openpyxl takes "=…" for a formula
        target.quotePrefix = True
    target.font = Font(bold=cell.is_column_header or cell.is_projected_row_header)
    target.alignment = Alignment(vertical="top", wrap_text="\n" in cell.text, horizontal="center" if cell.column_span > 1 else None)
    if cell.is_spanning:
        sheet.merge_cells(start_row=row, start_column=column, end_row=cell.rows.stop, end_column=cell.columns.stop)
