"""Datasets as samples: real small samples, and one test per way a sample can be broken."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PIL import Image

from bench.readers import open_dataset
from bench.samples import DatasetError
from tests.bench.builders import DATA, copy_of, write_json

FINTABNET = "DE_2014_page_27_table_1"


def test_a_pubtables_sample_has_its_table_words_and_objects() -> None:
    found = open_dataset(DATA / "pubtables1m")
    (sample,) = found.samples
    assert (found.key, found.text, sample.unit, sample.document) == ("pubtables1m", "dataset words", "pixels", "PMC1064082")
    (true,) = sample.tables
    assert sample.source is not None
    assert sample.source.suffix == ".jpg"
    assert true.table.num_rows * true.table.num_columns > 4
    assert {label.value for label, _ in true.objects} >= {"table", "table row", "table column"}
    assert any(cell.text for cell in true.table.cells)


def test_a_fintabnet_sample_is_told_from_its_folder() -> None:
    found = open_dataset(DATA / "fintabnet_c")
    assert found.key == "fintabnet.c"
    assert found.samples[0].document == "DE_2014"
    assert "$" in " ".join(cell.text for cell in found.samples[0].tables[0].table.cells) or found.num_tables == 1


def test_an_icdar_document_has_dilated_cells_and_the_text_of_the_pdf() -> None:
    found = open_dataset(DATA / "icdar2013")
    (true,) = found.samples[0].tables
    assert (found.key, true.id, true.table.num_rows, true.table.num_columns) == ("icdar2013", "us-005_0", 5, 2)
    first, second = true.table.cells[0].bbox, true.table.cells[1].bbox
    assert first is not None
    assert second is not None
    assert first.x1 == second.x0  # dilated: columns touch
    assert true.table.bbox is not None
    assert true.table.bbox.y0 == 333.0  # the table's box itself stays


def test_pubtabnet_lines_need_no_pictures() -> None:
    found = open_dataset(DATA / "pubtabnet")
    assert (found.key, found.text, len(found.samples)) == ("pubtabnet", "OCR", 2)
    assert all(sample.source is None for sample in found.samples)
    assert not found.samples[0].tables[0].has_cell_boxes


def test_an_annotation_without_its_picture_is_named_and_left_out(tmp_path: Path) -> None:
    folder = copy_of("fintabnet_c", tmp_path)
    (folder / "images" / f"{FINTABNET}.jpg").unlink()
    with pytest.raises(DatasetError, match=rf"there is no picture {FINTABNET}\.jpg"):
        open_dataset(folder)


def test_a_missing_words_file_is_named(tmp_path: Path) -> None:
    folder = copy_of("fintabnet_c", tmp_path)
    (folder / "words" / f"{FINTABNET}_words.json").unlink()
    with pytest.raises(DatasetError, match=rf"there is no {FINTABNET}_words\.json"):
        open_dataset(folder)


def test_words_outside_the_picture_are_ignored(tmp_path: Path) -> None:
    folder = copy_of("fintabnet_c", tmp_path)
    path = folder / "words" / f"{FINTABNET}_words.json"
    before = open_dataset(folder).samples[0]
    outside = {"bbox": [-90.0, -50.0, -20.0, -40.0], "text": "elsewhere", "flags": 0, "span_num": 0, "line_num": 0, "block_num": 0}
    value = json.loads(path.read_text("utf-8"))
    words = value["words"] if isinstance(value, dict) else value
    write_json(path, [outside, *words])
    assert open_dataset(folder).samples[0] == before


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"<annotation><object>", "no well-formed XML"),
        (b"<annotation><size><width>10</width></size></annotation>", "has no <size/height>"),
        (b"<annotation><size><width>10</width><height>10</height></size><object><name>chair</name></object></annotation>", "unknown class"),
        (b"<pictures/>", "expected <annotation>"),
    ],
)
def test_broken_annotations_say_what_is_wrong(tmp_path: Path, content: bytes, reason: str) -> None:
    folder = copy_of("fintabnet_c", tmp_path)
    (folder / "annotations" / "broken.xml").write_bytes(content)
    found = open_dataset(folder)
    assert len(found.samples) == 1
    assert [(broken.name, reason in broken.reason) for broken in found.broken] == [("broken", True)]


def test_a_picture_of_another_size_is_refused(tmp_path: Path) -> None:
    folder = copy_of("fintabnet_c", tmp_path)
    Image.new("RGB", (40, 30), "white").save(folder / "images" / f"{FINTABNET}.jpg")
    with pytest.raises(DatasetError, match="is 40 x 30, the annotation says"):
        open_dataset(folder)


def test_a_damaged_picture_is_refused(tmp_path: Path) -> None:
    folder = copy_of("fintabnet_c", tmp_path)
    (folder / "images" / f"{FINTABNET}.jpg").write_bytes(b"not a picture")
    with pytest.raises(DatasetError, match="cannot be opened"):
        open_dataset(folder)


def test_a_ground_truth_without_its_document_is_named(tmp_path: Path) -> None:
    folder = copy_of("icdar2013", tmp_path)
    (folder / "us-005.pdf").unlink()
    with pytest.raises(DatasetError, match=r"there is no us-005\.pdf"):
        open_dataset(folder)


def test_a_broken_line_does_not_cost_the_others(tmp_path: Path) -> None:
    folder = copy_of("pubtabnet", tmp_path)
    path = folder / "two.jsonl"
    path.write_bytes(path.read_bytes() + b'{"filename": "x.png", "html": {}}\n{oops\n')
    found = open_dataset(folder)
    assert len(found.samples) == 2
    assert [broken.name for broken in found.broken] == ["x.png", "a line that is no JSON object"]


def test_a_detection_set_has_boxes_only(tmp_path: Path) -> None:
    Image.new("RGB", (100, 80), "white").save(tmp_path / "page.jpg")
    box = "<bndbox><xmin>10</xmin><ymin>20</ymin><xmax>50</xmax><ymax>60</ymax></bndbox>"
    (tmp_path / "page.xml").write_text(
        "<annotation><filename>page.jpg</filename><source><database>PubTables1M-Detection</database></source>"
        f"<size><width>100</width><height>80</height></size><object><name>table rotated</name>{box}</object></annotation>"
    )
    found = open_dataset(tmp_path)
    assert found.is_detection_only
    assert [(str(label), tuple(b)) for label, b in found.samples[0].tables[0].objects] == [("table rotated", (10, 20, 50, 60))]


def test_scitsr(tmp_path: Path) -> None:
    cells = [
        {"id": 0, "content": ["a"], "start_row": 0, "end_row": 0, "start_col": 0, "end_col": 1},
        {"id": 1, "content": ["b", "c"], "start_row": 1, "end_row": 1, "start_col": 0, "end_col": 0},
    ]
    write_json(tmp_path / "structure" / "one.json", {"cells": cells})
    (tmp_path / "img").mkdir()
    (true,) = open_dataset(tmp_path).samples[0].tables
    assert [(cell.text, cell.column_span) for cell in true.table.cells] == [("a", 2), ("b c", 1), ("", 1)]


def test_ctdar(tmp_path: Path) -> None:
    Image.new("RGB", (60, 60), "white").save(tmp_path / "t1.jpg")
    cell = "<cell start-row='0' end-row='0' start-col='{c}' end-col='{c}'><Coords points='{x},0 {x},9 9,9'/></cell>"
    cells = "".join(cell.format(c=c, x=10 * c) for c in range(2))
    (tmp_path / "t1.xml").write_text(f"<document><table><Coords points='0,0 50,0 50,50 0,50'/>{cells}</table></document>")
    found = open_dataset(tmp_path)
    assert (found.key, found.text, found.samples[0].tables[0].table.num_columns) == ("ctdar2019", "none", 2)


def test_icdar_xml_takes_page_heights_from_the_pdf(tmp_path: Path) -> None:
    folder = copy_of("icdar2013", tmp_path)
    (folder / "us-005.json").unlink()
    (folder / "us-005-str.xml").write_text(
        "<document><table id='1'><region id='1' page='1'><bounding-box x1='70' y1='380' x2='490' y2='460'/>"
        "<cell id='0' start-row='0' start-col='0'><bounding-box x1='70' y1='440' x2='90' y2='460'/><content>a</content></cell>"
        "</region></table></document>"
    )
    (true,) = open_dataset(folder).samples[0].tables
    assert true.table.bbox is not None
    assert tuple(true.table.bbox) == (70, 792 - 460, 490, 792 - 380)


def test_our_own_json_is_ground_truth_too(tmp_path: Path) -> None:
    from tests.bench.builders import grid

    (tmp_path / "a.json").write_text(grid("a | b").to_json())
    found = open_dataset(tmp_path)
    assert (found.key, found.samples[0].tables[0].table.num_columns) == ("own", 2)


def test_nothing_to_read_is_a_clear_error(tmp_path: Path) -> None:
    with pytest.raises(DatasetError, match="no known dataset"):
        open_dataset(tmp_path)
    with pytest.raises(DatasetError, match="no such file"):
        open_dataset(tmp_path / "missing")
    with pytest.raises(DatasetError, match="unknown dataset format"):
        open_dataset(DATA / "icdar2013", "tablebank")


def test_a_limit_keeps_samples_from_the_whole_set() -> None:
    from tests.bench.builders import dataset, grid
    from tests.bench.builders import sample as sample_of

    whole = dataset(*(sample_of(grid("a"), name=f"d{number}") for number in range(10)))
    assert [sample.name for sample in whole.first(3).samples] == ["d0", "d3", "d6"]
    assert whole.first(None) is whole
