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
from training.tensors import TensorRecord

HEIGHTS = (96, 144, 192, 256, 352, 512, 1024)  # padded sizes: few distinct shapes keep kernels warm, graphs few and padding small
WIDTHS = (192, 288, 416, 576, 1024)
MAX_ROWS = (10, 16, 22, 30, 42, 64, 128)  # that a raster of each height may hold
MAX_COLUMNS = (10, 14, 18, 24, 48)
SMALLEST_BATCH = 4


@dataclass(frozen=True, slots=True, order=True)
class Size:
    """What the samples of a batch are padded to: pixels, rows and columns. The same every time, so that a step can be replayed."""

    height: int
    width: int
    rows: int
    columns: int

    @property
    def area(self) -> int:
        return self.height * self.width


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
class Batch(TensorRecord):
    """Samples padded to one ``Size``, all tensors; B samples, R rows and C columns with the padding.

    ``pixels`` (B, 6, H, W) bytes; ``sizes`` (B, 2) own H, W; ``dense`` (B, 4, H/4, W/4) targets, -1 where unknown;
    ``rows`` (B, R+1) and ``columns`` (B, C+1) edges in pixels, the last one repeated; ``counts`` (B, 2) own rows and columns;
    ``owner`` (B, R, C) numbers of table cells, -1 in the padding; ``unsure`` (B, R, C); ``projected`` (B, R);
    ``num_header_rows`` (B,), -1 where unlabelled.
    """

    pixels: Tensor
    sizes: Tensor
    dense: Tensor
    rows: Tensor
    columns: Tensor
    counts: Tensor
    owner: Tensor
    unsure: Tensor
    projected: Tensor
    num_header_rows: Tensor

    @property
    def num_samples(self) -> int:
        return len(self.pixels)


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


def fitting_size(example: Example) -> Size | None:
    """The smallest common size that holds the example; ``None``: none does."""
    height, width = example.raster.shape[1:]
    rows, columns = example.owner.shape
    tall = next((i for i, most in enumerate(HEIGHTS) if height <= most and rows <= MAX_ROWS[i]), None)
    wide = next((i for i, most in enumerate(WIDTHS) if width <= most and columns <= MAX_COLUMNS[i]), None)
    if tall is None or wide is None:
        return None
    return Size(HEIGHTS[tall], WIDTHS[wide], MAX_ROWS[tall], MAX_COLUMNS[wide])


def collate(examples: Sequence[Example], size: Size) -> Batch:
    """Blank paper fills what a sample lacks of ``size``, whose sides are multiples of ``TILE``."""
    count, channels = len(examples), examples[0].raster.shape[0]
    pixels = np.zeros((count, channels, size.height, size.width), np.uint8)
    dense = np.zeros((count, NUM_DENSE_MAPS, size.height // STRIDE, size.width // STRIDE), np.int8)
    rows, columns = np.zeros((count, size.rows + 1), np.float32), np.zeros((count, size.columns + 1), np.float32)
    owner = np.full((count, size.rows, size.columns), -1, np.int32)
    unsure, projected = np.zeros(owner.shape, bool), np.zeros(owner.shape[:2], bool)
    for i, example in enumerate(examples):
        (height, width), (r, c) = example.raster.shape[1:], example.owner.shape
        pixels[i, :, :height, :width] = example.raster
        dense[i] = dense_targets(example, (dense.shape[2], dense.shape[3]))
        rows[i] = np.pad(example.rows, (0, size.rows - r), mode="edge")
        columns[i] = np.pad(example.columns, (0, size.columns - c), mode="edge")
        owner[i, :r, :c], unsure[i, :r, :c], projected[i, :r] = example.owner, example.unsure, example.projected
    return Batch(
        pixels=torch.from_numpy(pixels),
        sizes=torch.tensor([e.raster.shape[1:] for e in examples]),
        dense=torch.from_numpy(dense),
        rows=torch.from_numpy(rows),
        columns=torch.from_numpy(columns),
        counts=torch.tensor([e.owner.shape for e in examples]),
        owner=torch.from_numpy(owner),
        unsure=torch.from_numpy(unsure),
        projected=torch.from_numpy(projected),
        num_header_rows=torch.tensor([e.num_header_rows for e in examples]),
    )


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

    A size always comes with the same number of samples. Samples that fit no size are left out.
    """
    gathered: dict[Size, list[Example]] = {}
    while True:
        example = to_example(draw(rng), config)
        size = fitting_size(example)
        if size is None:
            continue
        batch = gathered.setdefault(size, [])
        batch.append(example)
        if len(batch) >= capacity(size, pixels, largest):
            yield collate(batch, size)
            batch.clear()


def capacity(size: Size, pixels: int, largest: int) -> int:
    """How many samples of ``size`` make a batch."""
    return min(largest, max(min(SMALLEST_BATCH, largest), pixels // size.area))
