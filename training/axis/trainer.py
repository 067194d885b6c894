"""Training of the structure model: its losses and batches for the common loop."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import torch
from numpy.random import Generator
from torch import Tensor, nn

from pipeline.models.axis_detr.configuration import AxisDetrConfig
from pipeline.models.axis_detr.modeling import AxisDetrForObjectDetection
from training.axis.augment import augment
from training.axis.batches import Batch, batches
from training.axis.losses import axis_losses, dense_loss, grid_loss
from training.feed import Draw
from training.jobs import Job, run_job
from training.layouts.sample import LayoutSample
from training.layouts.synthetic import synthetic_sample
from training.loop import Plan, Run

_MAX_REDRAWS = 4
_LARGE_AREA = 5200.0  # square ems
_KEPT_OF_LARGE = 0.3
_EDGE_JITTER = 0.06  # of the thinner neighbouring lane: at inference the edges are predicted, not true


def structure_job(make_model: Callable[[], nn.Module], config: AxisDetrConfig, draw: Draw[LayoutSample], plan: Plan) -> Job[Batch]:
    """Training of the structure model on samples that ``draw`` gives."""
    jitter = np.random.default_rng([plan.seed, 1])
    return Job(
        make_model=make_model,
        batches=lambda rng: batches(draw, rng, config, pixels=plan.batch_pixels),
        losses=lambda model, batch: structure_losses(model, batch, jitter),
    )


def train_structure(
    plan: Plan,
    config: AxisDetrConfig,
    draw: Draw[LayoutSample],
    validate: Callable[[nn.Module], dict[str, float]] | None = None,
) -> Run:
    """Trains (or goes on training) a structure model of ``config``."""
    return run_job(plan, structure_job(lambda: AxisDetrForObjectDetection(config), config, draw, plan), validate)


def draw_synthetic(rng: Generator) -> LayoutSample:
    """A random variant of a random synthetic table; of very large ones only some, as they cost as much as many others."""
    for _ in range(_MAX_REDRAWS):
        sample = augment(synthetic_sample(int(rng.integers(1, 2**31))), rng)
        if sample.crop.area / sample.layout.em**2 < _LARGE_AREA or rng.random() < _KEPT_OF_LARGE:
            break
    return sample


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
