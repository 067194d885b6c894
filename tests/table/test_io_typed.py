"""Typed values in JSON, Excel and pandas: sure ones typed, all others as printed."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from datetime import datetime

import openpyxl
import pandas
import pytest

from table import BBox, Cell, Note, Table, TablePart, TextBlock
from table.io import tables_from_json, to_json, xlsx_bytes
from table.io.json_format import table_to_dict

ROWS = (
    ("Item", "Sales", "Change", "Day", "Code", "Mixed"),
    ("a", "$1,234.50", "5.5%", "2015-07-01", "007", "1"),
    ("b", "(12.00)", "-3.0%", "2015-07-13", "123", "two"),
    ("c", "-", "1.0%*", "", "045", "3"),
)
TABLE = Table(
    4,
    6,
    tuple(
        Cell(range(r, r + 1), range(c, c + 1), text, is_column_header=r == 0) for r, row in enumerate(ROWS) for c, text in enumerate(row)
    ),
)


def test_json_has_values_beside_the_printed_texts() -> None:
    found = table_to_dict(TABLE)
    cells = {(cell["row"], cell["column"]): cell for cell in found["cells"]}
    assert cells[1, 1]["text"] == "$1,234.50"
    assert (cells[1, 1]["type"], cells[1, 1]["value"], cells[1, 1]["symbol"]) == ("currency", 1234.5, "$")
    assert (cells[3, 2]["value"], cells[3, 2]["marks"]) == (1, ["*"])
    assert (cells[1, 3]["type"], cells[1, 3]["value"]) == ("date", "2015-07-01")
    assert cells[1, 0]["is_row_header"]
    assert not cells[0, 0]["is_row_header"]
    assert [column["type"] for column in found["columns"]] == ["text", "number", "percent", "date", "text", "number"]


def test_what_stands_around_a_table_reads_back() -> None:
    around = replace(
        TABLE,
        caption=TextBlock("Table 1. Sales", BBox(1, 2, 3, 4)),
        notes=(Note("estimated", "*", BBox(1, 9, 3, 10)), Note("Source: us")),
        units_line="in thousands",
        parts=(TablePart(1, range(0, 2), BBox(0, 0, 1, 1)), TablePart(2, range(2, 4), None, "repeated header", (("Item", "Sales"),))),
    )
    assert tables_from_json(to_json(around)) == [around]
    assert json.loads(to_json(around))["parts"][1]["first_row"] == 2


def test_excel_cells_are_numbers_days_and_texts() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([TABLE]))).worksheets[0]
    values = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert values[1] == ["a", 1234.5, 0.055, datetime(2015, 7, 1), "007", 1]
    assert values[2][1] == -12
    assert values[3][1] == "-"
    assert sheet["B2"].number_format == '"$" #,##0.00'
    assert sheet["C4"].number_format == '0.0%"*"'
    text = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([TABLE], values="text"))).worksheets[0]
    assert text["B2"].value == "$1,234.50"


@pytest.mark.parametrize("text", ["1e999", "-1e400", "5×10⁹⁹⁹", "1e400 %", "1e-999", "$1e500"])
def test_numbers_beyond_those_of_excel_stay_text(text: str) -> None:
    table = Table(2, 1, (Cell(range(1), range(1), "Value", is_column_header=True), Cell(range(1, 2), range(1), text)))
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([table]))).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == (text, "s")


def test_pandas_columns_have_types_and_doubtful_ones_stay_text() -> None:
    frame = TABLE.to_pandas()
    assert [str(dtype) for dtype in frame.dtypes] == ["str", "Float64", "Float64", "datetime64[s]", "str", "str"]
    assert frame["Sales"].sum() == 1222.5
    assert list(frame["Mixed"]) == ["1", "two", "3"]
    assert pandas.isna(frame["Sales"][2])
    assert list(TABLE.to_pandas(values="text")["Sales"]) == ["$1,234.50", "(12.00)", "-"]
