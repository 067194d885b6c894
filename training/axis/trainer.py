"""Training of the structure model: its losses and batches for the common loop."""

from __future__ import annotations

from collections.abc import Callable

import torch
from numpy.random import Generator
from torch import Tensor, nn

from pipeline.models.axis_detr.configuration import AxisDetrConfig
from pipeline.models.axis_detr.modeling import AxisOutput, GridOutput
from training.axis.augment import augment
from training.axis.batches import Batch, batches
from training.axis.losses import axis_losses, dense_loss, grid_loss
from training.feed import Draw
from training.graphs import Replayed, Step
from training.jobs import Job
from training.layouts.sample import LayoutSample
from training.layouts.synthetic import synthetic_sample
from training.loop import Plan

_MAX_REDRAWS = 4
_LARGE_AREA = 5200.0  # square ems
_KEPT_OF_LARGE = 0.3
_EDGE_JITTER = 0.06  # of the thinner neighbour: at inference the edges are predicted, not true
_OUTER_ROOM = 20.0  # pixels beside the outermost borders


def structure_job(make_model: Callable[[], nn.Module], config: AxisDetrConfig, draw: Draw[LayoutSample], plan: Plan) -> Job[Batch]:
    """Training of the structure model on samples that ``draw`` gives."""
    step = Replayed(forward) if plan.device.startswith("cuda") else None
    return Job(
        make_model=make_model,
        batches=lambda rng: batches(draw, rng, config, pixels=plan.batch_pixels, largest=plan.batch_samples),
        losses=lambda model, batch: structure_losses(model, batch, step),
    )


def draw_synthetic(rng: Generator, base: Draw[LayoutSample] | None = None) -> LayoutSample:
    """A random variant of a random synthetic table; of very large ones only some, as they cost as much as many others.

    ``base`` makes the tables (default: a new one every time).
    """
    for _ in range(_MAX_REDRAWS):
        sample = augment((base or draw_synthetic_base)(rng), rng)
        if sample.crop.area / sample.layout.em**2 < _LARGE_AREA or rng.random() < _KEPT_OF_LARGE:
            break
    return sample


def draw_synthetic_base(rng: Generator) -> LayoutSample:
    """A random synthetic table as it was set."""
    return synthetic_sample(int(rng.integers(1, 2**31)))


def structure_losses(model: nn.Module, batch: Batch, step: Step | None = None) -> dict[str, Tensor]:
    """The weighted parts of the loss of one batch; ``step`` computes the model's answers (default: the model itself)."""
    device = next(model.parameters()).device
    batch = batch.to(device)
    rows, columns = _jitter(batch.rows, batch.counts[:, 0]), _jitter(batch.columns, batch.counts[:, 1])
    stage, grid = answers((step or forward)(model, batch.pixels, batch.sizes, rows, columns, batch.counts))
    box, label = axis_losses(stage, batch)
    return {"box": box, "class": label, "dense": 2 * dense_loss(stage, batch), "grid": grid_loss(grid, batch)}


def forward(model: nn.Module, pixels: Tensor, sizes: Tensor, rows: Tensor, columns: Tensor, counts: Tensor) -> tuple[Tensor, ...]:
    """Both stages on bytes ``pixels``, as plain tensors in the order that ``answers`` reads."""
    raster = (pixels.float() / 255).contiguous(memory_format=torch.channels_last)
    with torch.autocast(raster.device.type, dtype=torch.bfloat16, cache_enabled=False):
        stage = model(raster, sizes)
        grid = model.grid_head(stage, raster, rows, columns, counts)  # type: ignore[operator]  # nn.Module's attributes are untyped
    first = (stage.row_logits, stage.row_intervals, stage.column_logits, stage.column_intervals, stage.dense)
    return (*first, grid.header, grid.projected, grid.merge_right, grid.merge_down)


def answers(values: tuple[Tensor, ...]) -> tuple[AxisOutput, GridOutput]:
    """The two outputs that ``forward`` took apart."""
    row_logits, row_intervals, column_logits, column_intervals, dense = values[:5]
    stage = AxisOutput(
        row_logits=row_logits,
        row_intervals=row_intervals,
        column_logits=column_logits,
        column_intervals=column_intervals,
        dense=dense,
    )
    return stage, GridOutput(*values[5:])


def _jitter(edges: Tensor, counts: Tensor) -> Tensor:
    """(B, M+1) borders moved at random within their neighbours; at inference they are predicted, not true."""
    gaps = edges[:, 1:] - edges[:, :-1]
    outer = edges.new_full((len(edges), 1), _OUTER_ROOM)
    is_last = torch.arange(edges.shape[1], device=edges.device)[None] >= counts[:, None]
    after = torch.where(is_last, _OUTER_ROOM, torch.cat([gaps, outer], 1))
    room = torch.minimum(torch.cat([outer, gaps], 1), after)
    noise = torch.randn(edges.shape).to(edges) * _EDGE_JITTER  # drawn on the host: a recording of steps takes the GPU's generator
    return edges + noise.clamp(-0.3, 0.3) * room
