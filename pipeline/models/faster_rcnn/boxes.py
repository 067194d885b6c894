"""Boxes of Faster R-CNN in plain torch: anchors, pairwise_iou, offsets, suppression and pooling.

Boxes are (n, 4) x0, y0, x1, y1 as fractions of the canvas.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import Tensor
from torch.nn import functional

POOLED = 7  # bins a side of a pooled region
LARGEST_SCALE = 4.0  # natural logarithm of how much a box may grow by an offset


def anchors(size: tuple[int, int], widths: Sequence[float], heights: Sequence[float], like: Tensor) -> Tensor:
    """Every width with every height around each place of a map of (rows, columns): (places * shapes, 4), not cut to the canvas."""
    rows, columns = size
    y = (torch.arange(rows, device=like.device) + 0.5) / rows
    x = (torch.arange(columns, device=like.device) + 0.5) / columns
    sizes = torch.tensor([(w, h) for w in widths for h in heights], device=like.device)
    centers = torch.stack(torch.meshgrid(x, y, indexing="xy"), dim=-1).reshape(-1, 1, 2)
    return torch.cat([centers - sizes / 2, centers + sizes / 2], dim=-1).reshape(-1, 4)


def pairwise_iou(a: Tensor, b: Tensor) -> Tensor:
    """Intersection over union: (n, m)."""
    common = (torch.minimum(a[:, None, 2:], b[:, 2:]) - torch.maximum(a[:, None, :2], b[:, :2])).clamp(min=0).prod(-1)
    areas = (a[:, 2:] - a[:, :2]).prod(-1)[:, None] + (b[:, 2:] - b[:, :2]).prod(-1) - common
    return common / areas.clamp(min=1e-9)


def offsets(boxes: Tensor, truth: Tensor) -> Tensor:
    """What moves ``boxes`` onto ``truth``: shifts in box sizes, logarithms of scales."""
    size, wanted = boxes[:, 2:] - boxes[:, :2], (truth[:, 2:] - truth[:, :2]).clamp(min=1e-4)
    shift = (truth[:, 2:] + truth[:, :2] - boxes[:, 2:] - boxes[:, :2]) / 2 / size
    return torch.cat([shift, torch.log(wanted / size)], dim=1)


def moved(boxes: Tensor, offset: Tensor) -> Tensor:
    """``boxes`` moved by ``offset`` and cut to the canvas."""
    size = boxes[:, 2:] - boxes[:, :2]
    center = (boxes[:, 2:] + boxes[:, :2]) / 2 + offset[:, :2] * size
    size = size * offset[:, 2:].clamp(max=LARGEST_SCALE).exp()
    return torch.cat([center - size / 2, center + size / 2], dim=1).clamp(0, 1)


def suppressed(boxes: Tensor, scores: Tensor, least_overlap: float, most: int) -> Tensor:
    """Indices of the boxes that stay, best first: none overlaps a better one by ``least_overlap`` or more."""
    order = scores.argsort(descending=True, stable=True)
    covered = (pairwise_iou(boxes[order], boxes[order]) >= least_overlap).cpu().numpy()
    kept: list[int] = []
    is_open = torch.ones(len(order), dtype=torch.bool).numpy()
    for index in range(len(order)):
        if is_open[index] and len(kept) < most:
            kept.append(index)
            is_open &= ~covered[index]
    return order[torch.tensor(kept, dtype=torch.long, device=order.device)]


def pooled(features: Tensor, boxes: Tensor) -> Tensor:
    """RoIAlign of one map (1, channels, rows, columns): the means of two by two samples in each bin, (n, channels, 7, 7)."""
    steps = (torch.arange(2 * POOLED, device=boxes.device) + 0.5) / (2 * POOLED)
    x = boxes[:, :1] + (boxes[:, 2:3] - boxes[:, :1]) * steps
    y = boxes[:, 1:2] + (boxes[:, 3:] - boxes[:, 1:2]) * steps
    grid = torch.stack([x[:, None, :].expand(-1, 2 * POOLED, -1), y[:, :, None].expand(-1, -1, 2 * POOLED)], dim=-1) * 2 - 1
    flat = grid.reshape(1, -1, 2 * POOLED, 2).to(features.dtype)
    samples = functional.grid_sample(features, flat, align_corners=False, padding_mode="border")
    samples = samples.reshape(features.shape[1], len(boxes), 2 * POOLED, 2 * POOLED).transpose(0, 1)
    return functional.avg_pool2d(samples, 2)
