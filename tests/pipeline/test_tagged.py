"""Tagged PDFs drawn by us: the tags are obeyed where they fit the words, flagged where they do not, and never needed."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipeline import Options
from pipeline.documents import open_document
from pipeline.extractor import Extractor
from pipeline.types import RegionView, StructureObject
from table import BBox, StructureLabel, Table
from tests.fakes import FakeDetector, FakeRecognizer
from tests.tagged_pdf import Tagged, tagged_pdf

REGION = BBox(10, 10, 290, 110)
HEADER = [
    [Tagged("Year", 20, 30, "TH", row_span=2), Tagged("Sales", 165, 30, "TH", column_span=2)],
    [Tagged("East", 120, 50, "TH"), Tagged("West", 220, 50, "TH")],
]
BODY = [[Tagged("2023", 20, 70), Tagged("10", 120, 70), Tagged("20", 220, 70)], [Tagged("2024", 20, 90), Tagged(), Tagged("40", 220, 90)]]


def four_rows(view: RegionView) -> list[StructureObject]:
    """What a weak model says: the right rows, but two columns only, no header and no span."""
    box = view.bbox
    tops = [box.y0, 37 - view.crop.y0, 57 - view.crop.y0, 77 - view.crop.y0, box.y1]
    rows = [StructureObject(StructureLabel.ROW, 0.9, BBox(box.x0, a, box.x1, b)) for a, b in pairwise(tops)]
    xs = [box.x0, 100 - view.crop.x0, box.x1]
    return rows + [StructureObject(StructureLabel.COLUMN, 0.9, BBox(a, box.y0, b, box.y1)) for a, b in pairwise(xs)]


def read(data: bytes, options: Options | None = None) -> Table:
    extractor = Extractor(detector=FakeDetector(REGION), recognizer=FakeRecognizer(four_rows))
    (table,) = extractor.extract(data, options).tables
    return table


def rows_of(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.owners()]


def test_the_tree_is_read_with_spans_headers_and_boxes() -> None:
    with open_document(tagged_pdf([*HEADER, *BODY]), Options()) as document:
        (table,) = document.page(1).tagged_tables
    assert [(cell.rows, cell.columns, cell.is_header) for cell in table[:4]] == [
        (range(2), range(1), True),
        (range(1), range(1, 3), True),
        (range(1, 2), range(1, 2), True),
        (range(1, 2), range(2, 3), True),
    ]
    assert table[8].bbox is None
    year = table[0].bbox
    assert year is not None
    assert year.contains_point(25, 27)


def test_tags_that_fit_the_words_give_rows_columns_spans_and_header() -> None:
    table = read(tagged_pdf([*HEADER, *BODY]))
    assert rows_of(table) == [["Year", "Sales", "Sales"], ["Year", "East", "West"], ["2023", "10", "20"], ["2024", "", "40"]]
    assert table.num_header_rows == 2
    assert "tagged_table_obeyed" in table.flags


def test_a_switch_leaves_the_tags_alone() -> None:
    table = read(tagged_pdf([*HEADER, *BODY]), Options(without=frozenset({"obey_tags"})))
    assert table.num_columns == 2
    assert not [flag for flag in table.flags if flag.startswith("tagged")]


def test_tags_in_another_order_than_the_words_are_flagged_and_not_used() -> None:
    table = read(tagged_pdf([BODY[1], BODY[0], *HEADER]))
    assert "tagged_table_disagrees" in table.flags
    assert table.num_columns == 2


def test_tags_that_lack_cells_are_flagged_and_not_used() -> None:
    shifted = [[Tagged("2024", 20, 90), Tagged("40", 220, 90)]]  # the blank cell is not in the tree: 40 would stand under East
    table = read(tagged_pdf([*HEADER, BODY[0], *shifted]))
    assert "tagged_table_disagrees" in table.flags


def test_a_tagged_table_elsewhere_on_the_page_says_nothing() -> None:
    away = [[replace(cell, y=cell.y + 100) if cell.text else cell for cell in row] for row in [*HEADER, *BODY]]
    assert not [flag for flag in read(tagged_pdf(away)).flags if flag.startswith("tagged")]


def test_a_header_of_which_no_tag_tells_is_a_row_of_its_own() -> None:
    body = [[Tagged("a b c d e", x, y) for x in (20, 120, 220)] for y in (70, 90)]
    table = read(tagged_pdf(body, untagged=[Tagged("Name", 20, 50), Tagged("Use", 120, 50), Tagged("Unit", 220, 50)]))
    assert "tagged_table_obeyed" in table.flags
    assert rows_of(table) == [["Name", "Use", "Unit"], ["a b c d e"] * 3, ["a b c d e"] * 3]
    above = [[replace(cell, y=cell.y - 20) for cell in cells] for cells in body]
    below = read(tagged_pdf(above, untagged=[Tagged("Sum", 20, 90)]))
    assert rows_of(below) == [["a b c d e"] * 3, ["a b c d e"] * 3, ["Sum", "", ""]]
