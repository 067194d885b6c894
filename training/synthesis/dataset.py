"""Synthetic tables as files in PubTables-1M's own layout: pictures, PASCAL VOC labels, words, file lists.

``<out>/images/<id>.jpg``, ``<out>/{train,val,test}/<id>.xml``, ``<out>/words/<id>_words.json``, ``<out>/<split>_filelist.txt``:
what every program written for the dataset reads (pubtables1m 2-4).
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random
from xml.etree import ElementTree

from table.geometry import BBox
from table.labels import StructureLabel
from training.synthesis.rendering import render
from training.synthesis.samples import SynthTable
from training.synthesis.scanning import degrade_picture
from training.synthesis.tables import synth_table

DATABASE = "Tablewright-Synthetic-Structure"
SPLITS = ("train", "val", "test")
_SCAN_RATE = 0.4  # of pictures that look scanned
_LONG_SIDE = 1000.0  # pixels of the dataset's page pictures; letter pages are 792 points long

LabelledBox = tuple[StructureLabel, BBox]


def structure_objects(sample: SynthTable) -> list[LabelledBox]:
    """The sample's labelled boxes in points, in the dataset's order (pubtables1m 3)."""
    rows, columns, box = sample.row_edges, sample.column_edges, sample.bbox
    found: list[LabelledBox] = [(StructureLabel.TABLE, box)]
    for cell in sample.table.cells:
        assert cell.bbox is not None, "synthetic cells always have boxes"
        if cell.is_projected_row_header:
            found.append((StructureLabel.PROJECTED_ROW_HEADER, cell.bbox))
        elif cell.is_spanning and cell.text:
            found.append((StructureLabel.SPANNING_CELL, cell.bbox))
    if sample.table.num_header_rows:
        found.append((StructureLabel.COLUMN_HEADER, BBox(box.x0, box.y0, box.x1, rows[sample.table.num_header_rows])))
    found += [(StructureLabel.ROW, BBox(box.x0, top, box.x1, bottom)) for top, bottom in itertools.pairwise(rows)]
    found += [(StructureLabel.COLUMN, BBox(left, box.y0, right, box.y1)) for left, right in itertools.pairwise(columns)]
    return found


def write_dataset(
    num: int, out: Path, seed: int, *, scale: float = _LONG_SIDE / 792.0, shares: tuple[float, float] = (0.8, 0.1),
    on_progress: Callable[[int], None] | None = None,
) -> None:  # fmt: skip
    """Writes ``num`` tables below ``out``; ``shares`` are those of train and val, ``scale`` pixels per point.

    Raises ``ValueError`` for a negative number and ``FileExistsError`` when ``out`` already holds a dataset.
    """
    if num < 0:
        raise ValueError(f"number of tables must not be negative, got {num}")
    if (out / "images").exists():
        raise FileExistsError(f"{out} already holds a dataset: choose an empty folder")
    for name in ("images", "words", *SPLITS):
        (out / name).mkdir(parents=True, exist_ok=True)
    lists: dict[str, list[str]] = {split: [] for split in SPLITS}
    for index, (split, name) in enumerate(_names(num, seed, shares)):
        _write_sample(synth_table(seed + index), out, split, name, scale, seed + index)
        lists[split].append(f"{split}/{name}.xml")
        if on_progress is not None:
            on_progress(index + 1)
    for split, names in lists.items():
        (out / f"{split}_filelist.txt").write_text("".join(f"{name}\n" for name in names), encoding="utf-8")
    (out / "images" / "filelist.txt").write_text(
        "".join(f"images/{Path(n).stem}.jpg\n" for s in SPLITS for n in lists[s]), encoding="utf-8"
    )


def _names(num: int, seed: int, shares: tuple[float, float]) -> Iterator[tuple[str, str]]:
    rng = Random(seed)
    for index in range(num):
        draw = rng.random()
        split = "train" if draw < shares[0] else "val" if draw < shares[0] + shares[1] else "test"
        yield split, f"SYNTH{seed + index:09d}_table_0"


def _write_sample(sample: SynthTable, out: Path, split: str, name: str, scale: float, seed: int) -> None:
    rng = Random(seed)
    image = render(sample, scale, seed=seed)
    if rng.random() < _SCAN_RATE:
        image = degrade_picture(image, rng, rng.random())
    image.save(out / "images" / f"{name}.jpg", quality=90)
    words = [
        {"bbox": [round(v * scale, 4) for v in w.bbox], "text": w.text, "flags": 0, "span_num": i, "line_num": 0, "block_num": 0}
        for i, w in enumerate(sample.words)
    ]
    (out / "words" / f"{name}_words.json").write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    (out / split / f"{name}.xml").write_text(voc_xml(structure_objects(sample), name, image.size, scale), encoding="utf-8")


def voc_xml(objects: list[LabelledBox], name: str, size: tuple[int, int], scale: float) -> str:
    """The PASCAL VOC file of one picture of ``size`` (width, height) pixels; boxes in points times ``scale``."""
    root = ElementTree.Element("annotation")
    _add(root, "folder", "")
    _add(root, "filename", f"{name}.jpg")
    _add(root, "path", f"{name}.jpg")
    _add(_add(root, "source", None), "database", DATABASE)
    dimensions = _add(root, "size", None)
    for key, value in zip(("width", "height", "depth"), (*size, 3), strict=True):
        _add(dimensions, key, str(value))
    _add(root, "segmented", "0")
    for label, box in objects:
        item = _add(root, "object", None)
        for key, text in (("name", label.value), ("pose", "Frontal"), ("truncated", "0"), ("difficult", "0"), ("occluded", "0")):
            _add(item, key, text)
        corners = _add(item, "bndbox", None)
        for key, corner in zip(("xmin", "ymin", "xmax", "ymax"), box.scale(scale), strict=True):
            _add(corners, key, f"{corner:.4f}")
    ElementTree.indent(root, "   ")
    return '<?xml version="1.0" ?>\n' + ElementTree.tostring(root, encoding="unicode") + "\n"


def _add(parent: ElementTree.Element, tag: str, text: str | None) -> ElementTree.Element:
    child = ElementTree.SubElement(parent, tag)
    child.text = text
    return child
