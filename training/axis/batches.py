"""From layout samples to padded batches with targets in pixels of the raster."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import torch
from numpy.random import Generator
from numpy.typing import NDArray
from torch import Tensor

from pipeline.models.axis_detr.configuration import AxisDetrConfig
from pipeline.models.axis_detr.modeling import NUM_DENSE_MAPS, STRIDE
from pipeline.models.axis_detr.preprocess import axis_input
from training.layouts.sample import UNKNOWN, LayoutSample

SHELF = (64, 96)  # samples whose height and width agree in these steps share a batch


@dataclass(frozen=True, slots=True)
class Example:
    """One rasterized sample; ``rows`` and ``columns`` are edges in pixels, ``owner`` (R, C) numbers each cell's span.

    ``unsure`` (R, C): blank cells whose merging with blank neighbours nobody labelled.
    """

    raster: NDArray[np.uint8]
    rows: NDArray[np.float32]
    columns: NDArray[np.float32]
    num_header_rows: int
    projected: NDArray[np.bool_]
    owner: NDArray[np.int64]
    spans: NDArray[np.int64]
    unsure: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Batch:
    """``pixels`` (B, 6, H, W) float; ``sizes`` (B, 2); ``dense`` (B, 4, H/4, W/4) targets, -1 where unknown."""

    pixels: Tensor
    sizes: Tensor
    dense: Tensor
    examples: list[Example]

    @property
    def num_samples(self) -> int:
        return len(self.examples)


def to_example(sample: LayoutSample, config: AxisDetrConfig) -> Example:
    """The sample drawn at the model's scale."""
    crop = sample.crop
    raster, scale_x, scale_y = axis_input(sample.layout, crop, config)
    count = (len(sample.rows) - 1, len(sample.columns) - 1)
    return Example(
        raster=raster,
        rows=(sample.rows - crop.y0) * scale_y,
        columns=(sample.columns - crop.x0) * scale_x,
        num_header_rows=sample.num_header_rows,
        projected=sample.projected,
        owner=span_owners(count, sample),
        spans=sample.spans,
        unsure=np.zeros(count, bool) if sample.knows_blank_spans else blank_cells(sample),
    )


def blank_cells(sample: LayoutSample) -> NDArray[np.bool_]:
    """(R, C): the grid cells that hold the middle of no word."""
    boxes = sample.layout.boxes
    rows = np.searchsorted(sample.rows, (boxes[:, 1] + boxes[:, 3]) / 2) - 1
    columns = np.searchsorted(sample.columns, (boxes[:, 0] + boxes[:, 2]) / 2) - 1
    blank = np.ones((len(sample.rows) - 1, len(sample.columns) - 1), bool)
    inside = (rows >= 0) & (rows < blank.shape[0]) & (columns >= 0) & (columns < blank.shape[1])
    blank[rows[inside], columns[inside]] = False
    return blank


def span_owners(count: tuple[int, int], sample: LayoutSample) -> NDArray[np.int64]:
    """(R, C) numbers that are equal exactly for grid cells of the same table cell."""
    owner = np.arange(count[0] * count[1]).reshape(count)
    for r0, r1, c0, c1 in sample.spans:
        owner[r0:r1, c0:c1] = owner[r0, c0]
    for row in np.flatnonzero(sample.projected):
        owner[row] = owner[row, 0]
    return owner


def collate(examples: Sequence[Example], size: tuple[int, int]) -> Batch:
    """Blank paper fills what a sample lacks of ``size`` (H, W), multiples of ``TILE``."""
    height, width = size
    pixels = np.zeros((len(examples), examples[0].raster.shape[0], height, width), np.uint8)
    for index, example in enumerate(examples):
        pixels[index, :, : example.raster.shape[1], : example.raster.shape[2]] = example.raster
    sizes = torch.tensor([e.raster.shape[1:] for e in examples])
    dense = np.stack([dense_targets(e, (height // STRIDE, width // STRIDE)) for e in examples])
    return Batch(torch.from_numpy(pixels).float() / 255, sizes, torch.from_numpy(dense), list(examples))


def dense_targets(example: Example, size: tuple[int, int]) -> NDArray[np.float32]:
    """(4, H/4, W/4): row borders, column borders (both interrupted by spanning cells), header, spanning cells."""
    maps = np.zeros((NUM_DENSE_MAPS, *size), np.float32)
    rows = np.clip(np.round(example.rows / STRIDE).astype(int), 0, size[0] - 1)
    columns = np.clip(np.round(example.columns / STRIDE).astype(int), 0, size[1] - 1)
    maps[0][rows, columns[0] : columns[-1] + 1] = 1
    maps[1][rows[0] : rows[-1] + 1, columns] = 1
    _erase_inside(maps, example.owner, rows, columns)
    if example.num_header_rows == UNKNOWN:
        maps[2] = -1
    else:
        maps[2, rows[0] : rows[example.num_header_rows], columns[0] : columns[-1]] = 1
    for r0, r1, c0, c1 in example.spans:
        cv2.rectangle(maps[3], (int(columns[c0]), int(rows[r0])), (int(columns[c1]), int(rows[r1])), 1, -1)
    return maps


def _erase_inside(maps: NDArray[np.float32], owner: NDArray[np.int64], rows: NDArray[np.int64], columns: NDArray[np.int64]) -> None:
    for r, c in np.argwhere(owner[:-1] == owner[1:]):
        maps[0, rows[r + 1], columns[c] + 1 : columns[c + 1]] = 0
    for r, c in np.argwhere(owner[:, :-1] == owner[:, 1:]):
        maps[1, rows[r] + 1 : rows[r + 1], columns[c + 1]] = 0


def batches(
    draw: Callable[[Generator], LayoutSample], rng: Generator, config: AxisDetrConfig, *, pixels: int, largest: int = 16
) -> Iterator[Batch]:
    """Endless batches of samples of like size; ``pixels`` bounds the padded area of one, ``largest`` their number.

    Few distinct shapes keep the processor's convolution kernels warm and little of a batch is padding.
    """
    shelves: dict[tuple[int, int], list[Example]] = {}
    while True:
        example = to_example(draw(rng), config)
        key = (-(-example.raster.shape[1] // SHELF[0]), -(-example.raster.shape[2] // SHELF[1]))
        shelf = shelves.setdefault(key, [])
        shelf.append(example)
        if len(shelf) >= min(largest, max(1, pixels // (key[0] * key[1] * SHELF[0] * SHELF[1]))):
            yield collate(shelf, (key[0] * SHELF[0], key[1] * SHELF[1]))
            shelf.clear()
