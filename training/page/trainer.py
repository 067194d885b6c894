"""Batches, losses and training of the detector on the common loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
import torch.nn.functional as F
from numpy.random import Generator
from torch import Tensor, nn

from pipeline.models.page_detr.configuration import PageDetrConfig
from pipeline.models.page_detr.modeling import MASK_STRIDE, PageOutput
from pipeline.models.page_detr.preprocess import STRIDE, page_input
from training.axis.losses import assign
from training.feed import Draw
from training.jobs import Job
from training.page.samples import PageSample
from training.tensors import TensorRecord

_OUTSIDE_COST = 5.0
_GAMMA = 2.0
_NEGATIVE_WEIGHT = 0.75
_BATCH = 4
_CANVAS_STEP = 64  # pixels
_MOST_TABLES = 40
_NO_COST = 1e4  # in place of a number that is not finite
_CENTER_COST = 2.0  # of standing at the border of the object: one of its many tokens must answer, the middle one
_DENSE_WEIGHT = 1.0  # every token inside an object also learns its box: fifty times the supervision of one to one


@dataclass(frozen=True, slots=True)
class PageBatch(TensorRecord):
    """Pages on a common canvas, all tensors; B pages, M the most tables on one.

    ``pixels`` (B, 6, H, W) bytes; ``sizes`` (B, 2) own H, W; ``boxes`` (B, M, 4) in pixels, ``labels`` (B, M) 0 or 1, of which the
    first ``counts`` (B,) are real; ``mask`` (B, 1, H/8, W/8): inside a table.
    """

    pixels: Tensor
    sizes: Tensor
    boxes: Tensor
    labels: Tensor
    counts: Tensor
    mask: Tensor

    @property
    def num_samples(self) -> int:
        return len(self.pixels)


def collate_pages(samples: Sequence[PageSample], config: PageDetrConfig) -> PageBatch:
    """Pages drawn on a common canvas, its shorter side in steps of ``_CANVAS_STEP``."""
    drawn, boxes = [], []
    for sample in samples:
        raster, scale = page_input(sample.layout, sample.width, sample.height, config.long_side)
        drawn.append(raster)
        boxes.append(sample.boxes * np.float32(scale))
    height, width = (-(-max(d.shape[axis] for d in drawn) // _CANVAS_STEP) * _CANVAS_STEP for axis in (1, 2))
    count, most = len(drawn), max(1, *map(len, boxes))
    pixels = np.zeros((count, drawn[0].shape[0], height, width), np.uint8)
    truth, labels = np.zeros((count, most, 4), np.float32), np.zeros((count, most), np.int64)
    mask = np.zeros((count, 1, height // MASK_STRIDE, width // MASK_STRIDE), np.uint8)
    for index, (raster, own, sample) in enumerate(zip(drawn, boxes, samples, strict=True)):
        pixels[index, :, : raster.shape[1], : raster.shape[2]] = raster
        truth[index, : len(own)], labels[index, : len(own)] = own, sample.rotated
        for x0, y0, x1, y1 in np.maximum(np.round(own / MASK_STRIDE).astype(int), 0):
            mask[index, 0, y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)] = 1
    sizes, counts = np.array([d.shape[1:] for d in drawn]), np.array([len(own) for own in boxes])
    return PageBatch(*map(torch.from_numpy, (pixels, sizes, truth, labels, counts, mask)))


def page_batches(draw: Draw[PageSample], rng: Generator, config: PageDetrConfig, *, samples: int = _BATCH) -> Iterator[PageBatch]:
    """Endless batches of so many pages; upright and lying pages apart. Pages with very many tables are left out."""
    gathered: dict[bool, list[PageSample]] = {True: [], False: []}
    while True:
        sample = draw(rng)
        if len(sample.boxes) > _MOST_TABLES:
            continue
        batch = gathered[sample.height >= sample.width]
        batch.append(sample)
        if len(batch) == samples:
            yield collate_pages(batch, config)
            batch.clear()


def page_losses(model: nn.Module, batch: PageBatch) -> dict[str, Tensor]:
    """The weighted parts of the loss of one batch."""
    device = next(model.parameters()).device
    batch = batch.to(device)
    raster = (batch.pixels.float() / 255).contiguous(memory_format=torch.channels_last)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        output: PageOutput = model(raster, batch.sizes)
    box, label = _set_loss(output, batch)
    mask = F.binary_cross_entropy_with_logits(cast(Tensor, output.mask), batch.mask.float())
    return {"box": box, "class": 2 * label, "mask": 2 * mask}


def _set_loss(output: PageOutput, batch: PageBatch) -> tuple[Tensor, Tensor]:
    """(box loss, class loss) per table, for the whole batch at once."""
    logits, boxes, truth, labels = cast(Tensor, output.logits), cast(Tensor, output.boxes), batch.boxes, batch.labels
    scores, wanted = logits.detach().sigmoid(), torch.zeros_like(logits)
    is_real = torch.arange(truth.shape[1], device=truth.device)[None] < batch.counts[:, None]
    overlap, distance = generalized_iou(boxes, truth), _distance(boxes, truth)
    inside, off_center = _standing(batch.pixels.shape[3] // STRIDE, boxes.shape[1], truth)
    own_scores = torch.gather(scores, 2, labels[:, None].expand(-1, boxes.shape[1], -1))
    cost = 2 * distance - 2 * overlap - 2 * own_scores + _OUTSIDE_COST * ~inside + _CENTER_COST * off_center
    cost = torch.nan_to_num(cost.detach(), nan=_NO_COST, posinf=_NO_COST, neginf=-_NO_COST)
    pages, queries, objects = assign(cost.to("cpu", non_blocking=True), batch.counts)
    loss = 2 * (1 - overlap) + 2 * distance
    dense = (loss * inside).sum(1) / inside.sum(1).clamp(min=1)
    total = loss[pages, queries, objects].sum() + _DENSE_WEIGHT * (dense * is_real).sum()
    wanted[pages, queries, labels[pages, objects]] = overlap[pages, queries, objects].detach().clamp(0.05, 1)
    weight = torch.where(wanted > 0, wanted, _NEGATIVE_WEIGHT * scores**_GAMMA)
    classes = F.binary_cross_entropy_with_logits(logits, wanted, weight=weight, reduction="sum")
    count = max(len(pages), 1)
    return total / count, classes / count


def _distance(boxes: Tensor, truth: Tensor) -> Tensor:
    """(B, N, M) summed border distances relative to the size of the object."""
    size = torch.cat([truth[..., 2:] - truth[..., :2]] * 2, -1) + 16
    return ((boxes[:, :, None] - truth[:, None]).abs() / size[:, None]).sum(-1)


def generalized_iou(boxes: Tensor, truth: Tensor) -> Tensor:
    """(B, N, M) generalised IoU of (B, N, 4) and (B, M, 4) boxes."""
    first, second = boxes[:, :, None], truth[:, None]
    common = (torch.minimum(first[..., 2:], second[..., 2:]) - torch.maximum(first[..., :2], second[..., :2])).clamp(min=0).prod(-1)
    areas = (boxes[..., 2:] - boxes[..., :2]).clamp(min=0).prod(-1)[:, :, None] + (truth[..., 2:] - truth[..., :2]).prod(-1)[:, None]
    area = areas - common
    outer = (torch.maximum(first[..., 2:], second[..., 2:]) - torch.minimum(first[..., :2], second[..., :2])).prod(-1).clamp(min=1)
    return common / area.clamp(min=1) - (outer - area) / outer


def _standing(columns: int, count: int, truth: Tensor) -> tuple[Tensor, Tensor]:
    """(B, N, M): whether the token's middle lies in the object; its distance from the object's middle, 1 at the nearest border."""
    index = torch.arange(count, device=truth.device)
    place = torch.stack([(index % columns + 0.5) * STRIDE, (index // columns + 0.5) * STRIDE], -1)[None, :, None]
    low, high = truth[:, None, :, :2], truth[:, None, :, 2:]
    inside = ((place > low - STRIDE / 2) & (place < high + STRIDE / 2)).all(-1)
    half = (high - low) / 2 + STRIDE / 2
    return inside, ((place - (low + high) / 2).abs() / half).amax(-1).clamp(max=3)


def detection_job(
    make_model: Callable[[], nn.Module], config: PageDetrConfig, draw: Draw[PageSample], *, samples: int = _BATCH
) -> Job[PageBatch]:
    """Training of the detector on pages that ``draw`` gives, ``samples`` a batch."""
    return Job(make_model=make_model, batches=lambda rng: page_batches(draw, rng, config, samples=samples), losses=page_losses)
