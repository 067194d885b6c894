"""PubTables-1M's layout (also FinTabNet.c, ICDAR-2013.c, SciTSR.c): VOC annotations, pictures, words, in folders.

Accepted: ``annotations/ images/ words/``, the published ``train|val|test/ images/ words/``, or all files in one folder.
Structure samples are pictures of one table; detection samples are pages with table boxes only. A set with neither a
folder ``words`` nor any file of words has tables without texts; where there are words, a sample without them is broken.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.readers.gathering import gather, picture_named
from bench.samples import Dataset, DatasetError, LabelledBox, Sample, TextOrigin, TrueTable, read_bytes
from canonicalize import AnnotationError
from canonicalize.readers.structure import read_structure
from canonicalize.readers.voc import VocAnnotation, read_voc
from canonicalize.readers.words import read_words, words_inside
from table import BBox, DetectionLabel, Table, Word

SPLIT_FOLDERS = ("annotations", "test", "val", "train")
DOCUMENT = re.compile(r"^(PMC\d+)|(_page_\d+)?_table_\d+$|_\d+$")
SETS = {"fintabnet": "fintabnet.c", "icdar": "icdar2013.c", "scitsr": "scitsr.c", "pubtables": "pubtables1m"}
_REGIONS = frozenset(label.value for label in DetectionLabel)
SIZE_TOLERANCE = 1  # pixels by which a picture and its annotation may differ in size


@dataclass(frozen=True, slots=True)
class Layout:
    """Where the three kinds of files are."""

    annotations: Path
    pictures: tuple[Path, ...]
    words: tuple[Path, ...]


def find_layout(folder: Path, split: str | None = None) -> Layout | None:
    """The folders, or ``None`` when there is no annotation. ``split`` asks for one of train, val, test."""
    names = (split,) if split else SPLIT_FOLDERS
    for candidate in (*(folder / name for name in names), *(() if split else (folder,))):
        if next(candidate.glob("*.xml"), None) is not None:
            return Layout(candidate, (folder / "images", candidate), (folder / "words", candidate, folder / "images"))
    return None


def read_pubtables(folder: Path, split: str | None = None) -> Dataset:
    """The dataset in ``folder``. Raises ``DatasetError`` when it holds no annotation."""
    layout = find_layout(folder, split)
    if layout is None:
        raise DatasetError(f"{folder}: no VOC annotation (*.xml) in it or in {', '.join(SPLIT_FOLDERS)}")
    paths = sorted(layout.annotations.glob("*.xml"))
    has_words = layout.words[0].is_dir() or any(next(place.glob("*_words.json"), None) for place in layout.words)
    samples, broken = gather(paths, lambda path: path.stem, lambda path: _sample(path, layout, has_words))
    is_detection = bool(samples) and not any(_is_structure(_boxes(sample)) for sample in samples)
    key = _key(folder, is_detection)
    text: TextOrigin = "dataset words" if has_words and not is_detection else "none"
    return Dataset(key, f"{key} ({folder.name})", folder, text, samples, broken, is_detection)


def _is_structure(objects: Sequence[LabelledBox]) -> bool:
    """Whether there are rows, columns or cells, and not only tables."""
    return any(label.value not in _REGIONS for label, _ in objects)


def _boxes(sample: Sample) -> list[LabelledBox]:
    return [found for table in sample.tables for found in table.objects]


def _key(folder: Path, is_detection: bool) -> str:
    path = "/".join(folder.resolve().parts[-3:]).lower()
    name = next((key for part, key in SETS.items() if part in path), "pubtables layout")
    return f"{name} detection" if is_detection else name


def _sample(path: Path, layout: Layout, has_words: bool) -> Sample:
    """Raises ``AnnotationError`` naming what is missing or wrong."""
    annotation = read_voc(read_bytes(path), path.name)
    picture = picture_named(Path(annotation.filename or path.stem).stem, *layout.pictures) or picture_named(path.stem, *layout.pictures)
    if picture is None:
        raise AnnotationError(f"there is no picture {path.stem}.jpg beside the annotation", source=path.name)
    _check_size(picture, annotation, path.name)
    group = DOCUMENT.sub(lambda match: match[1] or "", path.stem) if not path.stem.startswith("PMC") else path.stem.split("_")[0]
    if "detection" in annotation.database.lower() or not _is_structure(annotation.objects):
        return Sample(path.stem, picture, "pixels", _regions(annotation, path.stem), None, group)
    words = _words(path.stem, layout) if has_words else ()
    located = read_structure(annotation, words, path.name)
    frame = BBox(0, 0, annotation.width, annotation.height)
    given = words_inside(words, frame) if has_words else None
    return Sample(path.stem, picture, "pixels", (TrueTable(path.stem, located.table, annotation.objects),), given, group)


def _regions(annotation: VocAnnotation, stem: str) -> tuple[TrueTable, ...]:
    boxes = [(DetectionLabel(label.value), box) for label, box in annotation.objects if label.value in _REGIONS]
    return tuple(
        TrueTable(f"{stem}_{index}", Table(0, 0, (), bbox=box), ((label, box),), has_cell_boxes=False)
        for index, (label, box) in enumerate(boxes)
    )


def _words(stem: str, layout: Layout) -> tuple[Word, ...]:
    paths = [folder / f"{stem}_words.json" for folder in layout.words]
    path = next((path for path in paths if path.is_file()), None)
    if path is None:
        raise AnnotationError(f"there is no {stem}_words.json: the text of its cells is unknown", source=stem)
    return read_words(read_bytes(path), path.name)


def _check_size(picture: Path, annotation: VocAnnotation, source: str) -> None:
    from PIL import Image, UnidentifiedImageError

    try:
        with Image.open(picture) as image:
            width, height = image.size
    except (OSError, UnidentifiedImageError) as error:
        raise AnnotationError(f"the picture {picture.name} cannot be opened", source=source) from error
    if abs(width - annotation.width) > SIZE_TOLERANCE or abs(height - annotation.height) > SIZE_TOLERANCE:
        raise AnnotationError(
            f"the picture {picture.name} is {width} x {height}, the annotation says {annotation.width} x {annotation.height}", source=source
        )
