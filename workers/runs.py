"""Any number of tasks through a pool: signs of life and exactly one end per task, as they come.

Tasks are taken from their iterable a few at a time, so 100,000 documents are neither hashed nor pickled ahead.
"""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from workers.pool import Pool
from workers.tickets import Done, Event, Failed, Started

T = TypeVar("T")
AHEAD = 2  # tasks per worker that wait in the pool


def run_all(pool: Pool, tasks: Iterable[T], *, is_stopped: Callable[[], bool] = lambda: False) -> Iterator[tuple[T, Event]]:
    """``(task, event)`` for every task; the pool is started with the first one and stopped at the end.

    Once ``is_stopped()`` it returns: running tasks end without an event.
    """
    events: queue.SimpleQueue[tuple[T, Event]] = queue.SimpleQueue()
    coming, is_more, num_open = iter(tasks), True, 0
    try:
        while (is_more or num_open) and not is_stopped():
            while is_more and num_open < (1 + AHEAD) * pool.num_workers and events.empty():
                is_more = _submit_next(pool, coming, events)
                num_open += is_more
            try:
                task, event = events.get(timeout=0.25 if num_open else 0)
            except queue.Empty:
                continue
            num_open -= isinstance(event, Done | Failed)
            if not isinstance(event, Started):
                yield task, event
    finally:
        if pool.is_open:
            pool.stop()


def _submit_next(pool: Pool, coming: Iterator[T], events: queue.SimpleQueue[tuple[T, Event]]) -> bool:
    """Whether there was another task."""
    try:
        task = next(coming)
    except StopIteration:
        return False
    if not pool.is_open:
        pool.start()
    pool.submit(task, lambda event: events.put((task, event)), is_bounded=False)
    return True
