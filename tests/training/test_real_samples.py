"""Labelled pictures on disk become the samples and pages they describe."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from canonicalize import AnnotationError
from pipeline.errors import InputError
from pipeline.models.profile import RASTER_PX_PER_POINT
from pipeline.models.raster import numeric_fraction, starts_lower, type_size
from pipeline.types import RegionView, StructureObject
from table import BBox, StructureLabel
from training.folders import LabelledPicture, find_labelled
from training.layouts.real import read_folder, read_sample
from training.layouts.sample import UNKNOWN
from training.layouts.synthetic import synthetic_sample
from training.page.reading import read_pages
from training.surfaces import read_page_with_ink
from training.synthesis import synth_table
from training.synthesis.dataset import structure_objects, voc_xml
from training.validation import read_detection_pages, read_tables, score_detection, score_structure

pytestmark = pytest.mark.model


def seed_of(labelled: LabelledPicture) -> int:
    return int(labelled.name.removeprefix("SYNTH").split("_")[0])


def test_a_table_read_from_files_has_the_grid_it_was_made_with(tables: Path) -> None:
    for labelled in find_labelled(tables, "train"):
        sample, truth = read_sample(labelled, "x"), synthetic_sample(seed_of(labelled))
        assert sample.rows / RASTER_PX_PER_POINT == pytest.approx(truth.rows, abs=0.01)
        assert sample.columns / RASTER_PX_PER_POINT == pytest.approx(truth.columns, abs=0.01)
        assert sample.num_header_rows == truth.num_header_rows
        assert (sample.projected == truth.projected).all()
        assert sample.layout.em / RASTER_PX_PER_POINT == pytest.approx(truth.layout.em, rel=0.01)
        spans = {tuple(span) for span in truth.spans.tolist()}
        assert {tuple(span) for span in sample.spans.tolist()} <= spans  # the dataset's format has no blank spanning cells


def test_without_a_words_file_words_are_found_as_ink_with_unknown_text(tables: Path) -> None:
    labelled = find_labelled(tables, "train")[0]
    known = read_sample(labelled, "x")
    ink = read_sample(LabelledPicture(labelled.annotation, labelled.picture, None), "x", has_header_labels=False)
    assert set(ink.layout.numeric.tolist()) == {0.5}
    assert ink.num_header_rows == UNKNOWN
    assert len(ink.layout.boxes) == pytest.approx(len(known.layout.boxes), rel=0.5)
    assert ink.layout.em == pytest.approx(known.layout.em, rel=0.6)


def test_broken_annotations_are_left_out_and_named(tmp_path: Path, tables: Path, caplog: pytest.LogCaptureFixture) -> None:
    labelled = find_labelled(tables, "train")[0]
    for name, text in (("good", labelled.annotation.read_text()), ("broken", "<annotation>"), ("empty", "<annotation/>")):
        (tmp_path / f"{name}.xml").write_text(text)
        (tmp_path / f"{name}.jpg").write_bytes(labelled.picture.read_bytes())
    assert [sample.name for sample in read_folder(tmp_path, "x")] == ["good"]
    assert {"broken.xml", "empty.xml"} <= {word.strip(":") for record in caplog.records for word in record.getMessage().split()}
    (tmp_path / "good.jpg").write_bytes(b"no picture")
    with pytest.raises(InputError, match=r"good\.jpg"):
        list(read_folder(tmp_path, "x"))


def test_labels_without_rows_are_an_error(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(voc_xml([(StructureLabel.COLUMN, BBox(0, 0, 5, 5))], "a", (40, 40), 1.0))
    Image.new("RGB", (40, 40), "white").save(tmp_path / "a.png")
    with pytest.raises(AnnotationError, match="no row"):
        read_sample(find_labelled(tmp_path, "train")[0], "x")


def write_page(folder: Path) -> Path:
    """A page of 400 x 500 px with two tables, one turned on its side, and lines of ink clear of them."""
    pixels = np.full((500, 400, 3), 255, np.uint8)
    for y in range(40, 460, 20):
        for x in range(40, 340, 50):
            is_in_table = 90 <= y <= 292 and (35 <= x <= 99 or 185 <= x <= 249)
            if is_in_table or not 60 < y < 340:
                pixels[y : y + 8, x : x + 36 : 3] = 0
    Image.fromarray(pixels).save(folder / "page.png")
    objects = "".join(
        f"<object><name>{name}</name><bndbox><xmin>{x}</xmin><ymin>90</ymin><xmax>{x + 100}</xmax><ymax>300</ymax></bndbox></object>"
        for name, x in (("table", 35), ("table rotated", 185))
    )
    (folder / "page.xml").write_text(f"<annotation><size><width>400</width><height>500</height></size>{objects}</annotation>")
    return folder


def test_a_page_has_its_tables_and_which_of_them_are_rotated(tmp_path: Path) -> None:
    (page,) = read_pages(write_page(tmp_path), "x")
    assert (page.width, page.height) == (400, 500)
    assert page.boxes.tolist() == [[35, 90, 135, 300], [185, 90, 285, 300]]
    assert page.rotated.tolist() == [False, True]
    assert 50 < len(page.layout.boxes) < 400
    assert page.layout.boxes.max() < 500


def test_placeholder_words_keep_the_size_of_the_type_and_tell_nothing(tables: Path) -> None:
    labelled = find_labelled(tables, "train")[0]
    ink = read_page_with_ink(LabelledPicture(labelled.annotation, labelled.picture, None))
    assert ink.words is None
    assert {numeric_fraction(word.text) for word in ink.page.words} == {0.5}
    assert {starts_lower(word.text) for word in ink.page.words} == {0.0}
    em = read_sample(LabelledPicture(labelled.annotation, labelled.picture, None), "x").layout.em / RASTER_PX_PER_POINT
    assert type_size(ink.page.words) == pytest.approx(em, rel=0.4)


class Oracle:
    """Knows the objects of the synthetic table it is shown."""

    crop_padding = 1.0
    max_rows: int | None = None

    def __init__(self, seeds: list[int]) -> None:
        self._seeds = iter(seeds)

    def recognize(self, views: list[RegionView]) -> list[list[StructureObject]]:
        return [self._objects(view) for view in views]

    def _objects(self, view: RegionView) -> list[StructureObject]:
        objects = structure_objects(synth_table(next(self._seeds)))
        return [StructureObject(label, 1.0, box.shift(-view.crop.x0, -view.crop.y0)) for label, box in objects]


class Blind(Oracle):
    """Finds nothing."""

    def _objects(self, view: RegionView) -> list[StructureObject]:
        return []


def test_validation_gives_true_objects_a_high_score_and_none_a_low_one(tables: Path) -> None:
    truth = read_tables(tables, 100)
    seeds = [seed_of(labelled) for labelled in find_labelled(tables, "val")]
    assert len(truth) == len(seeds) == 8
    good, bad = (score_structure(kind(seeds), truth) for kind in (Oracle, Blind))  # type: ignore[arg-type]
    assert set(good) == {"grits_top", "grits_con"}
    assert good["grits_top"] > 0.97
    assert good["grits_con"] > 0.97
    assert bad["grits_top"] < 0.7


def test_validation_takes_a_part_spread_evenly(tables: Path) -> None:
    few = read_tables(tables, 3)
    names = [labelled.page.width for labelled in few]
    assert len(names) == 3
    assert read_tables(tables, 3)[0].region == few[0].region


def test_validation_of_detection_counts_found_tables(tmp_path: Path) -> None:
    from tests.fakes import FakeDetector

    pages = read_detection_pages(write_page(tmp_path), 10)
    boxes = [box for _, box in pages[0].objects]
    assert score_detection(FakeDetector(*boxes), pages) == {"f1_iou_0.5": 1.0, "f1_iou_0.8": 1.0}
    assert score_detection(FakeDetector(boxes[0]), pages)["f1_iou_0.5"] == pytest.approx(2 / 3)
    assert score_detection(FakeDetector(), pages)["f1_iou_0.5"] == 0


def test_words_files_set_the_text(tmp_path: Path, tables: Path) -> None:
    labelled = find_labelled(tables, "train")[0]
    assert labelled.words is not None
    page = read_page_with_ink(labelled)
    assert page.words is not None
    assert sorted(word.text for word in page.words) == sorted(word["text"] for word in json.loads(labelled.words.read_text()))
