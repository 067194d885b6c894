"""CSV, Markdown, XLSX, pandas and the guard against formulas."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from table import Cell, Table
from table.io import guard_formula, html_page, to_csv, xlsx_bytes

HEADED = Table(
    4,
    3,
    (
        Cell(range(0, 2), range(0, 1), "Name", is_column_header=True),
        Cell(range(0, 1), range(1, 3), "Year", is_column_header=True),
        Cell(range(1, 2), range(1, 2), "2020", is_column_header=True),
        Cell(range(1, 2), range(2, 3), "2021", is_column_header=True),
        Cell(range(2, 3), range(0, 3), "Section", is_projected_row_header=True),
        Cell(range(3, 4), range(0, 1), "a|b\nc"),
        Cell(range(3, 4), range(1, 2), '"5,1"'),
        Cell(range(3, 4), range(2, 3), "=1+1"),
    ),
)
EMPTY = Table(0, 0, ())


def test_csv_repeats_spans_or_not() -> None:
    assert HEADED.to_csv().splitlines()[:2] == ["Name,Year,Year", "Name,2020,2021"]
    assert HEADED.to_csv(spans="first").splitlines()[:3] == ["Name,Year,", ",2020,2021", "Section,,"]
    assert HEADED.to_csv(header="flat").splitlines()[0] == "Name,Year / 2020,Year / 2021"
    assert EMPTY.to_csv() == ""


def test_csv_follows_rfc_4180() -> None:
    assert HEADED.to_csv().endswith('"a|b\nc","""5,1""",\'=1+1\r\n')


_cell_texts = st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), max_size=8)


@given(st.lists(st.lists(_cell_texts, min_size=2, max_size=2), min_size=1, max_size=4))
def test_csv_reads_back_to_the_same_text(rows: list[list[str]]) -> None:
    cells = tuple(Cell(range(r, r + 1), range(c, c + 1), text) for r, row in enumerate(rows) for c, text in enumerate(row))
    text = to_csv(Table(len(rows), 2, cells), guard=False)
    assert list(csv.reader(io.StringIO(text, newline=""))) == rows


@pytest.mark.parametrize("text", ["=1+1", "+SUM(A1)", "-2+3", "@x", "\t=1", "\r=1", " =1", "＝1", "-A1", "+1-cmd|' /C calc'!A0"])
def test_formulas_are_guarded(text: str) -> None:
    assert guard_formula(text) == "'" + text


@pytest.mark.parametrize("text", ["", "-", "--", "-5.3", "+2,1 %", "-1,234", "- 7", "a=b", "1-2", "−5", "x@y.z", "-$12.50"])
def test_harmless_text_is_left_alone(text: str) -> None:
    assert guard_formula(text) == text


def test_markdown_escapes_and_joins_header_rows() -> None:
    assert HEADED.to_markdown().splitlines() == [
        "| Name | Year / 2020 | Year / 2021 |",
        "| --- | --- | --- |",
        "| Section |  |  |",
        '| a\\|b<br>c | "5,1" | =1+1 |',
    ]
    assert EMPTY.to_markdown() == ""


@given(st.text(max_size=20))
def test_markdown_text_stays_in_its_line(text: str) -> None:
    assert len(Table(1, 1, (Cell(range(1), range(1), text),)).to_markdown().splitlines()) == 3


def test_xlsx_merges_cells_and_never_writes_formulas() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([HEADED]))).worksheets[0]
    assert {str(merged) for merged in sheet.merged_cells.ranges} == {"A1:A2", "B1:C1", "A3:C3"}
    assert (sheet["C4"].value, sheet["C4"].data_type, sheet["C4"].quotePrefix) == ("=1+1", "s", True)
    assert sheet.freeze_panes == "A3"


def test_xlsx_survives_odd_text_and_no_tables() -> None:
    odd = Table(1, 1, (Cell(range(1), range(1), "\x00\ud800" + "x" * 40_000),))
    workbook = openpyxl.load_workbook(io.BytesIO(xlsx_bytes([odd, odd])))
    assert len(workbook.worksheets) == 2
    assert len(workbook.worksheets[0]["A1"].value) == 32_767
    assert openpyxl.load_workbook(io.BytesIO(xlsx_bytes([]))).sheetnames == ["No tables"]


def test_pandas_uses_the_header_rows() -> None:
    pytest.importorskip("pandas")
    frame = HEADED.to_pandas()
    assert list(frame.columns) == [("Name", "Name"), ("Year", "2020"), ("Year", "2021")]
    assert frame.iloc[1].tolist() == ["a|b\nc", '"5,1"', "=1+1"]
    assert EMPTY.to_pandas().shape == (0, 0)


def test_html_marks_header_cells_and_sections() -> None:
    text = HEADED.to_html(geometry=False)
    assert '<th scope="colgroup" colspan="2">Year</th>' in text
    assert '<th scope="rowgroup" class="projected-row-header" colspan="3">Section</th>' in text
    assert text.index("</thead>") < text.index("<tbody>")


def test_html_page_escapes_its_title() -> None:
    assert "<title>a&lt;b</title>" in html_page([HEADED], title="a<b")
    assert "No table found" in html_page([], title="x")
