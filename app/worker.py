"""One worker thread behind a bounded queue: models run there and never on the event loop."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

from pipeline.errors import BusyError

T = TypeVar("T")
Job = tuple[Future[object], Callable[[], object]]


class Worker:
    """Runs jobs one after the other. ``start`` before ``submit``, ``stop`` at the end; jobs still waiting are cancelled."""

    def __init__(self, *, queue_size: int) -> None:
        self._queue: queue.Queue[Job | None] = queue.Queue(queue_size + 1)  # one place for the stop sign
        self._queue_size = queue_size
        self._thread = threading.Thread(target=self._run, name="extraction", daemon=True)
        self._is_stopping = threading.Event()

    @property
    def is_alive(self) -> bool:
        return self._thread.is_alive() and not self._is_stopping.is_set()

    def start(self) -> None:
        self._thread.start()

    def submit(self, job: Callable[[], T]) -> Future[T]:
        """The job's future; raises ``BusyError`` at once when the queue is full or the worker is gone."""
        if not self.is_alive or self._queue.qsize() >= self._queue_size:
            raise BusyError("all workers are taken; try again later")
        future: Future[T] = Future()
        self._queue.put_nowait((future, job))  # type: ignore[arg-type]
        return future

    def stop(self) -> None:
        """Ends the thread after the job at hand."""
        self._is_stopping.set()
        self._queue.put(None)
        self._thread.join(timeout=30)

    def _run(self) -> None:
        while (item := self._queue.get()) is not None:
            future, job = item
            if self._is_stopping.is_set() or not future.set_running_or_notify_cancel():
                future.cancel()
                continue
            try:
                future.set_result(job())
            except BaseException as error:  # handed to the caller, who raises it again
                future.set_exception(error)
