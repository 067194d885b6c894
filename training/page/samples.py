"""One training page of the detector: what is on it and where its tables are; real pages and synthetic ones."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from pipeline.models.raster import UNKNOWN_TEXT, Layout, to_layout
from training.axis.augment import disturb
from training.layouts.ink import find_ink
from training.synthesis import synth_page

_INK_TO_EM = 1 / 0.68
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


def read_pages(folder: Path, source: str) -> Iterator[PageSample]:
    """Every page of a folder of NAME.xml (PASCAL VOC, class ``table``) and NAME.webp."""
    for annotation in sorted(folder.glob("*.xml")):
        gray = cv2.imread(str(annotation.with_suffix(".webp")), cv2.IMREAD_GRAYSCALE)
        if gray is not None:
            yield _read_page(annotation, gray, source)


def _read_page(annotation: Path, gray: NDArray[np.uint8], source: str) -> PageSample:
    zoom = max(1.0, _SEEN_AT / max(gray.shape))
    ink = find_ink(cv2.resize(gray, None, fx=zoom, fy=zoom, interpolation=cv2.INTER_CUBIC).astype(np.uint8))
    unknown = np.full(len(ink.words), UNKNOWN_TEXT, np.float32)
    shadings = ink.shadings.copy()
    shadings[:, :4] /= zoom
    boxes = [[float(b.findtext(k, "0")) for k in ("xmin", "ymin", "xmax", "ymax")] for b in ET.parse(annotation).getroot().iter("bndbox")]
    return PageSample(
        layout=Layout(ink.words / zoom, unknown, unknown.copy(), ink.rulings / zoom, shadings, ink.text_height * _INK_TO_EM / zoom),
        width=float(gray.shape[1]),
        height=float(gray.shape[0]),
        boxes=np.array(boxes, np.float32).reshape(-1, 4),
        rotated=np.zeros(len(boxes), bool),
        source=source,
        name=annotation.stem,
    )


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
