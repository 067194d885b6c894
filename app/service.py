"""The running service: workers, job store and runner, and the ways in which requests hand work to them."""

from __future__ import annotations

import asyncio
import logging
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Any, TypeVar

from starlette.requests import Request

from app.callbacks import Callbacks
from app.fetching import Limits as FetchLimits
from app.jobs.runner import Plan, Runner
from app.jobs.store import JobStore
from app.jobs.tables import Job
from app.keys import Accounts
from app.logs import log_document
from app.metrics import Metrics
from app.problems import CLIENT_GONE_STATUS, CODES, Refusal, busy, refusal_of
from app.reading import CODES as FAILURE_CODES
from app.reading import Ended, Heard, Reading
from app.request_options import options_of
from app.settings import Settings
from app.work import Extract, MakeWork, PageRead, Refused, Task
from pipeline import Options
from workers import Done, Event, Failed, Limits, Pool, PoolClosed, PoolFull, default_workers
from workers.child import Work

PRELOAD = ("app.work", "pipeline.models.detector", "pipeline.models.recognizer", "pipeline.models.axis_detr", "pipeline.models.page_detr")
STUCK_SECONDS = 30.0  # of a supervisor that goes round four times a second
T = TypeVar("T")
_log = logging.getLogger(__name__)


class Service:
    """Built by the app factory; ``start`` and ``stop`` in the lifespan. ``make_work`` replaces the real models in tests."""

    def __init__(self, settings: Settings, make_work: Callable[[], Work] | None = None) -> None:
        self.settings = settings
        self.metrics, self.accounts = Metrics(), Accounts(settings.keys)
        self.num_workers = settings.workers or default_workers()
        limits = Limits(
            silent_seconds=settings.page_seconds,
            task_seconds=settings.job_seconds,
            memory_bytes=settings.worker_memory_bytes,
            max_tasks=settings.worker_documents,
            attempts=1,  # a reading tries again itself, without the pages it has
            queue_size=settings.queue_size,
        )
        options = Options(detector=settings.detector, structure=settings.structure, engine=settings.engine, threads=settings.threads)
        self.pool = Pool(
            make_work or MakeWork(options),
            num_workers=self.num_workers,
            limits=limits,
            num_spares=settings.spare_workers if make_work is None else 0,
            preload=PRELOAD if make_work is None else (),
        )
        self.store = JobStore(settings.database_url)
        plan = Plan(
            self.make_task, self.job_problem, self._changed, self.count, self._job_over, settings.keep_seconds, settings.job_seconds
        )
        self.runner = Runner(self.store, self.pool, plan, takes_jobs=settings.runs_jobs)
        secret = settings.callback_secret
        self.callbacks = None if secret is None else Callbacks(self.store, secret.get_secret_value(), self.fetch_limits)
        self.metrics.watch(self.pool, lambda: self.runner.num_running)
        self.is_draining = False
        self._watchers: defaultdict[str, set[asyncio.Event]] = defaultdict(set)
        self._loop: asyncio.AbstractEventLoop | None = None

    @property
    def fetch_limits(self) -> FetchLimits:
        chosen = self.settings
        return FetchLimits(chosen.fetch_seconds, chosen.max_upload_bytes, chosen.private_addresses)

    def start(self) -> None:
        """Starts the workers and waits until one is ready. Raises ``StartFailed``."""
        self.pool.start()
        try:
            self.pool.wait_ready(self.pool.limits.start_seconds)
        except BaseException:
            self.pool.stop()
            raise
        self.runner.start()
        if self.callbacks is not None:
            self.callbacks.start()

    def bind(self, loop: asyncio.AbstractEventLoop) -> None:
        """The event loop that waits for jobs."""
        self._loop = loop

    def drain(self) -> None:
        """Takes nothing new; what runs goes on."""
        self.is_draining = True
        self.runner.drain()

    @property
    def is_idle(self) -> bool:
        return self.pool.num_busy == 0 and self.pool.num_waiting == 0

    def stop(self) -> None:
        if self.callbacks is not None:
            self.callbacks.stop()
        self.pool.close()
        self.runner.stop()
        self.pool.stop()
        self.store.close()

    def why_not_ready(self) -> str | None:
        """What keeps the service from taking a document now, or ``None``."""
        if self.is_draining:
            return "the service is being stopped"
        if not self.is_live or not self.pool.is_open or self.pool.num_ready == 0:
            return "no worker is ready"
        return "the queue is full" if self.pool.is_full else None

    @property
    def is_live(self) -> bool:
        """Whether the supervisor of the workers goes round."""
        return self.pool.silence < STUCK_SECONDS

    # Work.

    def make_task(self, job: Job, data: bytes) -> Extract:
        return Extract(data, job.name, options_of(job.fields, self.settings))

    def job_problem(self, refused: Refused) -> dict[str, object]:
        return {"status": CODES.get(refused.code, 500), "code": refused.code, "detail": refused.message}

    async def read(self, task: Extract, request: Request) -> tuple[Reading, Ended | None]:
        """A document read while its client waits: its end, or ``None`` when the time of a synchronous request is over.

        A client that goes takes its document along. Raises ``Refusal`` when no worker may be had.
        """
        self.refuse_when_draining()
        loop = asyncio.get_running_loop()
        end: asyncio.Future[Ended] = loop.create_future()
        try:
            reading = Reading(self.pool, task, lambda heard: self._hear(heard, loop, end))
        except (PoolFull, PoolClosed) as error:
            raise busy(self.settings.retry_after_seconds) from error
        try:
            return reading, await self._while_wanted(end, request, self.settings.request_seconds)
        except TimeoutError:
            return reading, None
        except BaseException:
            reading.cancel()
            raise

    async def ask(self, task: Task, request: Request | None, *, seconds: float | None = None) -> Any:
        """The value of a short task that somebody waits for. Raises ``Refusal``."""
        loop = asyncio.get_running_loop()
        end: asyncio.Future[Event] = loop.create_future()
        limit = seconds or self.settings.request_seconds

        def listen(event: Event) -> None:
            if isinstance(event, Done | Failed):
                loop.call_soon_threadsafe(_settle, end, event)

        try:
            ticket = self.pool.submit(task, listen, rank=-1, deadline=time.monotonic() + limit)
        except (PoolFull, PoolClosed) as error:
            raise busy(self.settings.retry_after_seconds) from error
        try:
            event = await (end if request is None else self._while_wanted(end, request, None))
        except BaseException:
            self.pool.cancel(ticket)
            raise
        value = event.value if isinstance(event, Done) else _refused(event)
        if isinstance(value, Refused):
            raise refusal_of(value, self.settings.retry_after_seconds)
        return value

    def refuse_when_draining(self) -> None:
        if self.is_draining:
            raise busy(self.settings.retry_after_seconds, "the service is being stopped; try again later")

    async def _while_wanted(self, end: asyncio.Future[T], request: Request, seconds: float | None) -> T:
        """What ``end`` brings. Raises ``TimeoutError`` after ``seconds``, ``Refusal`` when the client has gone."""
        gone = asyncio.ensure_future(_wait_gone(request))
        waited: set[asyncio.Future[Any]] = {end, gone}
        try:
            await asyncio.wait(waited, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        finally:
            gone.cancel()
        if end.done():
            return end.result()
        if gone.done():
            raise Refusal(CLIENT_GONE_STATUS, "cancelled", "the client has gone")
        raise TimeoutError

    def _hear(self, heard: Heard, loop: asyncio.AbstractEventLoop, end: asyncio.Future[Ended]) -> None:
        self.count(heard)
        if isinstance(heard, Ended):
            loop.call_soon_threadsafe(_settle, end, heard)

    def count(self, heard: Heard) -> None:
        if isinstance(heard, PageRead):
            self.metrics.pages.inc()
            self.metrics.page_seconds.observe(heard.seconds)
            self.metrics.tables.inc(heard.num_tables)

    # Jobs.

    async def wait_change(self, number: str, seconds: float) -> None:
        """Returns when the job has changed, or after ``seconds``; a job of another process is looked at every second."""
        event = asyncio.Event()
        self._watchers[number].add(event)
        try:
            await asyncio.wait_for(event.wait(), min(seconds, 1.0))
        except TimeoutError:
            pass
        finally:
            self._watchers[number].discard(event)
            if not self._watchers[number]:
                del self._watchers[number]

    def _changed(self, number: str) -> None:
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._wake, number)

    def _wake(self, number: str) -> None:
        for event in self._watchers.get(number, ()):
            event.set()

    def _job_over(self, job: Job, ended: Ended) -> None:
        status = "failed" if ended.head is None else str(ended.head["status"])
        self.metrics.documents.labels(status).inc()
        fresh = self.store.get(job.id)
        if fresh is not None:
            seconds = round((fresh.finished or 0) - (fresh.started or 0), 3)
            log_document(job=job.id, status=status, sha256=fresh.sha256, pages=fresh.pages_done, tables=fresh.num_tables, seconds=seconds)


def _refused(event: Event) -> Refused:
    assert isinstance(event, Failed)
    codes = {**FAILURE_CODES, "expired": "busy"}
    return Refused(codes.get(event.code, event.code), event.reason)


def _settle(future: asyncio.Future[T], value: T) -> None:
    if not future.done():
        future.set_result(value)


async def _wait_gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
