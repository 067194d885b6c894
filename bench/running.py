"""Evaluating a dataset sample by sample, in this process or in many, with a progress bar.

The system under test is made by a picklable ``make`` in every worker, so that models are loaded once per process.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from bench.evaluation import Evaluation, SampleResult, evaluate_sample
from bench.predictions import System, bare_cells
from bench.regime import Regime
from bench.samples import Dataset, Sample
from bench.scoring import ScoringOptions

Make = Callable[[], System]


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker needs to know besides its samples."""

    make: Make
    regime: Regime
    options: ScoringOptions


class _Worker:
    """The system of this process; set once by ``_start``."""

    system: System | None = None
    job: Job | None = None


def run(dataset: Dataset, name: str, job: Job, *, workers: int = 1, is_quiet: bool = False) -> Evaluation:
    """The evaluation of ``dataset``; samples keep their order whatever finishes first."""
    with _progress(name, len(dataset.samples), is_quiet) as advance:
        results = tuple(_advancing(_results(dataset.samples, job, workers), advance))
    evaluation = Evaluation(name, job.regime, job.options, results)
    return evaluation if _has_boxes(evaluation) else replace(evaluation, options=replace(job.options, with_loc=False))


def _has_boxes(evaluation: Evaluation) -> bool:
    """Whether any prediction has cell boxes: output without them is not scored by GriTS_Loc at all."""
    found = (bare_cells(table.prediction) for table in evaluation.tables if table.prediction is not None)
    return any(cell.bbox for cells in found for cell in cells)


def _results(samples: tuple[Sample, ...], job: Job, workers: int) -> Iterator[SampleResult]:
    if workers <= 1 or len(samples) <= 1:
        system = job.make()
        yield from (_evaluate(sample, system, job) for sample in samples)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(workers, len(samples)), mp_context=context, initializer=_start, initargs=(job,)) as pool:
        yield from pool.map(_work, samples)


def _evaluate(sample: Sample, system: System, job: Job) -> SampleResult:
    return evaluate_sample(sample, system.read(sample), job.regime, job.options)


def _start(job: Job) -> None:
    _Worker.system, _Worker.job = job.make(), job


def _work(sample: Sample) -> SampleResult:
    assert _Worker.system is not None
    assert _Worker.job is not None
    return _evaluate(sample, _Worker.system, _Worker.job)


def _advancing(results: Iterable[SampleResult], advance: Callable[[], None]) -> Iterator[SampleResult]:
    for result in results:
        advance()
        yield result


@contextmanager
def _progress(name: str, total: int, is_quiet: bool) -> Iterator[Callable[[], None]]:
    columns: tuple[Any, ...] = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), disable=is_quiet) as bar:
        task = bar.add_task(name, total=total)
        yield lambda: bar.advance(task)
