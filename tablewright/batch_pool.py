"""N worker processes that survive their documents: one that hangs or dies is replaced, and only its document fails.

Each worker does one task at a time and reports pages as it goes. The clock of a task restarts with each report, so
``page_seconds`` bounds a page and ``file_seconds`` a document of any size.
"""

from __future__ import annotations

import contextlib
import time
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing import connection, get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

T = TypeVar("T")
Report = Callable[[int, int], None]
Work = Callable[[Any, Report], Any]
_START_SECONDS = 300.0  # to import torch and load the models on a slow machine
_POLL_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Progress:
    """A sign of life: ``done`` of ``total`` pages of task ``index``."""

    index: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Done:
    """The end of task ``index``: what the work returned, or in ``problem`` why there is nothing."""

    index: int
    value: Any
    problem: str | None = None


@dataclass(slots=True)
class _Worker:
    process: Any
    pipe: Connection
    task: int | None = None
    is_ready: bool = False
    started: float = 0.0
    heard: float = 0.0


def _serve(pipe: Connection, make_work: Callable[[], Work]) -> None:
    """Runs in the worker: builds the work function (loads models), then answers one task after the other."""
    work = make_work()
    pipe.send(("ready",))
    while (message := pipe.recv()) is not None:
        pipe.send(("done", work(message, lambda done, total: pipe.send(("page", done, total)))))


class Pool(Generic[T]):
    """``make_work`` is called once in each worker; it and the tasks must be picklable."""

    def __init__(self, make_work: Callable[[], Work], *, num_workers: int, page_seconds: float, file_seconds: float) -> None:
        self._make_work, self._num_workers = make_work, num_workers
        self._page_seconds, self._file_seconds = page_seconds, file_seconds
        self._context = get_context("spawn")

    def run(self, tasks: Sequence[T]) -> Iterator[Progress | Done]:
        """Signs of life and exactly one ``Done`` per task, as they come."""
        waiting = deque(range(len(tasks)))
        workers = [self._start() for _ in range(min(self._num_workers, len(tasks)))]
        try:
            while waiting or any(worker.task is not None for worker in workers):
                self._assign(workers, waiting, tasks)
                yield from self._listen(workers, waiting)
                yield from self._replace_overdue(workers, waiting)
        finally:
            for worker in workers:
                self._stop(worker)

    def _start(self) -> _Worker:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(target=_serve, args=(theirs, self._make_work), daemon=True)
        process.start()
        theirs.close()
        return _Worker(process, ours, heard=time.monotonic())

    def _stop(self, worker: _Worker) -> None:
        worker.process.kill()
        worker.process.join()
        worker.pipe.close()

    def _assign(self, workers: list[_Worker], waiting: deque[int], tasks: Sequence[T]) -> None:
        for worker in workers:
            if worker.is_ready and worker.task is None and waiting:
                worker.task = waiting.popleft()
                worker.started = worker.heard = time.monotonic()
                with contextlib.suppress(OSError):  # it has just died; listening will tell
                    worker.pipe.send(tasks[worker.task])

    def _listen(self, workers: list[_Worker], waiting: deque[int]) -> Iterator[Progress | Done]:
        pipes = {worker.pipe: index for index, worker in enumerate(workers)}
        for pipe in connection.wait(list(pipes), timeout=_POLL_SECONDS):
            index = pipes[pipe]  # type: ignore[index]
            try:
                event = self._hear(workers[index])
            except (EOFError, OSError):
                event = self._after_death(workers, index, waiting)
            if event:
                yield event

    def _hear(self, worker: _Worker) -> Progress | Done | None:
        message = worker.pipe.recv()
        worker.heard = time.monotonic()
        if message[0] == "ready":
            worker.is_ready = True
            return None
        assert worker.task is not None
        if message[0] == "page":
            return Progress(worker.task, message[1], message[2])
        done = Done(worker.task, message[1])
        worker.task = None
        return done

    def _after_death(self, workers: list[_Worker], index: int, waiting: deque[int]) -> Done | None:
        """Replaces a worker that ended by itself."""
        worker = workers[index]
        worker.process.join()
        return self._replace(workers, index, waiting, f"the worker process ended unexpectedly (exit code {worker.process.exitcode})")

    def _replace_overdue(self, workers: list[_Worker], waiting: deque[int]) -> Iterator[Done]:
        now = time.monotonic()
        for index, worker in enumerate(workers):
            problem = self._overdue(worker, now)
            done = self._replace(workers, index, waiting, problem) if problem else None
            if done:
                yield done

    def _overdue(self, worker: _Worker, now: float) -> str | None:
        if not worker.is_ready:
            return f"the worker was not ready after {_START_SECONDS:g} s" if now - worker.heard > _START_SECONDS else None
        if worker.task is None:
            return None
        if now - worker.heard > self._page_seconds:
            return f"no page was finished for {self._page_seconds:g} s; the worker was stopped"
        return f"not finished after {self._file_seconds:g} s; the worker was stopped" if now - worker.started > self._file_seconds else None

    def _replace(self, workers: list[_Worker], index: int, waiting: deque[int], problem: str) -> Done | None:
        """A new worker in place of a bad one. The document it had fails; when it never got ready, the next one does,
        so that workers which cannot start end the batch instead of starting for ever.
        """
        worker = workers[index]
        self._stop(worker)
        task = worker.task
        if task is None and not worker.is_ready and waiting:
            task = waiting.popleft()
        workers[index] = self._start()
        return None if task is None else Done(task, None, problem)
