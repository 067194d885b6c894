"""Readers of text that others wrote: usual dialects are understood, absurd claims are refused before they cost anything."""

from __future__ import annotations

import json

import pytest

from table import Cell, GridError, Table
from table.io import FormatError, tables_from_html, tables_from_json


def texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.owners()]


def test_no_table_is_an_empty_list() -> None:
    assert tables_from_html("") == []
    assert tables_from_html("<p>td</p></table><td>stray</td>") == []


def test_usual_dialects_are_read_as_a_browser_shows_them() -> None:
    (table,) = tables_from_html(
        "<table><thead><td>A</td><td colspan=2>B &amp; C</td></thead>"
        "<tr><td rowspan=2>  one\n   two </td><td>x<br>y<td>z</tr><tr><td><b>1</b>2</table>"
    )
    assert texts(table) == [["A", "B & C", "B & C"], ["one two", "x\ny", "z"], ["one two", "12", ""]]
    assert [cell.is_column_header for cell in table.cells[:3]] == [True, True, False]


def test_row_span_ends_at_its_row_group_and_zero_reaches_there() -> None:
    (table,) = tables_from_html(
        "<table><thead><tr><th rowspan=9>h</th></tr></thead>"
        "<tbody><tr><td rowspan=0>b</td><td>1</td></tr><tr><td>2</td></tr></tbody></table>"
    )
    assert texts(table) == [["h", ""], ["b", "1"], ["b", "2"]]


def test_nested_table_is_text_of_its_cell() -> None:
    (table,) = tables_from_html("<table><tr><td>a<table><tr><td>b</td></tr></table>c</td><td>d</td></tr></table>")
    assert table.num_rows == 1
    assert texts(table) == [["abc", "d"]]


@pytest.mark.parametrize("name", ["colspan", "rowspan"])
@pytest.mark.parametrize("value", ["1000000", "9" * 5000])
def test_absurd_spans_are_refused(name: str, value: str) -> None:
    with pytest.raises(FormatError, match=name):
        tables_from_html(f"<table><tr><td {name}={value}>x</td></tr></table>")


def test_many_large_spans_are_refused_by_their_sum() -> None:
    with pytest.raises(FormatError, match="larger than"):
        tables_from_html("<table><tr>" + "<td colspan=9000>x</td>" * 1000 + "</tr></table>")
    row = "<tr><td colspan=9999>x</td></tr>"
    with pytest.raises(FormatError, match=r"larger than|exceeds"):
        tables_from_html("<table>" + row * 300 + "</table>")


def test_overlapping_html_cells_are_refused() -> None:
    with pytest.raises(GridError, match="overlap"):
        tables_from_html("<table><tr><td>a</td><td rowspan=2>b</td></tr><tr><td colspan=2>c</td></tr></table>")


@pytest.mark.parametrize(
    "attribute", ['data-bbox="1 2 3"', 'data-bbox="1 2 3 x"', 'data-bbox="5 0 1 1"', 'data-bbox="nan 0 1 1"', 'data-confidence="?"']
)
def test_broken_geometry_is_refused(attribute: str) -> None:
    with pytest.raises(FormatError):
        tables_from_html(f"<table><tr><td {attribute}>x</td></tr></table>")


def one_cell(**changes: object) -> dict[str, object]:
    table = json.loads(Table(1, 1, (Cell(range(1), range(1), "x"),)).to_json())
    table["cells"][0].update({k[5:]: v for k, v in changes.items() if k.startswith("cell_")})
    table.update({k: v for k, v in changes.items() if not k.startswith("cell_")})
    return table


@pytest.mark.parametrize(
    "changes",
    [
        {"schema": "tablewright.table/99"},
        {"num_rows": 10**30},
        {"num_rows": -1},
        {"num_rows": True},
        {"num_rows": 1.5},
        {"cells": {}},
        {"cells": [1]},
        {"bbox": [1, 2, 3]},
        {"bbox": [3, 0, 1, 1]},
        {"bbox": ["0", 0, 1, 1]},
        {"confidence": "high"},
        {"cell_row": 10**30},
        {"cell_row_span": 0},
        {"cell_column_span": 10**9},
        {"cell_text": None},
        {"unassigned_words": [{"text": "x"}]},
        {"page": 0},
    ],
)
def test_wrong_json_fields_are_refused(changes: dict[str, object]) -> None:
    with pytest.raises(FormatError):
        tables_from_json(json.dumps(one_cell(**changes)))


@pytest.mark.parametrize("changes", [{"num_rows": 2}, {"cell_row": 1}, {"num_rows": 100_000, "num_columns": 10_000}])
def test_json_cells_must_tile_the_grid(changes: dict[str, object]) -> None:
    with pytest.raises(GridError):
        tables_from_json(json.dumps(one_cell(**changes)))


@pytest.mark.parametrize("text", ["", "{", "3", '"x"', "[" * 100_000, '{"pages": 3}', '{"pages": [3]}', "[NaN]"])
def test_not_our_json_is_refused(text: str) -> None:
    with pytest.raises(FormatError):
        tables_from_json(text)


def test_a_document_gives_all_its_tables() -> None:
    document = {"pages": [{"tables": [one_cell()]}, {"tables": []}, {"tables": [one_cell(page=3)]}]}
    assert [table.page for table in tables_from_json(json.dumps(document))] == [1, 3]
