"""One finished table on its way to disk, and the files of PubTables-1M's layout made from it.

A ``Sample`` is a table in upright page units with the page's upright picture. Crops follow the published script: the
tight box grown by the padding in page units, times the scale, rounded and cut to the page; boxes are shifted by the
crop's corner and one more pixel. (The script turns rotated crops after cutting; here the page is turned first.)
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from canonicalize import LocatedTable, dilate, objects_of
from canonicalize.quality import Verdict
from canonicalize.readers.voc import VocAnnotation, write_voc
from canonicalize.readers.words import write_words
from table import BBox, DetectionLabel, Label, Table, Word

LONG_SIDE = 1000  # pixels of a page picture
WORD_INSIDE = 0.75  # share of a word's area that must be inside the crop
PADDING = {"train": 30.0, "val": 5.0, "test": 5.0}  # page units around the table box; the script's defaults


@dataclass(frozen=True)
class Sample:
    """A table that passed, with everything its files need. Boxes and words are upright page units."""

    name: str
    document: str
    split: str
    tight: LocatedTable
    before: Table
    picture: NDArray[np.uint8] = field(repr=False)  # (height, width, 3) of the upright page
    scale: float = 1.0  # pixels per page unit
    words: tuple[Word, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    annotation: Mapping[str, Any] | None = None
    database: str = "PubTables1M-Structure"


@dataclass(frozen=True)
class AnnotatedPage:
    """A page whose every table is placed, for detection. Boxes are pixels of ``picture``."""

    name: str
    split: str
    picture: NDArray[np.uint8] = field(repr=False)
    boxes: tuple[tuple[DetectionLabel, BBox], ...]
    words: tuple[Word, ...]


@dataclass(frozen=True)
class Crop:
    """The cut-out picture with objects, cell text boxes and words in its pixels."""

    picture: NDArray[np.uint8]
    objects: tuple[tuple[Label, BBox], ...]
    words: tuple[Word, ...]


def crop(sample: Sample, padding: float) -> Crop:
    """The crop of ``sample`` with ``padding`` page units around the table."""
    height, width = sample.picture.shape[:2]
    grown = sample.tight.bbox.expand(padding).scale(sample.scale)
    left, top = max(0, round(grown.x0)), max(0, round(grown.y0))
    right, bottom = min(width, round(grown.x1)), min(height, round(grown.y1))
    objects = tuple((label, box.scale(sample.scale).shift(-left - 1, -top - 1)) for label, box in objects_of(dilate(sample.tight)))
    inner = BBox(0, 0, right - left, bottom - top)
    return Crop(np.ascontiguousarray(sample.picture[top:bottom, left:right]), objects, tuple(_words(sample, left, top, inner)))


def _words(sample: Sample, left: int, top: int, inner: BBox) -> list[Word]:
    """The page's words in the crop, moved and cut to it."""
    found = []
    for word in sample.words:
        box = word.bbox.scale(sample.scale).shift(-left, -top)
        cut = box.shift(-1, -1).intersection(inner)
        if box.overlap_fraction(inner) > WORD_INSIDE and cut is not None and cut.area > 0:
            found.append(Word(word.text, cut, word.line))
    return found


def write_sample(root: Path, sample: Sample) -> None:
    """Writes image, XML and words of ``sample`` under ``root/structure``."""
    cut = crop(sample, PADDING[sample.split])
    folder = root / "structure"
    height, width = cut.picture.shape[:2]
    annotation = VocAnnotation(f"{sample.name}.jpg", width, height, cut.objects, sample.database)
    save_picture(folder / "images" / f"{sample.name}.jpg", cut.picture)
    write_text(folder / sample.split / f"{sample.name}.xml", write_voc(annotation))
    write_text(folder / "words" / f"{sample.name}_words.json", write_words(cut.words))


def write_page(root: Path, page: AnnotatedPage) -> None:
    """Writes image, XML and words of a detection page under ``root/detection``."""
    folder = root / "detection"
    height, width = page.picture.shape[:2]
    annotation = VocAnnotation(f"{page.name}.jpg", width, height, page.boxes, "PubTables1M-Detection")
    save_picture(folder / "images" / f"{page.name}.jpg", page.picture)
    write_text(folder / page.split / f"{page.name}.xml", write_voc(annotation))
    write_text(folder / "words" / f"{page.name}_words.json", write_words(page.words))


def write_annotations(root: Path, document: str, annotations: Sequence[Mapping[str, Any]]) -> None:
    """Writes the PDF annotations of one document."""
    write_text(root / "pdf_annotations" / f"{document}_tables.json", json.dumps(list(annotations), ensure_ascii=False))


def save_picture(path: Path, picture: NDArray[np.uint8]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(picture).save(path, quality=95)


def write_text(path: Path, text: str) -> None:
    """Writes through a temporary file, so that a file that exists is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_text(text, encoding="utf-8")
    part.replace(path)
