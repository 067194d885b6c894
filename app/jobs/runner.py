"""Takes jobs from the store when workers are free, reads them, and writes what comes; one thread that owns all of this.

The supervisor's thread must never wait for a database, so events only pass through a queue here. When the database is
away the runner tries again until it is back; nothing is dropped meanwhile.
"""

from __future__ import annotations

import logging
import os
import queue
import socket
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from app.jobs.store import LEASE_SECONDS, MAX_ATTEMPTS, JobStore
from app.jobs.tables import Job
from app.reading import Ended, Heard, Reading
from app.work import Extract, Opened, PageRead, PageRevised, Refused
from workers import Pool, PoolClosed

RANK = 10  # synchronous requests go first
POLL_SECONDS = 0.5  # for jobs that another process queued
RETRY_SECONDS = 1.0  # while the database is away
EXPIRE_SECONDS = 60.0
T = TypeVar("T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Plan:
    """How jobs become tasks and what is done when they end; ``problem`` turns a refusal into a problem document."""

    make_task: Callable[[Job, bytes], Extract]
    problem: Callable[[Refused], dict[str, object]]
    on_change: Callable[[str], None]
    on_page: Callable[[PageRead], None]
    on_end: Callable[[Job, Ended], None]
    keep_seconds: float
    job_seconds: float


class Runner:
    """``start`` before use; ``stop`` gives unfinished jobs back to the queue."""

    def __init__(self, store: JobStore, pool: Pool, plan: Plan, *, takes_jobs: bool = True) -> None:
        self._store, self._pool, self._plan, self._takes_jobs = store, pool, plan, takes_jobs
        self.holder = f"{socket.gethostname()}-{os.getpid()}-{os.urandom(4).hex()}"[:80]
        self._events: queue.Queue[tuple[Job, Heard] | None] = queue.Queue()
        self._running: dict[str, tuple[Job, Reading]] = {}
        self._is_stopping, self._is_draining = threading.Event(), False
        self._thread = threading.Thread(target=self._run, name="runner", daemon=True)
        self._renewed = self._looked = self._expired = 0.0

    @property
    def num_running(self) -> int:
        return len(self._running)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """There may be a new job, or one was cancelled."""
        self._looked = self._renewed = 0.0
        self._events.put(None)

    def drain(self) -> None:
        """Takes no new jobs."""
        self._is_draining = True

    def stop(self) -> None:
        """Gives back what is not finished; the pool should have been stopped or have nothing of ours any more."""
        self._is_stopping.set()
        self._events.put(None)
        if self._thread.ident is not None:
            self._thread.join(timeout=10)

    def adopt(self, job: Job, reading: Reading) -> None:
        """A reading that was begun for a waiting client goes on as ``job``, which is in the store as held by us."""
        self._running[job.id] = (job, reading)
        # Pages read for the waiting client were counted then.
        deadline = time.monotonic() + self._plan.job_seconds
        reading.attach(self._listener(job), before=lambda heard: self._events.put((job, heard)), deadline=deadline)
        reading.forget()

    def _listener(self, job: Job) -> Callable[[Heard], None]:
        def hear(heard: Heard) -> None:
            self._events.put((job, heard))
            if isinstance(heard, PageRead):
                self._plan.on_page(heard)

        return hear

    def _run(self) -> None:
        while not self._is_stopping.is_set():
            try:
                self._persist(self._go_round)
            except Exception:
                _log.exception("the job runner stumbled and goes on")
                time.sleep(RETRY_SECONDS)
        for job, _ in list(self._running.values()):
            try:
                self._store.give_back(job)
            except SQLAlchemyError:
                return  # its lease runs out

    def _go_round(self) -> None:
        now = time.monotonic()
        if now - self._renewed > LEASE_SECONDS / 3:
            self._renew()
            self._renewed = now
        if now - self._expired > EXPIRE_SECONDS:
            self._store.expire(self._plan.keep_seconds)
            self._expired = now
        if now - self._looked > POLL_SECONDS and self._takes_jobs and not self._is_draining:
            self._looked = now if not self._take() else 0.0
        try:
            event = self._events.get(timeout=0.2)
        except queue.Empty:
            return
        if event is not None:
            self._persist(lambda: self._save(*event))

    def _renew(self) -> None:
        held = [job for job, _ in list(self._running.values())]
        for number in self._store.renew(held):
            gone = self._running.pop(number, None)
            if gone is not None:
                gone[1].cancel()

    def _take(self) -> bool:
        """Whether a job was taken: only when a worker is free for it, so that jobs wait in the store."""
        if self._pool.num_busy + self._pool.num_waiting >= self._pool.num_workers or not self._pool.is_open:
            return False
        leased = self._store.lease(self.holder)
        if leased is None:
            return False
        job, data = leased
        if job.attempts > MAX_ATTEMPTS:
            self._end(job, Ended(None, Refused("worker_died", f"given up after {MAX_ATTEMPTS} attempts that all ended with their process")))
            return True
        try:
            task = self._plan.make_task(job, data)
            deadline = time.monotonic() + self._plan.job_seconds
            reading = Reading(self._pool, task, self._listener(job), rank=RANK, deadline=deadline, is_bounded=False)
        except PoolClosed:
            self._store.give_back(job)
            return False
        reading.forget()
        self._running[job.id] = (job, reading)
        self._plan.on_change(job.id)
        return True

    def _save(self, job: Job, heard: Heard) -> None:
        if job.id not in self._running:
            return  # cancelled, or taken by another
        if isinstance(heard, Opened):
            self._store.save_opened(job, num_pages=heard.head["num_pages"], pages_asked=len(heard.numbers), sha256=heard.head["sha256"])
        elif isinstance(heard, PageRead):
            self._store.save_page(job, heard.number, heard.data, heard.num_tables)
        elif isinstance(heard, PageRevised):
            self._store.revise_page(job, heard.number, heard.data)
        elif isinstance(heard, Ended):
            if self._pool.is_open or heard.head is not None or heard.problem is None or heard.problem.code != "cancelled":
                self._end(job, heard)
                self._looked = 0.0
            return
        self._plan.on_change(job.id)

    def _end(self, job: Job, ended: Ended) -> None:
        problem = None if ended.problem is None else self._plan.problem(ended.problem)
        self._store.finish(job, head=ended.head, problem=problem)
        self._running.pop(job.id, None)
        self._plan.on_end(job, ended)
        self._plan.on_change(job.id)

    def _persist(self, work: Callable[[], T]) -> T | None:
        """What ``work`` returns, once the database is there; ``None`` when we are stopped before."""
        while True:
            try:
                return work()
            except SQLAlchemyError as error:
                _log.warning("the job store is away (%s), trying again", type(error).__name__)
                if self._is_stopping.wait(RETRY_SECONDS):
                    return None
