"""Set-prediction loss on the axes (Hungarian matching), grid-cell losses, and the dense auxiliary loss."""

from __future__ import annotations

from typing import cast

import numpy as np
import torch
import torch.nn.functional as F
from scipy.optimize import linear_sum_assignment
from torch import Tensor

from pipeline.models.axis_detr.modeling import STRIDE, AxisOutput, GridOutput
from training.axis.batches import Batch, Example
from training.layouts.sample import UNKNOWN

_OUTSIDE_COST = 3.0  # a query answers for objects it stands in
_GAMMA = 2.0
_NEGATIVE_WEIGHT = 0.75


def axis_losses(stage: AxisOutput, batch: Batch) -> tuple[Tensor, Tensor]:
    """(interval loss, class loss) of both axes, per matched object."""
    rows = [[_lanes(e.rows), _extent(e.rows)] for e in batch.examples]
    columns = [[_lanes(e.columns), _extent(e.columns)] for e in batch.examples]
    row_box, row_class = _set_loss(cast(Tensor, stage.row_logits), cast(Tensor, stage.row_intervals), rows)
    column_box, column_class = _set_loss(cast(Tensor, stage.column_logits), cast(Tensor, stage.column_intervals), columns)
    return row_box + column_box, row_class + column_class


def _lanes(edges: np.ndarray) -> Tensor:
    values = torch.from_numpy(np.ascontiguousarray(edges, np.float32))
    return torch.stack([values[:-1], values[1:]], -1)


def _extent(edges: np.ndarray) -> Tensor:
    return torch.tensor([[float(edges[0]), float(edges[-1])]])


def _set_loss(logits: Tensor, intervals: Tensor, targets: list[list[Tensor]]) -> tuple[Tensor, Tensor]:
    scores, wanted = logits.sigmoid(), torch.zeros_like(logits)
    total, count = logits.new_zeros(()), 0
    for index, classes in enumerate(targets):
        for label, truth in enumerate(classes):
            queries, objects, overlap, distance = _match(intervals[index, :, label], truth.to(logits.device), scores[index, :, label])
            total = total + (2 * (1 - overlap) + distance).sum()
            wanted[index, queries, label] = overlap.detach().clamp(0.05, 1)
            count += len(objects)
    weight = torch.where(wanted > 0, wanted, _NEGATIVE_WEIGHT * scores.detach() ** _GAMMA)
    classes_loss = F.binary_cross_entropy_with_logits(logits, wanted, weight=weight, reduction="sum")
    return total / max(count, 1), classes_loss / max(count, 1)


def _match(intervals: Tensor, truth: Tensor, scores: Tensor) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """Matched query and object indices, their generalised 1-D IoU and their relative distance."""
    length = (truth[:, 1] - truth[:, 0]).clamp(min=1.0)
    distance = (intervals[:, None] - truth[None]).abs().sum(-1) / (length + 8.0)
    inner = torch.minimum(intervals[:, None, 1], truth[None, :, 1]) - torch.maximum(intervals[:, None, 0], truth[None, :, 0])
    outer = torch.maximum(intervals[:, None, 1], truth[None, :, 1]) - torch.minimum(intervals[:, None, 0], truth[None, :, 0])
    overlap = inner / outer.clamp(min=1e-3)
    middle = torch.linspace(0.5, len(intervals) - 0.5, len(intervals), device=truth.device) * STRIDE
    outside = (middle[:, None] < truth[None, :, 0] - 2) | (middle[:, None] > truth[None, :, 1] + 2)
    cost = (distance - 2 * overlap - 2 * scores[:, None] + _OUTSIDE_COST * outside).detach()
    queries, objects = linear_sum_assignment(cost.cpu().numpy())
    q, o = torch.as_tensor(queries), torch.as_tensor(objects)
    return q, o, overlap[q, o], distance[q, o]


def dense_loss(stage: AxisOutput, batch: Batch) -> Tensor:
    """Weighted cross entropy of the four maps where they are known."""
    logits = cast(Tensor, stage.dense).float()
    dense = batch.dense.to(logits.device)
    known = dense >= 0
    target = dense.clamp(min=0)
    weight = torch.where(known, 1.0 + 3.0 * target, torch.zeros_like(target))
    losses = F.binary_cross_entropy_with_logits(logits, target, weight=weight, reduction="sum")
    return losses / weight.sum().clamp(min=1)


def grid_loss(outputs: list[GridOutput], examples: list[Example]) -> Tensor:
    """Mean over samples of header, projected-row-header and merge losses."""
    losses = [_grid_loss(output, example) for output, example in zip(outputs, examples, strict=True)]
    return torch.stack(losses).mean()


def _grid_loss(output: GridOutput, example: Example) -> Tensor:
    owner, two = torch.from_numpy(example.owner).to(output.header.device), output.header.new_tensor(2.0)
    right, below = (owner[:, :-1] == owner[:, 1:]).float(), (owner[:-1] == owner[1:]).float()
    unsure = torch.from_numpy(example.unsure).to(owner.device)
    known_right, known_below = ~(unsure[:, :-1] & unsure[:, 1:]) | right.bool(), ~(unsure[:-1] & unsure[1:]) | below.bool()
    loss = 2 * (_merge_loss(output.merge_right, right, known_right) + _merge_loss(output.merge_down, below, known_below))
    if example.num_header_rows != UNKNOWN:
        header = (torch.arange(len(output.header), device=owner.device) < example.num_header_rows).float()
        loss = loss + F.binary_cross_entropy_with_logits(output.header, header)
        projected = torch.from_numpy(example.projected).to(output.projected)
        loss = loss + F.binary_cross_entropy_with_logits(output.projected, projected, pos_weight=two)
    return loss


def _merge_loss(logits: Tensor, target: Tensor, known: Tensor) -> Tensor:
    if not bool(known.any()):
        return logits.sum() * 0
    return F.binary_cross_entropy_with_logits(logits[known], target[known], pos_weight=logits.new_tensor(2.0))
