"""Other people's output: the same table in every format, and malformed files as errors that say why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bench.formats import OutputError, OutputTable, read_output
from table import BBox
from table.io import to_csv, to_html, write_xlsx
from tests.bench.builders import grid, write_json

TABLE = grid("h | k", "1 | 2", headers=1)
TEXTS = [("h", (0, 0), True), ("k", (0, 1), True), ("1", (1, 0), False), ("2", (1, 1), False)]
GRID = [(text, row, column) for text, (row, column), _ in TEXTS]


def seen(table: OutputTable) -> list[tuple[str, tuple[int, int], bool]]:
    cells = sorted(table.cells, key=lambda cell: (cell.rows.start, cell.columns.start))
    return [(cell.text, (cell.rows.start, cell.columns.start), cell.is_column_header) for cell in cells]


def docling() -> dict[str, Any]:
    cells = [
        {
            "start_row_offset_idx": row,
            "end_row_offset_idx": row + 1,
            "start_col_offset_idx": column,
            "end_col_offset_idx": column + 1,
            "text": text,
            "column_header": row == 0,
            "bbox": {"l": 10 * column, "t": 100 - 10 * row, "r": 10 * column + 10, "b": 90 - 10 * row, "coord_origin": "BOTTOMLEFT"},
        }
        for text, row, column in GRID
    ]
    place = {"page_no": 2, "bbox": {"l": 0, "t": 100, "r": 20, "b": 80, "coord_origin": "BOTTOMLEFT"}}
    table = {"prov": [place], "data": {"num_rows": 2, "num_cols": 2, "table_cells": cells}}
    return {"schema_name": "DoclingDocument", "tables": [table], "pages": {"2": {"size": {"width": 200, "height": 100}}}}


def azure() -> dict[str, Any]:
    cells = [
        {
            "kind": "columnHeader" if row == 0 else "content",
            "rowIndex": row,
            "columnIndex": column,
            "content": text,
            "boundingRegions": [{"pageNumber": 1, "polygon": [column, row, column + 1, row, column + 1, row + 1, column, row + 1]}],
        }
        for text, row, column in GRID
    ]
    table = {"rowCount": 2, "columnCount": 2, "cells": cells, "boundingRegions": [{"pageNumber": 1, "polygon": [0, 0, 2, 0, 2, 2, 0, 2]}]}
    return {"analyzeResult": {"pages": [{"pageNumber": 1, "width": 8.5, "height": 11, "unit": "inch"}], "tables": [table]}}


def textract() -> dict[str, Any]:
    words = [{"Id": f"w{k}", "BlockType": "WORD", "Text": text} for k, (text, _, _) in enumerate(GRID)]
    cells = [
        {
            "Id": f"c{k}",
            "BlockType": "CELL",
            "RowIndex": row + 1,
            "ColumnIndex": column + 1,
            "EntityTypes": ["COLUMN_HEADER"] if row == 0 else [],
            "Relationships": [{"Type": "CHILD", "Ids": [f"w{k}"]}],
        }
        for k, (_, row, column) in enumerate(GRID)
    ]
    box = {"BoundingBox": {"Left": 0.1, "Top": 0.2, "Width": 0.5, "Height": 0.25}}
    table = {"Id": "t", "BlockType": "TABLE", "Geometry": box, "Relationships": [{"Type": "CHILD", "Ids": ["c0", "c1", "c2", "c3"]}]}
    return {"Blocks": [table, *cells, *words]}


def tatr() -> list[Any]:
    return [
        [
            {"row_nums": [row], "column_nums": [column], "cell text": text, "column header": row == 0, "bbox": [column, row, 9, 9]}
            for text, row, column in GRID
        ]
    ]


NUMBERLESS = [
    {"Id": "t", "BlockType": "TABLE", "Relationships": [{"Type": "CHILD", "Ids": ["c"]}]},
    {"Id": "c", "BlockType": "CELL"},
]


@pytest.mark.parametrize("value", [docling(), azure(), textract(), tatr(), tatr()[0], {"tables": [{"cells": tatr()[0]}]}])
def test_json_of_other_tools(tmp_path: Path, value: object) -> None:
    (table,) = read_output(write_json(tmp_path / "x.json", value))
    assert seen(table) == TEXTS


def test_our_own_json_one_table_or_a_list(tmp_path: Path) -> None:
    one = tmp_path / "x.json"
    one.write_text(TABLE.to_json())
    assert seen(read_output(one)[0]) == TEXTS
    one.write_text(f"[{TABLE.to_json()}]")
    assert seen(read_output(one)[0]) == TEXTS


def test_html_and_xlsx_keep_headers_and_csv_loses_them(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(to_html(TABLE))
    write_xlsx([TABLE], tmp_path / "x.xlsx")
    (tmp_path / "x.csv").write_text(to_csv(TABLE), newline="")
    assert seen(read_output(tmp_path / "x.html")[0]) == TEXTS
    assert seen(read_output(tmp_path / "x.xlsx")[0]) == TEXTS
    assert seen(read_output(tmp_path / "x.csv")[0]) == [(text, place, False) for text, place, _ in TEXTS]


def test_boxes_keep_their_page_frame(tmp_path: Path) -> None:
    (found,) = read_output(write_json(tmp_path / "a.json", docling()))
    assert (found.page, found.frame) == (2, (200.0, 100.0))
    assert found.bbox is not None
    assert tuple(found.bbox) == (0, 0, 20, 20)  # turned from bottom-left to top-left
    (found,) = read_output(write_json(tmp_path / "b.json", textract()))
    assert found.frame == (1.0, 1.0)
    (found,) = read_output(write_json(tmp_path / "c.json", azure()))
    assert found.frame == (8.5, 11.0)


def test_textract_merged_cells_replace_those_below(tmp_path: Path) -> None:
    value = textract()
    merged = {"Id": "m", "BlockType": "MERGED_CELL", "RowIndex": 1, "ColumnIndex": 1, "ColumnSpan": 2, "RowSpan": 1}
    value["Blocks"] += [{**merged, "Relationships": [{"Type": "CHILD", "Ids": ["c0", "c1"]}]}]
    value["Blocks"][0]["Relationships"].append({"Type": "MERGED_CELL", "Ids": ["m"]})
    (table,) = read_output(write_json(tmp_path / "x.json", value))
    assert seen(table)[0] == ("h k", (0, 0), True)
    assert len(table.cells) == 3


def test_two_tables_in_one_csv(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_text("a,b\n\nc\n")
    assert [len(table.cells) for table in read_output(tmp_path / "x.csv")] == [2, 1]


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({"what": 1}, "no tables in an object"),
        (3, "expected a JSON object or list"),
        ([[{"row_nums": [], "column_nums": [0]}]], "no row_nums"),
        ([[[{"cells": 1}]]], "expected rows of texts"),
        ([[[[["deep"]]]]], "expected rows of texts"),
        ([5], "expected a list of cells"),
        ({"analyzeResult": {"tables": [{"cells": [{"rowIndex": "x", "columnIndex": 0}]}]}}, "no number"),
        ({"analyzeResult": {"tables": [{"cells": [{"rowIndex": 0, "columnIndex": 0, "rowSpan": 10**9}]}]}}, "outside any table"),
        ({"schema_name": "x", "tables": [{"data": 5}]}, "not understood"),
        ({"Blocks": NUMBERLESS}, "RowIndex"),
    ],
)
def test_malformed_json_says_why(tmp_path: Path, value: object, reason: str) -> None:
    with pytest.raises(OutputError, match=reason):
        read_output(write_json(tmp_path / "x.json", value))


@pytest.mark.parametrize(("name", "data"), [("x.json", b"{"), ("x.xlsx", b"PK no"), ("x.html", b"<table><td colspan=99999999>")])
def test_damaged_files_are_errors_of_ours(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(OutputError, match=rf"{name}"):
        read_output(tmp_path / name)


def test_a_table_of_ours_that_breaks_the_rules_is_read_as_bare_cells(tmp_path: Path) -> None:
    cell = {"row": 0, "column": 0, "row_span": 1, "column_span": 1, "text": "a"}
    value = {"schema": "tablewright.table/1", "page": 1, "num_rows": 1, "num_columns": 2, "cells": [cell, {**cell, "text": "b"}]}
    (found,) = read_output(write_json(tmp_path / "x.json", value))
    assert [item.text for item in found.cells] == ["a", "b"]
    assert "no valid table" in found.problem


def _write(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


ROWS: list[list[Any]] = [["h", "k"], ["1", "2"]]
PLAIN = [(text, place, False) for text, place, _ in TEXTS]


@pytest.mark.parametrize(
    ("value", "page", "has_header"),
    [
        (ROWS, None, False),  # one table's rows
        ([ROWS], None, False),  # pdfplumber's and PyMuPDF's extract()
        ([[], [ROWS]], 2, False),  # the same, page by page
        ([{"0": "h", "1": "k"}, {"0": "1", "1": "2"}], None, False),  # camelot
        ([{"h": "1", "k": 2}], None, True),  # a data frame's records
        ([{"page_number": 2, "data": [[{"text": text} for text in row] for row in ROWS]}], 2, False),  # tabula
        ([{"page": 2, "bbox": [1, 2, 3, 4], "rows": ROWS}], 2, False),
        ({"pages": [{"page_number": 2, "boxes": [{"boxclass": "table", "table": {"extract": ROWS, "bbox": [1, 2, 3, 4]}}]}]}, 2, False),
    ],
)
def test_lists_of_texts_in_every_tools_way(tmp_path: Path, value: object, page: int | None, has_header: bool) -> None:
    (found,) = read_output(write_json(tmp_path / "x.json", value))
    assert seen(found) == (TEXTS if has_header else PLAIN)
    assert found.page == page


def test_missing_texts_and_short_rows_are_blank(tmp_path: Path) -> None:
    (found,) = read_output(write_json(tmp_path / "x.json", [[["a", None], ["b"]]]))
    assert [cell.text for cell in found.cells] == ["a", "", "b", ""]


def test_markdown_has_pipes_headers_and_line_breaks(tmp_path: Path) -> None:
    text = "# Title\n\n|**h**|k|\n|---|:-:|\n|1<br>x|a \\| b|\n\ntext | no table\n\n| |\n|---|\n|z|\n"
    first, second = read_output(_write(tmp_path / "x.md", text))
    assert seen(first) == [("h", (0, 0), True), ("k", (0, 1), True), ("1 x", (1, 0), False), ("a | b", (1, 1), False)]
    assert [cell.text for cell in second.cells] == ["", "z"]


def test_markdown_marks_and_pymupdfs_names_of_blank_headers_are_no_text(tmp_path: Path) -> None:
    text = "|Col1|1997|Col3|\n|---|---|---|\n|_change_ since|a_b_c|P&amp;L|\n|_|Col1|_ x _|\n"
    (found,) = read_output(_write(tmp_path / "x.md", text))
    assert [cell.text for cell in found.cells] == ["", "1997", "", "change since", "a_b_c", "P&L", "_", "Col1", "_ x _"]


def test_a_data_frames_own_numbers_are_no_cells(tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    frame = pandas.DataFrame(ROWS)
    frame.to_html(tmp_path / "x.html")
    frame.to_excel(tmp_path / "x.xlsx", sheet_name="page-2-table-1")
    for name, page in (("x.html", None), ("x.xlsx", 2)):
        (found,) = read_output(tmp_path / name)
        assert seen(found) == PLAIN
        assert found.page == page


def test_tabs_part_as_well(tmp_path: Path) -> None:
    (found,) = read_output(_write(tmp_path / "x.tsv", "h\tk\n1\t2\n"))
    assert seen(found) == PLAIN


def test_a_list_of_cells_may_tell_its_page_and_box(tmp_path: Path) -> None:
    cell = {"row_nums": [0], "column_nums": [0], "bbox": [1, 2, 3, 4], "cell text": "x"}
    path = write_json(tmp_path / "a.json", {"tables": [{"page": 2, "bbox": [0, 0, 9, 9], "cells": [cell]}, {"cells": [cell]}]})
    told, untold = read_output(path)
    assert (told.page, told.bbox) == (2, BBox(0, 0, 9, 9))
    assert (untold.page, untold.bbox) == (None, BBox(1, 2, 3, 4))
