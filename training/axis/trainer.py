"""The training loop of the structure model: resumable, with an averaged copy of the weights (EMA) and validation."""

from __future__ import annotations

import copy
import logging
import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import torch
from numpy.random import Generator

from pipeline.models.axis_detr.configuration import AxisDetrConfig
from pipeline.models.axis_detr.modeling import AxisDetrForObjectDetection
from training.axis.batches import Batch, batches
from training.axis.losses import axis_losses, dense_loss, grid_loss
from training.layouts.sample import LayoutSample

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to train with; ``seconds`` counts all training so far, resumed runs included."""

    state: Path
    seconds: float
    learning_rate: float = 1e-3
    decay_from: float = 0.65  # share of ``seconds`` after which the learning rate falls (cosine, to 2 %)
    warmup_steps: int = 200
    batch_pixels: int = 900_000
    pool: int = 96
    ema: float = 0.998
    save_every: float = 300.0
    validate_every: float = 1500.0
    seed: int = 0


@dataclass
class Run:
    """Everything that must survive a restart."""

    model: AxisDetrForObjectDetection
    average: AxisDetrForObjectDetection
    optimizer: torch.optim.Optimizer
    step: int = 0
    samples: int = 0
    seconds: float = 0.0
    history: list[dict[str, float]] = field(default_factory=list)


def start_or_resume(plan: Plan, config: AxisDetrConfig) -> Run:
    """A fresh run, or the one saved at ``plan.state``."""
    torch.manual_seed(plan.seed)
    model = AxisDetrForObjectDetection(config)
    average = copy.deepcopy(model).eval()
    run = Run(model, average, torch.optim.AdamW(model.parameters(), plan.learning_rate, weight_decay=1e-3))
    if plan.state.exists():
        saved = torch.load(plan.state, map_location="cpu", weights_only=True)
        model.load_state_dict(saved["model"])
        average.load_state_dict(saved["average"])
        run.optimizer.load_state_dict(saved["optimizer"])
        run.step, run.samples, run.seconds, run.history = saved["step"], saved["samples"], saved["seconds"], saved["history"]
    return run


def save(run: Run, path: Path) -> None:
    """Writes the state beside and renames it, so that a kill never leaves half a file."""
    path.parent.mkdir(parents=True, exist_ok=True)
    state = {
        "model": run.model.state_dict(),
        "average": run.average.state_dict(),
        "optimizer": run.optimizer.state_dict(),
        "step": run.step,
        "samples": run.samples,
        "seconds": run.seconds,
        "history": run.history,
    }
    torch.save(state, path.with_suffix(".tmp"))
    path.with_suffix(".tmp").rename(path)


def learning_rate(plan: Plan, step: int, seconds: float) -> float:
    """Warm-up, flat, then cosine decay by the clock."""
    progress = min(1.0, max(0.0, (seconds / plan.seconds - plan.decay_from) / (1 - plan.decay_from)))
    return plan.learning_rate * min(1.0, (step + 1) / plan.warmup_steps) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))


def train(
    plan: Plan,
    config: AxisDetrConfig,
    draw: Callable[[Generator], LayoutSample],
    validate: Callable[[AxisDetrForObjectDetection], dict[str, float]] | None = None,
) -> Run:
    """Trains until ``plan.seconds`` are used up and returns the run; call again with more seconds to go on."""
    run = start_or_resume(plan, config)
    rng = np.random.default_rng([plan.seed, run.samples])
    saved = validated = time.monotonic()
    for group in batches(draw, rng, config, pixels=plan.batch_pixels, pool=plan.pool):
        began = time.monotonic()
        losses = [train_step(run, batch, plan, rng) for batch in group]
        run.seconds += time.monotonic() - began
        _report(run, losses)
        if time.monotonic() - saved > plan.save_every:
            save(run, plan.state)
            saved = time.monotonic()
        if validate is not None and time.monotonic() - validated > plan.validate_every:
            run.history.append({"samples": run.samples, **validate(run.average)})
            logger.info("validation %s", run.history[-1])
            validated = time.monotonic()
        if run.seconds >= plan.seconds:
            break
    save(run, plan.state)
    return run


def train_step(run: Run, batch: Batch, plan: Plan, rng: Generator) -> list[float]:
    """One optimizer step; returns the parts of the loss."""
    run.model.train()
    device = next(run.model.parameters()).device
    for group in run.optimizer.param_groups:
        group["lr"] = learning_rate(plan, run.step, run.seconds)
    pixels = batch.pixels.to(device).contiguous(memory_format=torch.channels_last)
    with torch.autocast(device.type, dtype=torch.bfloat16):
        stage = run.model(pixels, batch.sizes.to(device))
        grids = run.model.grid(stage, pixels, [_jittered(e.rows, e.columns, rng) for e in batch.examples])
    box, label = axis_losses(stage, batch)
    dense, grid = dense_loss(stage, batch), grid_loss(grids, batch.examples)
    loss = box + label + 2 * dense + grid
    run.optimizer.zero_grad(set_to_none=True)
    loss.backward()
    torch.nn.utils.clip_grad_norm_(run.model.parameters(), 1.0)
    run.optimizer.step()
    run.step += 1
    run.samples += len(batch.examples)
    _average(run, plan)
    return [float(v.detach()) for v in (box, label, dense, grid)]


def _average(run: Run, plan: Plan) -> None:
    keep = min(plan.ema, (1 + run.step) / (10 + run.step))
    with torch.no_grad():
        for mean, value in zip(run.average.state_dict().values(), run.model.state_dict().values(), strict=True):
            if mean.dtype.is_floating_point:
                mean.lerp_(value, 1 - keep)
            else:
                mean.copy_(value)


def _jittered(rows: np.ndarray, columns: np.ndarray, rng: Generator) -> tuple[torch.Tensor, torch.Tensor]:
    """Edges moved a little, since at inference they are predicted."""
    return _jitter(rows, rng), _jitter(columns, rng)


def _jitter(edges: np.ndarray, rng: Generator) -> torch.Tensor:
    room = np.minimum(np.diff(edges, prepend=edges[0] - 20), np.diff(edges, append=edges[-1] + 20))
    moved = edges + rng.normal(0, 0.06, len(edges)).clip(-0.3, 0.3) * room
    return torch.from_numpy(np.asarray(moved, np.float32))


def _report(run: Run, losses: Sequence[Sequence[float]]) -> None:
    box, label, dense, grid = np.mean(np.array(losses), 0)
    logger.info(
        "samples %d seconds %.0f rate %.1f/s box %.3f class %.3f dense %.3f grid %.3f",
        run.samples, run.seconds, run.samples / max(run.seconds, 1e-9), box, label, dense, grid,
    )  # fmt: skip
