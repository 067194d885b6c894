"""One training page of the detector: what is on it and where its tables are; real pages and synthetic ones."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from canonicalize import AnnotationError
from canonicalize.readers.voc import read_voc
from pipeline.models.raster import Layout, to_layout
from table import DetectionLabel
from training.axis.augment import disturb
from training.folders import LabelledPicture, Part, find_labelled
from training.layouts.ink import find_ink
from training.layouts.real import enlarged, ink_as_layout, read_gray, read_layout
from training.synthesis import synth_page

logger = logging.getLogger(__name__)
_SEEN_AT = 1600.0  # pixels: real pages are enlarged to this long side before their ink is looked for


@dataclass(frozen=True, slots=True)
class PageSample:
    """``boxes`` (N, 4) of the tables, ``rotated`` (N,); one unit for everything."""

    layout: Layout
    width: float
    height: float
    boxes: NDArray[np.float32]
    rotated: NDArray[np.bool_]
    source: str
    name: str


def synthetic_page(seed: int) -> PageSample:
    """The synthetic page of ``seed`` as the detector sees it."""
    page = synth_page(seed)
    return PageSample(
        layout=to_layout(page.words, page.rulings, page.shadings),
        width=page.width,
        height=page.height,
        boxes=np.array([tuple(t.bbox) for t in page.tables], np.float32).reshape(-1, 4),
        rotated=np.array([t.rotation != 0 for t in page.tables], bool),
        source="synthetic",
        name=str(seed),
    )


def read_pages(folder: Path, source: str, *, part: Part = "train") -> Iterator[PageSample]:
    """Every page of a dataset folder (classes ``table`` and ``table rotated``); broken ones are named in the log."""
    for labelled in find_labelled(folder, part):
        try:
            yield read_page(labelled, source)
        except AnnotationError as error:
            logger.warning("left out: %s", error)


def read_page(labelled: LabelledPicture, source: str) -> PageSample:
    """One page in pixels of its picture. Raises ``AnnotationError`` when its labels cannot be read."""
    gray = read_gray(labelled.picture)
    found = read_voc(labelled.annotation.read_bytes(), labelled.annotation.name).objects
    tables = [(label, box) for label, box in found if label.value in set(DetectionLabel)]
    return PageSample(
        layout=read_page_layout(gray, labelled.words),
        width=float(gray.shape[1]),
        height=float(gray.shape[0]),
        boxes=np.array([tuple(box) for _, box in tables], np.float32).reshape(-1, 4),
        rotated=np.array([label.value == DetectionLabel.TABLE_ROTATED for label, _ in tables], bool),
        source=source,
        name=labelled.name,
    )


def read_page_layout(gray: NDArray[np.uint8], words: Path | None) -> Layout:
    """Words, rulings and shadings in pixels of ``gray``, found on an enlarged copy where the page is small."""
    if words is not None:
        return read_layout(gray, words)
    zoom = max(1.0, _SEEN_AT / max(gray.shape))
    return ink_as_layout(find_ink(enlarged(gray, zoom)), zoom)


def augment_page(sample: PageSample, rng: Generator) -> PageSample:
    """A random variant: boxes disturbed as by OCR, page scaled, shifted and cut at its edges (never through a table)."""
    layout = disturb(sample.layout, rng)
    x0, y0 = -rng.uniform(0, 0.1) * sample.width, -rng.uniform(0, 0.1) * sample.height
    x1, y1 = sample.width * (1 + rng.uniform(0, 0.1)), sample.height * (1 + rng.uniform(0, 0.1))
    if rng.random() < 0.5:
        x0, y0, x1, y1 = _cut(sample, rng)
    if len(sample.boxes):
        x0, y0 = min(x0, float(sample.boxes[:, 0].min())), min(y0, float(sample.boxes[:, 1].min()))
        x1, y1 = max(x1, float(sample.boxes[:, 2].max())), max(y1, float(sample.boxes[:, 3].max()))
    shift = np.array([x0, y0, x0, y0], np.float32)
    shadings = layout.shadings.copy()
    shadings[:, :4] -= shift
    moved = replace(layout, boxes=layout.boxes - shift, rulings=layout.rulings - shift, shadings=shadings)
    return replace(sample, layout=moved, width=x1 - x0, height=y1 - y0, boxes=sample.boxes - shift)


def _cut(sample: PageSample, rng: Generator) -> tuple[float, float, float, float]:
    width, height = sample.width, sample.height
    return rng.uniform(0, 0.15) * width, rng.uniform(0, 0.3) * height, rng.uniform(0.85, 1) * width, rng.uniform(0.7, 1) * height
