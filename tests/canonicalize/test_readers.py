"""Every reader on a small real or typed file, and what each says about a broken one."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from canonicalize import PAPER, AnnotationError, canonicalize, complete, objects_of
from canonicalize.readers.ctdar import read_ctdar
from canonicalize.readers.html_tokens import read_fintabnet_line, read_pubtabnet_line
from canonicalize.readers.icdar2013 import read_icdar2013
from canonicalize.readers.jats import read_article_tables
from canonicalize.readers.markup import MarkupCell, place_cells
from canonicalize.readers.pdf_annotations import pdf_annotation, read_pdf_annotations
from canonicalize.readers.scitsr import read_scitsr, read_scitsr_chunks
from canonicalize.readers.splits import read_filelist, split_of, write_filelist
from canonicalize.readers.structure import read_structure, table_from_objects
from canonicalize.readers.voc import read_voc, write_voc
from canonicalize.readers.words import read_words, words_inside, write_words
from canonicalize.survey import survey
from table import BBox, DetectionLabel, StructureLabel
from tests.canonicalize.builders import picture, table

DATA = Path(__file__).parent / "data"
SAMPLES = sorted((DATA / "pubtables1m").glob("*.xml"))


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_published_samples_survive_reading_canonicalizing_and_writing(path: Path) -> None:
    annotation = read_voc(path.read_bytes())
    words = read_words(path.with_name(f"{path.stem}_words.json").read_bytes())
    located = read_structure(annotation, words)
    result = canonicalize(located.table, PAPER)
    assert result.num_header_rows == located.table.num_header_rows > 0
    written = replace(annotation, objects=objects_of(replace(located, table=result.table, text_boxes=(None,) * len(result.table.cells))))
    assert write_voc(written).encode() == path.read_bytes()


def test_texts_of_a_published_sample() -> None:
    path = DATA / "pubtables1m" / "PMC1064082_table_1.xml"
    words = read_words(path.with_name("PMC1064082_table_1_words.json").read_bytes())
    rows = picture(read_structure(read_voc(path.read_bytes()), words).table)
    assert rows[0].startswith("*")
    assert any(row.startswith("#") for row in rows)


OBJECT = "<object><name>{}</name><bndbox><xmin>1</xmin><ymin>2</ymin><xmax>{}</xmax><ymax>4.5</ymax></bndbox></object>"
VOC = "<annotation><source><database>{}</database></source><size><width>9</width><height>8</height></size>{}</annotation>"


def test_voc_accepts_class_numbers_and_detection_sets() -> None:
    assert read_voc(VOC.format("X-Structure", OBJECT.format("1", "3"))).objects == ((StructureLabel.COLUMN, BBox(1, 2, 3, 4.5)),)
    assert read_voc(VOC.format("X-Structure", OBJECT.format("table", "3"))).objects[0][0] is StructureLabel.TABLE
    assert read_voc(VOC.format("X-Detection", OBJECT.format("table", "3"))).objects[0][0] is DetectionLabel.TABLE
    assert read_voc(VOC.format("X-Detection", OBJECT.format("1", "3"))).objects[0][0] is DetectionLabel.TABLE_ROTATED


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("", "no well-formed XML"),
        ("<a/>", "expected <annotation>"),
        ("<annotation/>", "no <size/width>"),
        (VOC.format("", OBJECT.format("table leg", "3")), "unknown class 'table leg'"),
        (VOC.format("", OBJECT.format("table", "0")), "inverted"),
        (VOC.format("", OBJECT.format("table", "wide")), "xmax is no number: 'wide'"),
    ],
)
def test_broken_voc(data: str, message: str) -> None:
    with pytest.raises(AnnotationError, match=message):
        read_voc(data, "file.xml")


def test_words_as_list_or_object_in_reading_order() -> None:
    items = [
        {"bbox": [0, 0, 1, 1], "text": "b", "span_num": 2},
        {"bbox": [3, 0, 2, 1], "text": "a", "span_num": 1},
        {"bbox": [0, 0, 0, 1], "text": "no area"},
        {"bbox": [-5, 0, -1, 1], "text": "outside", "block_num": 1},
    ]
    for value in (items, {"words": items}):
        assert [word.text for word in read_words(json.dumps(value))] == ["a", "b", "outside"]
    assert [word.text for word in words_inside(read_words(json.dumps(items)), BBox(0, 0, 9, 9))] == ["a", "b"]
    assert read_words(None) == ()
    words = read_words(json.dumps(items))
    assert [(word.text, word.bbox) for word in read_words(write_words(words))] == [(word.text, word.bbox) for word in words]


@pytest.mark.parametrize("data", ["{", '{"a": 1}', "[1]", '[{"bbox": [1, 2, 3], "text": "x"}]', '[{"bbox": null, "text": "x"}]'])
def test_broken_words(data: str) -> None:
    with pytest.raises(AnnotationError, match=r"words\.json"):
        read_words(data, "words.json")


def test_objects_that_are_no_grid() -> None:
    with pytest.raises(AnnotationError, match="0 rows and 0 columns"):
        table_from_objects([])
    grid = [
        (StructureLabel.ROW, BBox(0, 0, 9, 5)),
        (StructureLabel.COLUMN, BBox(0, 0, 5, 5)),
        (StructureLabel.COLUMN, BBox(5, 0, 9, 5)),
    ]
    span = (StructureLabel.SPANNING_CELL, BBox(0, 0, 9, 5))
    assert len(table_from_objects([*grid, span]).table.cells) == 1
    with pytest.raises(AnnotationError, match="overlap"):
        table_from_objects([*grid, span, span])


def test_pdf_annotations_round_trip() -> None:
    located = complete(table("*a | *b", "1 | "), [BBox(0, 0, 4, 5), BBox(9, 0, 12, 5), BBox(0, 7, 4, 12), None])
    value = pdf_annotation(
        located, [{"xml_text_content": cell.text} for cell in located.table.cells], {"structure_id": "X_table_0", "split": "val"}
    )
    (found,) = read_pdf_annotations(json.dumps([value]))
    assert (found.structure_id, found.split) == ("X_table_0", "val")
    assert (found.located.rows, found.located.columns, found.located.text_boxes) == (located.rows, located.columns, located.text_boxes)
    assert picture(found.located.table) == ["*a | *b", "1 | "]
    with pytest.raises(AnnotationError, match="no usable table"):
        read_pdf_annotations('[{"rows": []}]')


def test_pubtabnet_lines() -> None:
    truths = [read_pubtabnet_line(line) for line in (DATA / "pubtabnet" / "two.jsonl").read_text().splitlines()]
    assert [(t.id, t.table.num_rows, t.table.num_columns) for t in truths] == [("PMC4840965_004_00", 28, 4), ("PMC1626454_002_00", 9, 12)]
    assert picture(truths[0].table)[0] == "*Variable | *Hazard ratio | *95 % CI | *p value*"
    assert truths[0].text_boxes[0] == BBox(1, 4, 27, 13)
    assert survey([canonicalize(truth.table).table for truth in truths]).with_oversegmented == 0


TOKENS = ["<thead>", "<tr>", "<td", ' colspan="2"', ">", "</td>", "</tr>", "</thead>", "<tr>", "<td>", "</td>", "<td>", "</td>", "</tr>"]


def html_line(cells: list[dict[str, object]], **more: object) -> str:
    return json.dumps({"filename": "A/2010/page_3.pdf", "html": {"structure": {"tokens": TOKENS}, "cells": cells}, **more})


def test_fintabnet_line_is_turned_to_top_left() -> None:
    cells: list[dict[str, object]] = [
        {"tokens": ["<b>", "A", "&amp;", "</b>"], "bbox": [10, 80, 30, 90]},
        {"tokens": []},
        {"tokens": ["1"]},
    ]
    truth = read_fintabnet_line(html_line(cells, table_id=7, bbox=[5, 50, 40, 95]), page_height=100)
    assert picture(truth.table) == ["*A& | <", " | 1"]
    assert (truth.id, truth.text_boxes[0], truth.region) == ("A_2010_page_3_table_7", BBox(10, 10, 30, 20), BBox(5, 5, 40, 50))


def test_html_with_too_few_cells_is_refused() -> None:
    with pytest.raises(AnnotationError, match="more td elements than the 2 cells"):
        read_pubtabnet_line(html_line([{"tokens": []}, {"tokens": []}]))


def test_markup_repairs_are_named() -> None:
    rows = [[MarkupCell("a", 3), MarkupCell("b")], [MarkupCell("wide", 1, 2), MarkupCell("c")]]
    placed = place_cells([[MarkupCell("x")], *rows])
    assert picture(placed.table) == ["x |  |  | ", "a | b |  | ", "^ | wide | < | c"]
    assert [note.split(",")[0] for note in placed.repairs] == ["the cell at row 1", "5 positions had no cell"]
    with pytest.raises(AnnotationError, match="no cell"):
        place_cells([[]])


def test_markup_cells_never_overlap() -> None:
    placed = place_cells([[MarkupCell("a"), MarkupCell("b", 2)], [MarkupCell("wide", 1, 2)]])
    assert picture(placed.table) == ["a | b", "wide | ^"]
    assert "narrowed" in placed.repairs[0]


ICDAR = """<document filename="x.pdf"><table id="1">
<region id="1" page="1" row-increment="0" col-increment="0"><bounding-box x1="10" y1="10" x2="90" y2="90"/>
 <cell id="1" start-row="0" start-col="0" end-col="1"><bounding-box x1="10" y1="80" x2="30" y2="90"/><content>Head</content></cell>
 <cell id="2" start-row="1" start-col="1"><bounding-box x1="50" y1="60" x2="60" y2="70"/><content> 1
 2 </content></cell></region>
<region id="2" page="2" row-increment="2" col-increment="0">
 <cell id="3" start-row="0" start-col="0"><content>tail</content></cell></region></table></document>"""


def test_icdar2013_regions_alone_and_joined() -> None:
    alone = read_icdar2013(ICDAR, [100, 200], "x")
    assert [(t.id, t.page, picture(t.table)) for t in alone] == [("x_0", 1, ["Head | <", " | 1 2"]), ("x_1", 2, ["tail"])]
    assert (alone[0].region, alone[0].text_boxes[0]) == (BBox(10, 10, 90, 90), BBox(10, 10, 30, 20))
    (joined,) = read_icdar2013(ICDAR, [100, 200], "x", joined=True)
    assert picture(joined.table) == ["Head | <", " | 1 2", "tail | "]
    with pytest.raises(AnnotationError, match="page 2, the document has 1"):
        read_icdar2013(ICDAR, [100], "x")


def test_icdar2013_rows_counted_from_minus_one() -> None:
    one_region = ICDAR.split('<region id="2"')[0] + "</table></document>"
    shifted = one_region.replace('start-row="0"', 'start-row="-1"').replace('start-row="1"', 'start-row="0"')
    (truth,) = read_icdar2013(shifted, [100], "x")
    assert picture(truth.table) == ["Head | <", " | 1 2"]


def test_scitsr() -> None:
    cells = [
        {"id": 0, "content": ["a", "b"], "start_row": 0, "end_row": 0, "start_col": 0, "end_col": 1},
        {"id": 1, "content": ["c"], "start_row": 1, "end_row": 1, "start_col": 1, "end_col": 1},
    ]
    assert picture(read_scitsr(json.dumps({"cells": cells}), "n").table) == ["a b | <", " | c"]
    (word,) = read_scitsr_chunks('{"chunks": [{"pos": [1, 4, 70, 80], "text": "a"}]}', page_height=100)
    assert word.bbox == BBox(1, 20, 4, 30)
    with pytest.raises(AnnotationError, match="overlap"):
        read_scitsr(json.dumps({"cells": [cells[0], cells[0]]}), "n")
    with pytest.raises(AnnotationError, match="'cells'"):
        read_scitsr("{}", "n")


CTDAR = """<document><table><Coords points="0,0 10,1 9,20 0,20"/>{}</table></document>"""
CTDAR_CELL = '<cell start-row="0" end-row="1" start-col="0" end-col="0"><Coords points="0,0 5,0 5,9"/></cell>'


def test_ctdar() -> None:
    (region,) = read_ctdar(CTDAR.format(""))
    assert (region.region, region.table.cells) == (BBox(0, 0, 10, 20), ())
    (truth,) = read_ctdar(CTDAR.format(CTDAR_CELL), "t")
    assert (truth.table.num_rows, truth.text_boxes) == (2, (BBox(0, 0, 5, 9),))
    with pytest.raises(AnnotationError, match="polygon"):
        read_ctdar("<document><table/></document>")


def test_article_tables() -> None:
    tables = read_article_tables((DATA / "article" / "article.nxml").read_bytes())
    assert [(t.label, t.table and (t.table.num_rows, t.table.num_columns)) for t in tables] == [
        ("Table 1", (10, 7)),
        ("Table 2", (10, 7)),
        ("Table 3", (4, 7)),
        ("Table 4", (4, 7)),
        ("Table 5", (3, 5)),
    ]
    assert all(len(t.markup) == len(t.table.cells) for t in tables if t.table)


def test_article_cells_show_what_a_reader_sees() -> None:
    markup = (
        "<a><table-wrap><table><tr><th>A<sup>1</sup></th><th><x><tex-math>\\alpha</tex-math>α</x></th></tr>"
        "<tr><td>&#x2003;one<break/>two</td><td style='padding-left:1em'>b</td></tr><tr><td/><td> </td></tr></table></table-wrap></a>"
    )
    (found,) = read_article_tables(markup.encode())
    assert found.table is not None
    assert picture(found.table) == ["*A1 | *α", "one two | b"]
    assert [note.is_indented for note in found.markup] == [False, False, True, True]


def test_splits() -> None:
    counts = [split_of(f"PMC{number}") for number in range(2000)]
    assert 0.77 < counts.count("train") / 2000 < 0.83
    assert split_of("PMC1") == split_of("PMC1")
    assert {split_of("PMC1", str(seed)) for seed in range(50)} == {"train", "val", "test"}
    assert read_filelist(write_filelist(["b.xml", "a.xml"], "train")) == ("a.xml", "b.xml")
    assert read_filelist("C:\\data\\x.xml\n\n") == ("x.xml",)


def test_survey_counts_oversegmented_rows() -> None:
    body = ["a | b", "1 | 2", "1 | 2", "1 | 2", "Men | ", "1 | 2"]
    before, after = survey([table(*body)]), survey([canonicalize(table(*body)).table])
    assert (before.investigated, before.with_projected, before.with_oversegmented, before.complex) == (1, 1, 1, 0)
    assert (after.investigated, after.with_projected, after.with_oversegmented, after.complex) == (1, 1, 0, 1)
    assert survey([]).mean_rows == 0
