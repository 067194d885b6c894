"""Pictures show what the truth says, and the files are what readers of PubTables-1M expect."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from table.geometry import BBox
from table.labels import StructureLabel
from training.synthesis import synth_page, synth_table
from training.synthesis.cli import app
from training.synthesis.dataset import structure_objects, write_dataset
from training.synthesis.rendering import render
from training.synthesis.scanning import degrade_picture, distort_picture, moved_box


def test_a_picture_has_ink_where_words_are_and_none_where_nothing_is() -> None:
    sample = next(s for s in map(synth_table, range(100)) if not s.shadings and not s.rulings)
    pixels = np.asarray(render(sample, 2.0).convert("L"))
    assert pixels.shape == (round(sample.height * 2), round(sample.width * 2))
    covered = np.zeros_like(pixels, bool)
    for word in sample.words:
        x0, y0, x1, y1 = (round(v * 2) for v in word.bbox)
        covered[max(0, y0 - 2) : y1 + 2, max(0, x0 - 2) : x1 + 2] = True
        if len(word.text) > 2:
            assert pixels[y0 : y1 + 1, x0 : x1 + 1].min() < 128
    assert pixels[~covered].min() == 255


def test_pages_and_turned_pages_can_be_drawn() -> None:
    page = next(p for p in map(synth_page, range(200)) if any(t.rotation for t in p.tables))
    assert render(page, 1.0).size == (round(page.width), round(page.height))


def test_a_scale_must_be_positive() -> None:
    with pytest.raises(ValueError, match="positive"):
        render(synth_table(0), 0.0)


def test_scanning_keeps_the_size_and_changes_the_pixels() -> None:
    image = render(synth_table(1), 1.5)
    worse = degrade_picture(image, Random(0), 1.0)
    assert worse.size == image.size
    assert worse.tobytes() != image.tobytes()
    assert degrade_picture(image, Random(0), 0.0) is image


def test_distortion_says_where_things_went() -> None:
    image = Image.new("RGB", (300, 200), "white")
    image.paste((0, 0, 0), (40, 50, 80, 70))
    warped, matrix = distort_picture(image, Random(3), 1.0)
    rows, columns = np.nonzero(np.asarray(warped.convert("L")) < 128)
    box = moved_box(BBox(40, 50, 80, 70), matrix)
    assert tuple(box) == pytest.approx((columns.min(), rows.min(), columns.max() + 1, rows.max() + 1), abs=2.0)


def test_objects_tile_the_table() -> None:
    sample = synth_table(4)
    objects = structure_objects(sample)
    assert [label for label, _ in objects].count(StructureLabel.TABLE) == 1
    rows = [box for label, box in objects if label is StructureLabel.ROW]
    assert sum(box.height for box in rows) == pytest.approx(sample.bbox.height)
    assert len(rows) == sample.table.num_rows


def test_files_follow_the_datasets_layout(tmp_path: Path) -> None:
    write_dataset(6, tmp_path, seed=100, scale=1.0)
    names = [
        Path(line).stem for split in ("train", "val", "test") for line in (tmp_path / f"{split}_filelist.txt").read_text().splitlines()
    ]
    assert len(names) == len(set(names)) == 6
    for name in names:
        (xml,) = tmp_path.glob(f"*/{name}.xml")
        root = ElementTree.parse(xml).getroot()
        with Image.open(tmp_path / "images" / f"{name}.jpg") as image:
            assert (root.findtext("size/width"), root.findtext("size/height")) == tuple(map(str, image.size))
        labels = {item.findtext("name") for item in root.iter("object")}
        assert {"table", "table row", "table column"} <= labels <= {str(label.value) for label in StructureLabel}
        words = json.loads((tmp_path / "words" / f"{name}_words.json").read_text(encoding="utf-8"))
        assert words
        assert {"bbox", "text", "span_num", "line_num", "block_num"} <= words[0].keys()


def test_a_folder_with_a_dataset_is_refused(tmp_path: Path) -> None:
    write_dataset(0, tmp_path, seed=0)
    with pytest.raises(FileExistsError, match="already holds"):
        write_dataset(1, tmp_path, seed=0)


def test_the_command_writes_the_same_tables_for_the_same_seed(tmp_path: Path) -> None:
    for folder in ("a", "b"):
        result = CliRunner().invoke(app, ["-n", "2", "-o", str(tmp_path / folder), "--seed", "7"])
        assert result.exit_code == 0, result.output
    files = sorted(p.relative_to(tmp_path / "a") for p in (tmp_path / "a").rglob("*") if p.is_file())
    assert files
    assert all((tmp_path / "a" / f).read_bytes() == (tmp_path / "b" / f).read_bytes() for f in files)
    again = CliRunner().invoke(app, ["-n", "2", "-o", str(tmp_path / "a")])
    assert again.exit_code == 2
