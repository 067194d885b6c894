"""Set-prediction loss on the axes (Hungarian matching), grid-cell losses, and the dense auxiliary loss."""

from __future__ import annotations

from typing import cast

import numpy as np
import torch
import torch.nn.functional as F
from scipy.optimize import linear_sum_assignment
from torch import Tensor

from pipeline.models.axis_detr.modeling import STRIDE, AxisOutput, GridOutput
from training.axis.batches import Batch
from training.layouts.sample import UNKNOWN

_OUTSIDE_COST = 3.0  # a query answers for objects it stands in
_GAMMA = 2.0
_NEGATIVE_WEIGHT = 0.75
_MERGE_WEIGHT = 2.0  # of a positive: merges and projected row headers are rare
_NO_COST = 1e4  # in place of a number that is not finite


def axis_losses(stage: AxisOutput, batch: Batch) -> tuple[Tensor, Tensor]:
    """(interval loss, class loss) of both axes, per matched object; computed for the whole batch at once."""
    row_logits, column_logits = cast(Tensor, stage.row_logits), cast(Tensor, stage.column_logits)
    rows = Axis(row_logits, cast(Tensor, stage.row_intervals), batch.rows, batch.counts[:, 0])
    columns = Axis(column_logits, cast(Tensor, stage.column_intervals), batch.columns, batch.counts[:, 1])
    row_box, row_class = rows.losses()
    column_box, column_class = columns.losses()
    return row_box + column_box, row_class + column_class


class Axis:
    """One axis of a batch: N tokens answer for M rows (or columns) and for the table's extent, class 1."""

    def __init__(self, logits: Tensor, intervals: Tensor, edges: Tensor, counts: Tensor) -> None:
        """``logits`` (B, N, 2), ``intervals`` (B, N, 2, 2), ``edges`` (B, M+1), ``counts`` (B,): objects of each sample."""
        self.logits, self.scores, self.counts = logits, logits.detach().sigmoid(), counts
        objects = torch.stack([edges[:, :-1], edges[:, 1:]], -1)
        extent = torch.stack([edges[:, 0], edges[:, -1]], -1)[:, None]
        self.distance, self.overlap, cost = self._compare(intervals, objects, 0)
        self.extent_distance, self.extent_overlap, extent_cost = self._compare(intervals, extent, 1)
        self.extent_query = extent_cost[:, :, 0].argmin(1)
        self.cost = cost.to("cpu", non_blocking=True)

    def _compare(self, intervals: Tensor, truth: Tensor, label: int) -> tuple[Tensor, Tensor, Tensor]:
        """(B, N, M) relative distance, generalised 1-D IoU and matching cost of every answer and every object."""
        found = intervals[:, :, label]
        length = (truth[..., 1] - truth[..., 0]).clamp(min=1.0)
        distance = (found[:, :, None] - truth[:, None]).abs().sum(-1) / (length + 8.0)[:, None]
        inner = torch.minimum(found[:, :, None, 1], truth[:, None, :, 1]) - torch.maximum(found[:, :, None, 0], truth[:, None, :, 0])
        outer = torch.maximum(found[:, :, None, 1], truth[:, None, :, 1]) - torch.minimum(found[:, :, None, 0], truth[:, None, :, 0])
        overlap = inner / outer.clamp(min=1e-3)
        middle = ((torch.arange(found.shape[1], device=found.device) + 0.5) * STRIDE)[None, :, None]
        outside = (middle < truth[:, None, :, 0] - 2) | (middle > truth[:, None, :, 1] + 2)
        cost = distance - 2 * overlap - 2 * self.scores[:, :, label, None] + _OUTSIDE_COST * outside
        return distance, overlap, torch.nan_to_num(cost.detach(), nan=_NO_COST, posinf=_NO_COST, neginf=-_NO_COST)

    def losses(self) -> tuple[Tensor, Tensor]:
        samples, queries, objects = assign(self.cost, self.counts)
        every = torch.arange(len(self.logits), device=self.logits.device)
        overlap, distance = self.overlap[samples, queries, objects], self.distance[samples, queries, objects]
        extent_overlap = self.extent_overlap[every, self.extent_query, 0]
        box = (2 * (1 - overlap) + distance).sum()
        box = box + (2 * (1 - extent_overlap) + self.extent_distance[every, self.extent_query, 0]).sum()
        wanted = torch.zeros_like(self.logits)
        wanted[samples, queries, 0] = overlap.detach().clamp(0.05, 1)
        wanted[every, self.extent_query, 1] = extent_overlap.detach().clamp(0.05, 1)
        weight = torch.where(wanted > 0, wanted, _NEGATIVE_WEIGHT * self.scores**_GAMMA)
        classes = F.binary_cross_entropy_with_logits(self.logits, wanted, weight=weight, reduction="sum")
        count = len(samples) + len(every)
        return box / count, classes / count


def assign(cost: Tensor, counts: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Hungarian matching of a batch: (sample, query, object) indices on the device of ``counts`` (B,).

    ``cost`` (B, N, M) may still be on its way to the host; of each sample the first ``counts`` objects are real.
    """
    own = counts.cpu().numpy()  # waits for the copy of the costs too: it was queued before
    table = cost.numpy()
    found = [linear_sum_assignment(table[i, :, :count]) for i, count in enumerate(own)]
    samples = np.repeat(np.arange(len(own)), [len(queries) for queries, _ in found])
    places = np.stack([samples, np.concatenate([q for q, _ in found]), np.concatenate([o for _, o in found])])
    sample, query, target = torch.from_numpy(places).to(counts.device)
    return sample, query, target


def dense_loss(stage: AxisOutput, batch: Batch) -> Tensor:
    """Weighted cross entropy of the four maps where they are known."""
    logits, target = cast(Tensor, stage.dense).float(), batch.dense.float()
    weight = torch.where(target >= 0, 1.0 + 3.0 * target, torch.zeros_like(target))
    losses = F.binary_cross_entropy_with_logits(logits, target.clamp(min=0), weight=weight, reduction="sum")
    return losses / weight.sum().clamp(min=1)


def grid_loss(output: GridOutput, batch: Batch) -> Tensor:
    """Mean over samples of header, projected-row-header and merge losses."""
    owner, unsure = batch.owner, batch.unsure
    loss = 2 * _merge_loss(output.merge_right, owner[:, :, :-1], owner[:, :, 1:], unsure[:, :, :-1] & unsure[:, :, 1:])
    loss = loss + 2 * _merge_loss(output.merge_down, owner[:, :-1], owner[:, 1:], unsure[:, :-1] & unsure[:, 1:])
    place = torch.arange(owner.shape[1], device=owner.device)[None]
    known = (batch.num_header_rows != UNKNOWN)[:, None] & (place < batch.counts[:, :1])
    header = (place < batch.num_header_rows[:, None]).float()
    loss = loss + _mean(F.binary_cross_entropy_with_logits(output.header, header, reduction="none"), known)
    projected = _rare(output.projected, batch.projected)
    return loss + _mean(projected, known)


def _merge_loss(logits: Tensor, first: Tensor, second: Tensor, unsure: Tensor) -> Tensor:
    """Cross entropy of "neighbours are one cell", without pairs of blank cells whose merging nobody labelled."""
    merged = (first == second) & (second >= 0)
    return _mean(_rare(logits, merged), (~unsure | merged) & (second >= 0))


def _rare(logits: Tensor, target: Tensor) -> Tensor:
    """Cross entropy with a positive weighing ``_MERGE_WEIGHT``."""
    wanted = target.float()
    return F.binary_cross_entropy_with_logits(logits, wanted, weight=1 + (_MERGE_WEIGHT - 1) * wanted, reduction="none")


def _mean(losses: Tensor, known: Tensor) -> Tensor:
    """The mean over samples of each sample's mean over what is known; a sample without anything known counts 0."""
    weight = known.to(losses.dtype)
    means = (losses * weight).flatten(1).sum(1) / weight.flatten(1).sum(1).clamp(min=1)
    return means.mean()
