"""Real tables in PubTables-1M layout (PASCAL VOC, optional words JSON, picture) as layout samples."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from canonicalize import AnnotationError
from canonicalize.readers.voc import read_voc
from canonicalize.readers.words import read_words
from pipeline.errors import InputError
from pipeline.models.raster import UNKNOWN_TEXT, Layout, to_layout
from pipeline.models.word_marks import marks_of
from table import BBox, Label, StructureLabel
from training.folders import LabelledPicture, Part, find_labelled
from training.layouts.ink import Ink, find_ink
from training.layouts.sample import UNKNOWN, LayoutSample

logger = logging.getLogger(__name__)
_INK_TO_EM = 1 / 0.68  # ink height of a line of mixed letters, in ems
_MIN_TEXT_HEIGHT = 8.0  # pixels; smaller pictures are enlarged before ink is looked for

Gray = NDArray[np.uint8]
Floats = NDArray[np.float32]
Boxes = Mapping[StructureLabel, Floats]


def read_folder(folder: Path, source: str, *, has_header_labels: bool = True, part: Part = "train") -> Iterator[LayoutSample]:
    """Every sound sample of a dataset folder; broken ones are named in the log and left out."""
    for labelled in find_labelled(folder, part):
        try:
            sample = read_sample(labelled, source, has_header_labels=has_header_labels)
        except AnnotationError as error:
            logger.warning("left out: %s", error)
            continue
        if sample.is_sound():
            yield sample
        else:
            logger.warning("left out: %s: its borders cross, or there is no ink", labelled.annotation.name)


def read_sample(labelled: LabelledPicture, source: str, *, has_header_labels: bool = True) -> LayoutSample:
    """One sample in pixels of its picture. Raises ``AnnotationError`` when its labels give no grid."""
    gray = read_gray(labelled.picture)
    labels = boxes_by_label(read_voc(labelled.annotation.read_bytes(), labelled.annotation.name).objects)
    rows, columns = _edges(labels[StructureLabel.ROW], 1), _edges(labels[StructureLabel.COLUMN], 0)
    if rows is None or columns is None:
        raise AnnotationError("no row or no column is labelled", source=labelled.annotation.name)
    height, width = gray.shape
    return LayoutSample(
        layout=read_layout(gray, labelled.words),
        crop=BBox(0, 0, width, height),
        rows=rows,
        columns=columns,
        num_header_rows=_header_rows(labels, rows) if has_header_labels else UNKNOWN,
        projected=_projected(labels, rows),
        spans=_spans(labels, rows, columns),
        source=source,
        name=labelled.name,
    )


def read_gray(path: Path) -> Gray:
    """(height, width) grey values; raises ``InputError`` when the file is no picture."""
    gray = cv2.imread(str(path), cv2.IMREAD_GRAYSCALE)
    if gray is None:
        raise InputError(f"{path}: cannot be read as a picture")
    return np.asarray(gray, np.uint8)


def boxes_by_label(objects: Sequence[tuple[Label, BBox]]) -> dict[StructureLabel, Floats]:
    """(N, 4) boxes of each class."""
    return {
        label: np.array([tuple(box) for name, box in objects if name.value == label.value], np.float32).reshape(-1, 4)
        for label in StructureLabel
    }


def read_layout(gray: Gray, words: Path | None) -> Layout:
    """Words, rulings and shadings in pixels of ``gray``; without a words file words are found as ink, text unknown."""
    if words is None:
        return _ink_layout(gray)
    found = read_words(words.read_bytes(), words.name)
    known, ink = to_layout(found, (), ()), find_ink(gray)
    marks = marks_of(found, knows_bold=False)  # words files have no fonts
    return replace(known, rulings=ink.rulings, shadings=ink.shadings, marks=marks)


def _ink_layout(gray: Gray) -> Layout:
    zoom, ink = 1.0, find_ink(gray)
    if ink.text_height < _MIN_TEXT_HEIGHT:
        zoom = min(4.0, 12.0 / max(ink.text_height, 3.0))
        ink = find_ink(enlarged(gray, zoom))
    return ink_as_layout(ink, zoom)


def enlarged(gray: Gray, zoom: float) -> Gray:
    """``gray`` with both sides times ``zoom``."""
    return np.asarray(cv2.resize(gray, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_CUBIC), np.uint8)


def ink_as_layout(ink: Ink, zoom: float) -> Layout:
    """The ink of a picture enlarged by ``zoom`` in pixels of the picture itself; nobody knows what the words say."""
    unknown = np.full(len(ink.words), UNKNOWN_TEXT, np.float32)
    shadings = ink.shadings.copy()
    shadings[:, :4] /= zoom
    return Layout(ink.words / zoom, unknown, unknown.copy(), ink.rulings / zoom, shadings, ink.text_height * _INK_TO_EM / zoom)


def _edges(boxes: Floats, axis: int) -> Floats | None:
    """Gap-free borders of dilated rows or columns along ``axis`` (0: x, 1: y)."""
    if len(boxes) == 0:
        return None
    ordered = boxes[np.argsort(boxes[:, axis] + boxes[:, axis + 2], kind="stable")]
    inner = (ordered[:-1, axis + 2] + ordered[1:, axis]) / 2
    return np.concatenate([ordered[:1, axis], inner, ordered[-1:, axis + 2]]).astype(np.float32)


def _covered(start: float, stop: float, edges: Floats) -> tuple[int, int]:
    """The rows or columns [first, last) at least half covered by start..stop; (0, 0) when there are none."""
    overlap = np.minimum(stop, edges[1:]) - np.maximum(start, edges[:-1])
    inside = np.flatnonzero(overlap >= 0.5 * np.diff(edges))
    return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else (0, 0)


def _header_rows(labels: Boxes, rows: Floats) -> int:
    headers = labels[StructureLabel.COLUMN_HEADER]
    return _covered(float(headers[0, 1]), float(headers[0, 3]), rows)[1] if len(headers) else 0


def _projected(labels: Boxes, rows: Floats) -> NDArray[np.bool_]:
    flags = np.zeros(len(rows) - 1, bool)
    for box in labels[StructureLabel.PROJECTED_ROW_HEADER]:
        first, last = _covered(float(box[1]), float(box[3]), rows)
        flags[first:last] = True
    return flags


def _spans(labels: Boxes, rows: Floats, columns: Floats) -> NDArray[np.int64]:
    found = []
    for box in labels[StructureLabel.SPANNING_CELL]:
        span = (*_covered(float(box[1]), float(box[3]), rows), *_covered(float(box[0]), float(box[2]), columns))
        if (span[1] - span[0]) * (span[3] - span[2]) > 1:
            found.append(span)
    return np.array(found, np.int64).reshape(-1, 4)
