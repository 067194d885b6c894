"""One training loop for our layout models: resumable, with an averaged copy of the weights (EMA) and validation.

The learning rate follows the clock, not a number of steps: a run is planned in seconds of training, may be stopped
at any time, and goes on from its saved state with the same plan or a longer one.
"""

from __future__ import annotations

import copy
import logging
import math
import pickle
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol, TypeVar

import numpy as np
import torch
from torch import Tensor, nn

from pipeline.errors import InputError, ModelError

logger = logging.getLogger(__name__)
MAX_LEFT_OUT = 5  # batches in a row whose gradient is no number; more, and the run is beyond help
RATE_FACTOR = "rate_factor"  # of a parameter group: its learning rate relative to the plan's


class Sized(Protocol):
    """A batch that knows how many samples it holds."""

    @property
    def num_samples(self) -> int: ...


B = TypeVar("B", bound=Sized)
Grouping = Callable[[nn.Module], list[dict[str, Any]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What to train with; ``seconds`` and ``samples`` count all training so far, resumed runs included; the first to be used up
    ends it (``samples`` ``None``: the clock alone)."""

    state: Path
    seconds: float
    samples: int | None = None
    learning_rate: float = 1e-3
    decay_from: float = 0.65  # share of the run after which the learning rate falls (cosine, to 2 %)
    warmup_steps: int = 200
    max_gradient_norm: float = 1.0
    batch_pixels: int = 600_000
    batch_samples: int = 16
    report_every: int = 20
    ema: float = 0.998
    save_every: float = 300.0
    validate_every: float = 1500.0
    seed: int = 0
    device: str = "cpu"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a run stands after a batch; ``losses`` are the weighted parts of that batch."""

    samples: int
    seconds: float
    losses: dict[str, float]


@dataclass
class Run:
    """Everything that must survive a restart."""

    model: nn.Module
    average: nn.Module
    optimizer: torch.optim.Optimizer
    step: int = 0
    samples: int = 0
    seconds: float = 0.0
    history: list[dict[str, float]] = field(default_factory=list)
    left_out: int = 0  # batches without a step, one after the other until now


def start_or_resume(plan: Plan, make_model: Callable[[], nn.Module], groups: Grouping | None = None) -> Run:
    """A fresh run, or the one saved at ``plan.state``; ``groups`` splits the parameters by learning rate.

    Raises ``InputError`` when the saved state is damaged or belongs to another model.
    """
    torch.manual_seed(plan.seed)
    model = make_model().to(device=plan.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    wanted = groups(model) if groups else [{"params": list(model.parameters())}]
    is_fused = plan.device.startswith("cuda")
    run = Run(model, copy.deepcopy(model).eval(), torch.optim.AdamW(wanted, plan.learning_rate, weight_decay=1e-3, fused=is_fused))
    if plan.state.exists():
        try:
            _restore(run, torch.load(plan.state, map_location="cpu", weights_only=True))
        except (RuntimeError, ValueError, KeyError, EOFError, pickle.UnpicklingError) as error:
            reason = str(error).splitlines()[0]
            raise InputError(f"{plan.state}: not a state of this training ({reason}); name another --state to start anew") from error
    return run


def _restore(run: Run, saved: dict[str, Any]) -> None:
    run.model.load_state_dict(saved["model"])
    run.average.load_state_dict(saved["average"])
    run.optimizer.load_state_dict(saved["optimizer"])
    run.step, run.samples, run.seconds, run.history = saved["step"], saved["samples"], saved["seconds"], saved["history"]


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


def share_done(plan: Plan, seconds: float, samples: int) -> float:
    """How much of the run is behind, 0 to 1 and above: by the clock, or by samples where these are nearer to their end."""
    return max(seconds / plan.seconds, samples / plan.samples if plan.samples else 0.0)


def learning_rate(plan: Plan, step: int, seconds: float, samples: int = 0) -> float:
    """Warm-up, flat, then cosine decay by the share of the run that is done."""
    progress = min(1.0, max(0.0, (share_done(plan, seconds, samples) - plan.decay_from) / (1 - plan.decay_from)))
    return plan.learning_rate * min(1.0, (step + 1) / plan.warmup_steps) * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * progress)))


def train(
    plan: Plan,
    run: Run,
    batches: Iterable[B],
    losses: Callable[[nn.Module, B], dict[str, Tensor]],
    validate: Callable[[nn.Module], dict[str, float]] | None = None,
    report: Callable[[Progress], None] | None = None,
) -> Run:
    """Trains until ``plan.seconds`` or ``plan.samples`` are used up and returns the run; call again with more to go on.

    ``losses`` gives the named parts of the loss of one batch, already weighted; their sum is minimised. ``validate``
    scores the averaged weights now and then and at the end, ``report`` hears of every batch. Finite ``batches`` may end
    the run before its time; a run whose time is used up is returned as it is.
    """
    if share_done(plan, run.seconds, run.samples) >= 1:
        return run
    saved = validated = began = time.monotonic()
    window: list[dict[str, float]] = []
    averaged = _Average(run)
    for batch in batches:
        window.append(_step(plan, run, batch, losses, averaged))
        run.seconds += time.monotonic() - began
        began = time.monotonic()
        if report is not None:
            report(Progress(run.samples, run.seconds, window[-1]))
        if len(window) == plan.report_every:
            _report(run, window)
            window = []
        if time.monotonic() - saved > plan.save_every:
            save(run, plan.state)
            saved = time.monotonic()
        if validate is not None and time.monotonic() - validated > plan.validate_every:
            _validate(run, validate)
            validated = began = time.monotonic()
        if share_done(plan, run.seconds, run.samples) >= 1:
            break
    if validate is not None:
        _validate(run, validate)
    save(run, plan.state)
    return run


def _validate(run: Run, validate: Callable[[nn.Module], dict[str, float]]) -> None:
    run.history.append({"samples": run.samples, **validate(run.average)})
    logger.info("validation %s", run.history[-1])


def _step(plan: Plan, run: Run, batch: B, losses: Callable[[nn.Module, B], dict[str, Tensor]], averaged: _Average) -> dict[str, float]:
    run.model.train()
    for group in run.optimizer.param_groups:
        group["lr"] = learning_rate(plan, run.step, run.seconds, run.samples) * group.get(RATE_FACTOR, 1.0)
    parts = losses(run.model, batch)
    run.optimizer.zero_grad(set_to_none=True)
    torch.stack(list(parts.values())).sum().backward()  # type: ignore[no-untyped-call]
    norm = nn.utils.clip_grad_norm_(run.model.parameters(), plan.max_gradient_norm)
    run.samples += batch.num_samples
    if bool(torch.isfinite(norm)):
        run.optimizer.step()
        run.step += 1
        run.left_out = 0
        averaged.follow(min(plan.ema, (1 + run.step) / (10 + run.step)))
    else:
        _leave_out(plan, run)
    return dict(zip(parts, torch.stack([value.detach() for value in parts.values()]).tolist(), strict=True))


def _leave_out(plan: Plan, run: Run) -> None:
    """Counts a batch without a step: one gradient beyond all numbers (in 16 bits, once in half a million samples) must not end a run."""
    run.left_out += 1
    if run.left_out > MAX_LEFT_OUT:
        raise ModelError(
            f"the loss grew beyond all numbers after {run.samples} samples: take a lower learning rate and go on from {plan.state}"
        )
    logger.warning("a batch was left out after %d samples: its gradient is beyond all numbers", run.samples)


class _Average:
    """The running mean of a run's weights; the lists of tensors are made once, since a step is short on a GPU."""

    def __init__(self, run: Run) -> None:
        pairs = list(zip(run.average.state_dict().values(), run.model.state_dict().values(), strict=True))
        self._means = [mean for mean, _ in pairs if mean.dtype.is_floating_point]
        self._values = [value for mean, value in pairs if mean.dtype.is_floating_point]
        self._counters = [(mean, value) for mean, value in pairs if not mean.dtype.is_floating_point]

    @torch.no_grad()
    def follow(self, keep: float) -> None:
        torch._foreach_lerp_(self._means, self._values, 1 - keep)
        for mean, value in self._counters:
            mean.copy_(value)


def _report(run: Run, window: Sequence[dict[str, float]]) -> None:
    means = " ".join(f"{name} {np.mean([parts[name] for parts in window]):.3f}" for name in window[0])
    logger.info("samples %d seconds %.0f rate %.1f/s %s", run.samples, run.seconds, run.samples / max(run.seconds, 1e-9), means)
