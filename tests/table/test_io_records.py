"""Records, tidy CSV, Arrow, Parquet, DuckDB and chunks."""

from __future__ import annotations

import csv
import io
import json

import duckdb
import pyarrow.parquet
import pytest

from table import BBox, Cell, Table, TablePart, TextBlock
from table.io import chunks_text, records_text, to_arrow, to_chunks, to_parquet, to_records, to_tidy_csv
from table.values import type_table
from table.values.paths import column_names, row_names

HEADED = Table(
    5,
    3,
    (
        Cell(range(0, 2), range(0, 1), "Name", is_column_header=True),
        Cell(range(0, 1), range(1, 3), "Sales ($)", is_column_header=True),
        Cell(range(1, 2), range(1, 2), "2020", is_column_header=True),
        Cell(range(1, 2), range(2, 3), "2021", is_column_header=True),
        Cell(range(2, 3), range(0, 3), "North", is_projected_row_header=True),
        Cell(range(3, 4), range(0, 1), "a"),
        Cell(range(3, 4), range(1, 2), "1.5", bbox=BBox(1, 2, 3, 4)),
        Cell(range(3, 4), range(2, 3), "-"),
        Cell(range(4, 5), range(0, 1), "b"),
        Cell(range(4, 5), range(1, 2), "2.5*"),
        Cell(range(4, 5), range(2, 3), "7"),
    ),
    page=3,
    caption=TextBlock("Table 1. Sales"),
)


def test_paths_name_columns_and_rows() -> None:
    typed = type_table(HEADED)
    assert column_names(typed) == ["Name", "Sales ($) / 2020", "Sales ($) / 2021"]
    assert [name and (name.section, name.keys) for name in row_names(typed)] == [None, None, None, ("North", ("a",)), ("North", ("b",))]
    twice = Table(1, 2, (Cell(range(1), range(0, 1), "x"), Cell(range(1), range(1, 2), "y")))
    assert column_names(type_table(twice)) == ["column 1", "column 2"]


def test_records_have_typed_values_and_their_source() -> None:
    assert to_records(type_table(HEADED)) == [
        {"section": "North", "Name": "a", "Sales ($) / 2020": 1.5, "Sales ($) / 2021": None},
        {"section": "North", "Name": "b", "Sales ($) / 2020": 2.5, "Sales ($) / 2021": 7},
    ]
    source = to_records(type_table(HEADED), number=4, provenance=True)[0]["_source"]
    assert (source["table"], source["page"], source["row"], source["bbox"]) == (4, 3, 3, {"Sales ($) / 2020": [1, 2, 3, 4]})
    assert len(records_text([HEADED, HEADED]).splitlines()) == 4


def test_tidy_csv_has_one_line_per_value() -> None:
    rows = list(csv.DictReader(io.StringIO(to_tidy_csv([HEADED]))))
    assert [(r["row_header"], r["column_header"], r["text"], r["value"], r["marks"]) for r in rows] == [
        ("a", "Sales ($) / 2020", "1.5", "1.5", ""),
        ("a", "Sales ($) / 2021", "-", "", ""),
        ("b", "Sales ($) / 2020", "2.5*", "2.5", "*"),
        ("b", "Sales ($) / 2021", "7", "7", ""),
    ]


def test_parquet_and_duckdb_read_the_types() -> None:
    flat = Table(3, 2, tuple(Cell(range(r, r + 1), range(c, c + 1), t, is_column_header=r == 0) for r, row in
                             enumerate((("k", "n"), ("a", "1"), ("b", "2"))) for c, t in enumerate(row)))  # fmt: skip
    read = pyarrow.parquet.read_table(io.BytesIO(to_parquet(flat)))
    assert [str(field.type) for field in read.schema] == ["string", "int64"]
    arrow = to_arrow(flat)  # noqa: F841  found by DuckDB under its name
    assert duckdb.sql("select sum(n) from arrow").fetchall() == [(3,)]


def test_chunks_repeat_header_and_section_within_the_budget() -> None:
    cells = [
        Cell(range(0, 1), range(0, 1), "Head", is_column_header=True),
        Cell(range(1, 2), range(0, 1), "Part", is_projected_row_header=True),
    ]
    cells += [Cell(range(r, r + 1), range(0, 1), f"row{r} text", bbox=BBox(0, r, 1, r + 1)) for r in range(2, 12)]
    table = Table(12, 1, tuple(cells), caption=TextBlock("Title"), parts=(TablePart(1, range(0, 6)), TablePart(2, range(6, 12))))
    chunks = list(to_chunks([table], max_tokens=25))
    assert len(chunks) > 1
    assert all("| Head |" in chunk.text and "| Part |" in chunk.text and chunk.text.startswith("Title") for chunk in chunks)
    assert all(chunk.num_tokens <= 25 for chunk in chunks)
    assert [row for chunk in chunks for row in chunk.rows] == list(range(1, 12))
    assert {chunk.page for chunk in chunks} == {1, 2}
    assert json.loads(chunks_text([table]).splitlines()[0])["num_rows"] == 11
    with pytest.raises(ValueError, match="max_tokens"):
        list(to_chunks([table], max_tokens=0))


def test_chunks_and_markdown_repeat_spans_where_asked_and_sections_never() -> None:
    cells = (
        Cell(range(1), range(1), "Kind", is_column_header=True),
        Cell(range(1), range(1, 2), "Name", is_column_header=True),
        Cell(range(1, 2), range(2), "Section", is_projected_row_header=True),
        Cell(range(2, 4), range(1), "both"),
        Cell(range(2, 3), range(1, 2), "x"),
        Cell(range(3, 4), range(1, 2), "y"),
    )
    table = Table(4, 2, cells)
    (chunk,) = to_chunks([table])
    assert chunk.text.splitlines()[2:] == ["| Section |  |", "| both | x |", "| both | y |"]
    assert table.to_markdown().splitlines()[-1] == "|  | y |"
    assert table.to_markdown(spans="repeat").splitlines()[-1] == "| both | y |"
