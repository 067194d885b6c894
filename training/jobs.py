"""What a training consists of, apart from how long it runs: model, batches, losses; and the way to run it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Generic, TypeVar

from numpy.random import Generator
from torch import Tensor, nn

from training.feed import feed
from training.loop import Grouping, Plan, Progress, Run, Sized, start_or_resume, train

B = TypeVar("B", bound=Sized)


@dataclass(frozen=True, slots=True, kw_only=True)
class Job(Generic[B]):
    """``batches(rng)`` are endless; ``losses`` are weighted parts whose sum is minimised; ``groups``: see the loop."""

    make_model: Callable[[], nn.Module]
    batches: Callable[[Generator], Iterator[B]]
    losses: Callable[[nn.Module, B], dict[str, Tensor]]
    groups: Grouping | None = None


def run_job(
    plan: Plan,
    job: Job[B],
    validate: Callable[[nn.Module], dict[str, float]] | None = None,
    report: Callable[[Progress], None] | None = None,
    workers: int = 0,
) -> Run:
    """Starts or resumes ``job`` and trains it as planned; ``workers`` processes make the batches (0: this one)."""
    run = start_or_resume(plan, job.make_model, job.groups)
    batches = feed(job.batches, [plan.seed, run.samples], workers, pin=plan.device.startswith("cuda"))
    return train(plan, run, batches, job.losses, validate, report)
