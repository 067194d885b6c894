"""One training page of the detector: what is on it and where its tables are; real pages and synthetic ones."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from pipeline.models.raster import Layout, to_layout
from training.axis.augment import disturb
from training.synthesis import synth_page


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
