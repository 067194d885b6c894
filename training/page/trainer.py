"""Batches, losses and training of the detector on the common loop."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np
import torch
import torch.nn.functional as F
from numpy.random import Generator
from scipy.optimize import linear_sum_assignment
from torch import Tensor, nn

from pipeline.models.page_detr.configuration import PageDetrConfig
from pipeline.models.page_detr.modeling import MASK_STRIDE, STRIDE, PageDetrForObjectDetection, PageOutput
from pipeline.models.page_detr.preprocess import page_input
from training.feed import Draw
from training.jobs import Job, run_job
from training.loop import Plan, Run
from training.page.samples import PageSample, augment_page, synthetic_page

_OUTSIDE_COST = 5.0
_GAMMA = 2.0
_NEGATIVE_WEIGHT = 0.75
_BATCH = 4
_CENTER_COST = 2.0  # of standing at the border of the object: one of its many tokens must answer, the middle one
_DENSE_WEIGHT = 1.0  # every token inside an object also learns its box: fifty times the supervision of one to one


@dataclass(frozen=True, slots=True)
class PageBatch:
    """``pixels`` (B, 6, H, W); ``sizes`` (B, 2); ``boxes``: per page (N, 4) in pixels; ``labels``: per page (N,) 0 or 1."""

    pixels: Tensor
    sizes: Tensor
    boxes: list[Tensor]
    labels: list[Tensor]

    @property
    def num_samples(self) -> int:
        return len(self.boxes)


def collate_pages(samples: Sequence[PageSample], config: PageDetrConfig) -> PageBatch:
    """Pages drawn on a common canvas."""
    drawn, boxes = [], []
    for sample in samples:
        raster, scale = page_input(sample.layout, sample.width, sample.height, config)
        drawn.append(raster)
        boxes.append(torch.from_numpy(sample.boxes * np.float32(scale)))
    height, width = (-(-max(d.shape[axis] for d in drawn) // 64) * 64 for axis in (1, 2))
    pixels = np.zeros((len(drawn), drawn[0].shape[0], height, width), np.uint8)
    for index, raster in enumerate(drawn):
        pixels[index, :, : raster.shape[1], : raster.shape[2]] = raster
    sizes = torch.tensor([d.shape[1:] for d in drawn])
    labels = [torch.from_numpy(s.rotated.astype(np.int64)) for s in samples]
    return PageBatch(torch.from_numpy(pixels).float() / 255, sizes, boxes, labels)


def page_batches(draw: Draw[PageSample], rng: Generator, config: PageDetrConfig) -> Iterator[PageBatch]:
    """Endless batches; upright and lying pages apart."""
    shelves: dict[bool, list[PageSample]] = {True: [], False: []}
    while True:
        sample = draw(rng)
        shelf = shelves[sample.height >= sample.width]
        shelf.append(sample)
        if len(shelf) == _BATCH:
            yield collate_pages(shelf, config)
            shelf.clear()


def page_losses(model: nn.Module, batch: PageBatch) -> dict[str, Tensor]:
    """The weighted parts of the loss of one batch."""
    device = next(model.parameters()).device
    pixels = batch.pixels.to(device).contiguous(memory_format=torch.channels_last)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        output: PageOutput = model(pixels, batch.sizes.to(device))
    box, label = _set_loss(output, batch)
    return {"box": box, "class": 2 * label, "mask": 2 * _mask_loss(cast(Tensor, output.mask), batch)}


def _set_loss(output: PageOutput, batch: PageBatch) -> tuple[Tensor, Tensor]:
    logits, boxes = cast(Tensor, output.logits), cast(Tensor, output.boxes)
    scores, wanted = logits.sigmoid(), torch.zeros_like(logits)
    total, count = logits.new_zeros(()), 0
    for index, (truth, labels) in enumerate(zip(batch.boxes, batch.labels, strict=True)):
        if len(truth) == 0:
            continue
        overlap, distance = generalized_iou(boxes[index], truth.to(boxes)), _distance(boxes[index], truth.to(boxes))
        outside = ~_stands_in(batch.pixels.shape[3] // STRIDE, len(boxes[index]), truth).to(boxes.device)
        off_center = _off_center(batch.pixels.shape[3] // STRIDE, len(boxes[index]), truth).to(boxes.device)
        cost = 2 * distance - 2 * overlap - 2 * scores[index][:, labels] + _OUTSIDE_COST * outside + _CENTER_COST * off_center
        q, o = (torch.as_tensor(v) for v in linear_sum_assignment(cost.detach().cpu().numpy()))
        loss = 2 * (1 - overlap) + 2 * distance
        total = total + loss[q, o].sum() + _DENSE_WEIGHT * ((loss * ~outside).sum(0) / (~outside).sum(0).clamp(min=1)).sum()
        wanted[index, q, labels[o]] = overlap[q, o].detach().clamp(0.05, 1)
        count += len(truth)
    weight = torch.where(wanted > 0, wanted, _NEGATIVE_WEIGHT * scores.detach() ** _GAMMA)
    classes = F.binary_cross_entropy_with_logits(logits, wanted, weight=weight, reduction="sum")
    return total / max(count, 1), classes / max(count, 1)


def _distance(boxes: Tensor, truth: Tensor) -> Tensor:
    """(N, M) summed border distances relative to the size of the object."""
    size = torch.cat([truth[:, 2:] - truth[:, :2]] * 2, 1) + 16
    return ((boxes[:, None] - truth[None]).abs() / size[None]).sum(-1)


def generalized_iou(boxes: Tensor, truth: Tensor) -> Tensor:
    """(N, M) generalised IoU of (N, 4) and (M, 4) boxes."""
    low = torch.maximum(boxes[:, None, :2], truth[None, :, :2])
    high = torch.minimum(boxes[:, None, 2:], truth[None, :, 2:])
    common = (high - low).clamp(min=0).prod(-1)
    area = (boxes[:, 2:] - boxes[:, :2]).clamp(min=0).prod(-1)[:, None] + (truth[:, 2:] - truth[:, :2]).prod(-1)[None] - common
    outer_low = torch.minimum(boxes[:, None, :2], truth[None, :, :2])
    outer = (torch.maximum(boxes[:, None, 2:], truth[None, :, 2:]) - outer_low).prod(-1).clamp(min=1)
    return common / area.clamp(min=1) - (outer - area) / outer


def _stands_in(columns: int, count: int, truth: Tensor) -> Tensor:
    """(N, M): does the token's middle lie in the object?"""
    index = torch.arange(count)
    x, y = (index % columns + 0.5) * STRIDE, (index // columns + 0.5) * STRIDE
    inside_x = (x[:, None] > truth[None, :, 0] - STRIDE / 2) & (x[:, None] < truth[None, :, 2] + STRIDE / 2)
    inside_y = (y[:, None] > truth[None, :, 1] - STRIDE / 2) & (y[:, None] < truth[None, :, 3] + STRIDE / 2)
    return inside_x & inside_y


def _off_center(columns: int, count: int, truth: Tensor) -> Tensor:
    """(N, M): distance of the token from the object's middle, 1 at the nearest border."""
    index = torch.arange(count)
    place = torch.stack([(index % columns + 0.5) * STRIDE, (index // columns + 0.5) * STRIDE], -1)
    half = (truth[:, 2:] - truth[:, :2]) / 2 + STRIDE / 2
    return ((place[:, None] - (truth[None, :, :2] + truth[None, :, 2:]) / 2).abs() / half[None]).amax(-1).clamp(max=3)


def _mask_loss(logits: Tensor, batch: PageBatch) -> Tensor:
    target = torch.zeros_like(logits)
    for index, truth in enumerate(batch.boxes):
        for x0, y0, x1, y1 in (truth / MASK_STRIDE).round().long().tolist():
            target[index, 0, y0 : max(y1, y0 + 1), x0 : max(x1, x0 + 1)] = 1
    return F.binary_cross_entropy_with_logits(logits, target)


def detection_job(make_model: Callable[[], nn.Module], config: PageDetrConfig, draw: Draw[PageSample]) -> Job[PageBatch]:
    """Training of the detector on pages that ``draw`` gives."""
    return Job(make_model=make_model, batches=lambda rng: page_batches(draw, rng, config), losses=page_losses)


def train_detector(
    plan: Plan,
    config: PageDetrConfig,
    draw: Draw[PageSample],
    validate: Callable[[nn.Module], dict[str, float]] | None = None,
) -> Run:
    """Trains (or goes on training) a detector of ``config``."""
    return run_job(plan, detection_job(lambda: PageDetrForObjectDetection(config), config, draw), validate)


def draw_synthetic_page(rng: Generator) -> PageSample:
    """A random variant of a random synthetic page."""
    return augment_page(synthetic_page(int(rng.integers(1, 2**31))), rng)
