"""Real tables in PubTables-1M layout (PASCAL VOC, optional words JSON, picture) as layout samples."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.models.raster import UNKNOWN_TEXT, Layout, to_layout
from table import BBox, StructureLabel, Word
from training.layouts.ink import Ink, find_ink
from training.layouts.sample import UNKNOWN, LayoutSample

_INK_TO_EM = 1 / 0.68  # ink height of a line of mixed letters, in ems
_MIN_TEXT_HEIGHT = 8.0  # pixels; smaller pictures are enlarged before ink is looked for


def read_folder(folder: Path, source: str, *, has_header_labels: bool = True) -> Iterator[LayoutSample]:
    """Every sound sample of a folder of NAME.xml, NAME.webp|jpg|png and, where there, NAME_words.json."""
    for annotation in sorted(folder.glob("*.xml")):
        picture = next((p for p in (annotation.with_suffix(s) for s in (".webp", ".jpg", ".png")) if p.exists()), None)
        if picture is None:
            continue
        sample = read_sample(annotation, picture, source, has_header_labels=has_header_labels)
        if sample is not None and sample.is_sound():
            yield sample


def read_sample(annotation: Path, picture: Path, source: str, *, has_header_labels: bool = True) -> LayoutSample | None:
    """One sample, or ``None`` when its labels give no grid."""
    gray = cv2.imread(str(picture), cv2.IMREAD_GRAYSCALE)
    labels = read_voc(annotation)
    rows, columns = _edges(labels[StructureLabel.ROW], 1), _edges(labels[StructureLabel.COLUMN], 0)
    if gray is None or rows is None or columns is None:
        return None
    words = picture.with_name(picture.stem + "_words.json")
    layout = _read_layout(gray, words if words.exists() else None)
    height, width = gray.shape
    return LayoutSample(
        layout=layout,
        crop=BBox(0, 0, width, height),
        rows=rows,
        columns=columns,
        num_header_rows=_header_rows(labels, rows) if has_header_labels else UNKNOWN,
        projected=_projected(labels, rows),
        spans=_spans(labels, rows, columns),
        source=source,
        name=annotation.stem,
    )


def read_voc(path: Path) -> dict[StructureLabel, NDArray[np.float32]]:
    """(N, 4) boxes of each class."""
    boxes: dict[StructureLabel, list[list[float]]] = {label: [] for label in StructureLabel}
    for element in ET.parse(path).getroot().iter("object"):
        box = element.find("bndbox")
        name = element.findtext("name", "").strip()
        if box is not None and name in set(StructureLabel):
            boxes[StructureLabel(name)].append([float(box.findtext(k, "0")) for k in ("xmin", "ymin", "xmax", "ymax")])
    return {label: np.array(found, np.float32).reshape(-1, 4) for label, found in boxes.items()}


def _read_layout(gray: NDArray[np.uint8], words: Path | None) -> Layout:
    zoom = 1.0
    ink = find_ink(gray)
    if words is None and ink.text_height < _MIN_TEXT_HEIGHT:
        zoom = min(4.0, 12.0 / max(ink.text_height, 3.0))
        ink = find_ink(cv2.resize(gray, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_CUBIC))
    if words is None:
        return _ink_layout(ink, zoom)
    entries = json.loads(words.read_text())
    entries = entries["words"] if isinstance(entries, dict) else entries
    texts = [Word(e["text"], BBox(*e["bbox"])) for e in entries if e["bbox"][2] > e["bbox"][0] and e["bbox"][3] > e["bbox"][1]]
    known = to_layout(texts, (), ())
    return Layout(known.boxes, known.numeric, known.lower, ink.rulings, ink.shadings, known.em)


def _ink_layout(ink: Ink, zoom: float) -> Layout:
    count = len(ink.words)
    unknown = np.full(count, UNKNOWN_TEXT, np.float32)
    shadings = ink.shadings.copy()
    shadings[:, :4] /= zoom
    return Layout(ink.words / zoom, unknown, unknown.copy(), ink.rulings / zoom, shadings, ink.text_height * _INK_TO_EM / zoom)


def _edges(boxes: NDArray[np.float32], axis: int) -> NDArray[np.float32] | None:
    """Gap-free borders of dilated lanes along ``axis`` (0: x, 1: y)."""
    if len(boxes) == 0:
        return None
    lanes = boxes[np.argsort(boxes[:, axis] + boxes[:, axis + 2], kind="stable")]
    inner = (lanes[:-1, axis + 2] + lanes[1:, axis]) / 2
    return np.concatenate([lanes[:1, axis], inner, lanes[-1:, axis + 2]]).astype(np.float32)


def _covered(start: float, stop: float, edges: NDArray[np.float32]) -> tuple[int, int]:
    """The lanes [first, last) at least half covered by start..stop; (0, 0) when there are none."""
    overlap = np.minimum(stop, edges[1:]) - np.maximum(start, edges[:-1])
    inside = np.flatnonzero(overlap >= 0.5 * np.diff(edges))
    return (int(inside[0]), int(inside[-1]) + 1) if len(inside) else (0, 0)


def _header_rows(labels: dict[StructureLabel, NDArray[np.float32]], rows: NDArray[np.float32]) -> int:
    headers = labels[StructureLabel.COLUMN_HEADER]
    return _covered(float(headers[0, 1]), float(headers[0, 3]), rows)[1] if len(headers) else 0


def _projected(labels: dict[StructureLabel, NDArray[np.float32]], rows: NDArray[np.float32]) -> NDArray[np.bool_]:
    flags = np.zeros(len(rows) - 1, bool)
    for box in labels[StructureLabel.PROJECTED_ROW_HEADER]:
        first, last = _covered(float(box[1]), float(box[3]), rows)
        flags[first:last] = True
    return flags


def _spans(labels: dict[StructureLabel, NDArray[np.float32]], rows: NDArray[np.float32], columns: NDArray[np.float32]) -> NDArray[np.int64]:
    found = []
    for box in labels[StructureLabel.SPANNING_CELL]:
        span = (*_covered(float(box[1]), float(box[3]), rows), *_covered(float(box[0]), float(box[2]), columns))
        if (span[1] - span[0]) * (span[3] - span[2]) > 1:
            found.append(span)
    return np.array(found, np.int64).reshape(-1, 4)
