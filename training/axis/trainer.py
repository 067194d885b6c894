"""Training of the structure model: its losses and batches for the common loop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn

from pipeline.models.axis_detr.configuration import AxisDetrConfig
from pipeline.models.axis_detr.modeling import AxisDetrForObjectDetection
from training.axis.batches import Batch, batches
from training.axis.losses import axis_losses, dense_loss, grid_loss
from training.layouts.sample import LayoutSample
from training.loop import Plan, Run, start_or_resume, train

_EDGE_JITTER = 0.06  # of the thinner neighbouring lane: at inference the edges are predicted, not true


def train_structure(
    plan: Plan,
    config: AxisDetrConfig,
    draw: Callable[[Generator], LayoutSample],
    validate: Callable[[nn.Module], dict[str, float]] | None = None,
) -> Run:
    """Trains (or goes on training) the structure model on samples that ``draw`` gives."""
    run = start_or_resume(plan, lambda: AxisDetrForObjectDetection(config))
    rng = np.random.default_rng([plan.seed, run.samples])
    return train(plan, run, batches(draw, rng, config, pixels=plan.batch_pixels), lambda m, b: structure_losses(m, b, rng), validate)


def structure_losses(model: nn.Module, batch: Batch, rng: Generator) -> dict[str, Tensor]:
    """The weighted parts of the loss of one batch."""
    device = next(model.parameters()).device
    pixels = batch.pixels.to(device).contiguous(memory_format=torch.channels_last)
    edges = [(_jitter(e.rows, rng).to(device), _jitter(e.columns, rng).to(device)) for e in batch.examples]
    with torch.autocast(device.type, dtype=torch.bfloat16):
        stage = model(pixels, batch.sizes.to(device))
        grids = model.grid(stage, pixels, edges)  # type: ignore[operator]  # nn.Module's attributes are untyped
    box, label = axis_losses(stage, batch)
    return {"box": box, "class": label, "dense": 2 * dense_loss(stage, batch), "grid": grid_loss(grids, batch.examples)}


def _jitter(edges: np.ndarray, rng: Generator) -> Tensor:
    room = np.minimum(np.diff(edges, prepend=edges[0] - 20), np.diff(edges, append=edges[-1] + 20))
    moved = edges + rng.normal(0, _EDGE_JITTER, len(edges)).clip(-0.3, 0.3) * room
    return torch.from_numpy(np.asarray(moved, np.float32))
