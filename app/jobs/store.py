"""Jobs that survive: one table with leases, in SQLite (no server) or PostgreSQL (several machines), through SQLAlchemy.

A job is leased for some seconds and the lease is renewed while it runs. When its holder is gone the lease runs out and the
next one takes the job, so none is lost; every lease has a number and only the last holder may write, so none ends twice.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Engine, case, create_engine, delete, event, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from app.jobs.tables import CORRECTIONS, DOCUMENTS, JOBS, METADATA, OVER, PAGES, Job, job_of
from pipeline.errors import InputError

LEASE_SECONDS = 15.0
MAX_ATTEMPTS = 10  # of a job whose holders vanish one after the other
CHUNK = 50  # pages read at once
STARTING = 7_246_113  # any number of our own: the advisory lock of whoever makes the tables


class JobStore:
    """All methods may be called from any thread. Errors of the database are SQLAlchemy's, but for a database that cannot be used
    from the beginning: that is an ``InputError``.
    """

    def __init__(self, url: str) -> None:
        try:
            self._readers = _engine(url)
            self._writers = self._readers.execution_options(writes=True)
            with self._writers.begin() as connection:
                if connection.dialect.name == "postgresql":  # several services may start on a new database at once
                    connection.execute(select(func.pg_advisory_xact_lock(STARTING)))
                METADATA.create_all(connection)
        except (SQLAlchemyError, ImportError) as error:
            why = next(iter(str(getattr(error, "orig", None) or error).splitlines()), "") or type(error).__name__
            raise InputError(f"the database of jobs (TABLEWRIGHT_DATABASE) cannot be used: {why}") from error

    def close(self) -> None:
        self._readers.dispose()

    def add(
        self,
        documents: Sequence[tuple[str, bytes]],
        fields: dict[str, str],
        *,
        owner: str,
        callback: str | None = None,
        holder: str | None = None,
    ) -> list[Job]:
        """New jobs, one per document, in one transaction; with ``holder`` they are running there already."""
        now, batch = time.time(), secrets.token_urlsafe(16)
        ids = [secrets.token_urlsafe(16) for _ in documents]
        values: dict[str, Any] = {"owner": owner, "batch": batch, "fields": json.dumps(fields), "created": now, "callback": callback}
        values |= {"state": "queued"} if holder is None else {"state": "running", "started": now, "attempts": 1, **_lease(holder, now)}
        with self._writers.begin() as connection:
            for number, (name, data) in zip(ids, documents, strict=True):
                connection.execute(insert(JOBS).values(id=number, name=name, **values))
                connection.execute(insert(DOCUMENTS).values(job=number, data=data))
            return [self._get(connection, number) for number in ids]

    def get(self, number: str, owner: str | None = None) -> Job | None:
        """The job, if it is there and (when asked) of this owner."""
        with self._readers.connect() as connection:
            row = connection.execute(select(JOBS).where(JOBS.c.id == number)).first()
        return None if row is None or (owner is not None and row.owner != owner) else job_of(row)

    def owned(self, owner: str, *, batch: str | None = None, limit: int = 100) -> list[Job]:
        """The owner's jobs, newest first."""
        query = select(JOBS).where(JOBS.c.owner == owner).order_by(JOBS.c.created.desc(), JOBS.c.id).limit(limit)
        with self._readers.connect() as connection:
            return [job_of(row) for row in connection.execute(query if batch is None else query.where(JOBS.c.batch == batch))]

    def counts(self) -> dict[str, int]:
        """Number of jobs by state."""
        with self._readers.connect() as connection:
            rows = connection.execute(select(JOBS.c.state, func.count()).group_by(JOBS.c.state))
            return {str(row[0]): int(row[1]) for row in rows}

    # For the holder of a lease.

    def lease(self, holder: str) -> tuple[Job, bytes] | None:
        """The oldest job that waits or whose holder is gone, now leased to ``holder``, and its document."""
        now = time.time()
        waits = (JOBS.c.state == "queued") | ((JOBS.c.state == "running") & (JOBS.c.lease_until < now))
        oldest = select(JOBS.c.id).where(waits).order_by(JOBS.c.created, JOBS.c.id).limit(1).with_for_update(skip_locked=True)
        with self._writers.begin() as connection:
            number = connection.execute(oldest).scalar()
            if number is None:
                return None
            values = {"state": "running", "started": now, "attempts": JOBS.c.attempts + 1, "pages_done": 0, "num_tables": 0}
            taken = connection.execute(update(JOBS).where((JOBS.c.id == number) & waits).values(**values, **_lease(holder, now)))
            if taken.rowcount == 0:
                return None
            connection.execute(delete(PAGES).where(PAGES.c.job == number))
            data = connection.execute(select(DOCUMENTS.c.data).where(DOCUMENTS.c.job == number)).scalar_one()
            return self._get(connection, number), data

    def renew(self, held: Iterable[Job]) -> set[str]:
        """Renews leases; returns the ids of jobs that are not ours any more (cancelled, deleted, or taken by another)."""
        gone = set()
        for job in held:
            with self._writers.begin() as connection:
                found = connection.execute(update(JOBS).where(_held(job)).values(lease_until=time.time() + LEASE_SECONDS))
                if found.rowcount == 0:
                    gone.add(job.id)
        return gone

    def save_opened(self, job: Job, *, num_pages: int, pages_asked: int, sha256: str) -> None:
        with self._writers.begin() as connection:
            connection.execute(update(JOBS).where(_held(job)).values(num_pages=num_pages, pages_asked=pages_asked, sha256=sha256))

    def save_page(self, job: Job, number: int, data: bytes, num_tables: int) -> None:
        """Keeps one finished page; nothing when the job is not ours any more."""
        counts = {"pages_done": JOBS.c.pages_done + 1, "num_tables": JOBS.c.num_tables + num_tables}
        with self._writers.begin() as connection:
            known = connection.execute(select(PAGES.c.number).where((PAGES.c.job == job.id) & (PAGES.c.number == number))).first()
            if known is None and connection.execute(update(JOBS).where(_held(job)).values(**counts)).rowcount:
                place = connection.execute(select(JOBS.c.pages_done).where(JOBS.c.id == job.id)).scalar_one()
                connection.execute(insert(PAGES).values(job=job.id, number=number, place=place, num_tables=num_tables, data=data))

    def revise_page(self, job: Job, number: int, data: bytes) -> None:
        """Replaces a finished page's JSON; nothing when the job is not ours any more."""
        with self._writers.begin() as connection:
            if connection.execute(select(JOBS.c.id).where(_held(job))).first() is not None:
                connection.execute(update(PAGES).where((PAGES.c.job == job.id) & (PAGES.c.number == number)).values(data=data))

    def finish(self, job: Job, *, head: dict[str, Any] | None, problem: dict[str, Any] | None) -> bool:
        """Ends a job once: done with ``head``, or failed with ``problem``; ``False`` when it is not ours any more."""
        state = "failed" if head is None else "done"
        values = {"state": state, "finished": time.time(), "head": _text(head), "problem": _text(problem), "ends": JOBS.c.ends + 1}
        due = time.time() if job.callback else None
        with self._writers.begin() as connection:
            return connection.execute(update(JOBS).where(_held(job)).values(**values, lease_until=None, callback_due=due)).rowcount > 0

    def give_back(self, job: Job) -> None:
        """A job that was not finished waits again, for the next start."""
        with self._writers.begin() as connection:
            connection.execute(update(JOBS).where(_held(job)).values(state="queued", lease_until=None))

    # For callers.

    def cancel(self, number: str) -> bool:
        """Whether the job was still open; its holder learns of it when it renews its lease."""
        values = {"state": "cancelled", "finished": time.time(), "lease_until": None, "ends": JOBS.c.ends + 1}
        with self._writers.begin() as connection:
            return connection.execute(update(JOBS).where((JOBS.c.id == number) & JOBS.c.state.not_in(OVER)).values(**values)).rowcount > 0

    def remove(self, number: str) -> None:
        """Deletes a job with everything of it."""
        with self._writers.begin() as connection:
            _delete(connection, [number])

    def expire(self, keep_seconds: float) -> int:
        """Deletes jobs that have been over for longer than ``keep_seconds``."""
        with self._writers.begin() as connection:
            old = (JOBS.c.finished < time.time() - keep_seconds) & JOBS.c.state.in_(OVER)
            numbers = list(connection.execute(select(JOBS.c.id).where(old).limit(500)).scalars())
            _delete(connection, numbers)
            return len(numbers)

    def document(self, number: str) -> bytes | None:
        with self._readers.connect() as connection:
            return connection.execute(select(DOCUMENTS.c.data).where(DOCUMENTS.c.job == number)).scalar()

    def page(self, number: str, page: int) -> bytes | None:
        """The JSON of one finished page."""
        with self._readers.connect() as connection:
            return connection.execute(select(PAGES.c.data).where((PAGES.c.job == number) & (PAGES.c.number == page))).scalar()

    def finished_pages(self, number: str, after: int = 0) -> list[tuple[int, int, int, str | None]]:
        """``(place, page, tables, code)`` of the pages that were finished after the ``after``-th; ``code`` says why one was not read."""
        without = case((PAGES.c.num_tables == 0, PAGES.c.data)).label("data")
        query = select(PAGES.c.place, PAGES.c.number, PAGES.c.num_tables, without)
        query = query.where((PAGES.c.job == number) & (PAGES.c.place > after)).order_by(PAGES.c.place)
        with self._readers.connect() as connection:
            return [(row.place, row.number, row.num_tables, _code(row.data)) for row in connection.execute(query)]

    def pages(self, number: str) -> Iterator[tuple[int, bytes]]:
        """All finished pages in order, read a few at a time."""
        last = 0
        while True:
            query = select(PAGES.c.number, PAGES.c.data).where((PAGES.c.job == number) & (PAGES.c.number > last))
            with self._readers.connect() as connection:
                rows = [(row.number, row.data) for row in connection.execute(query.order_by(PAGES.c.number).limit(CHUNK))]
            yield from rows
            if len(rows) < CHUNK:
                return
            last = rows[-1][0]

    def correct(self, number: str, page: int, tables: bytes | None) -> None:
        """Keeps a page's corrected tables (JSON list); ``None`` takes them back."""
        with self._writers.begin() as connection:
            connection.execute(delete(CORRECTIONS).where((CORRECTIONS.c.job == number) & (CORRECTIONS.c.page == page)))
            if tables is not None:
                connection.execute(insert(CORRECTIONS).values(job=number, page=page, tables=tables))
            connection.execute(update(JOBS).where(JOBS.c.id == number).values(revision=JOBS.c.revision + 1))

    def corrections(self, number: str) -> dict[int, bytes]:
        """Corrected tables by page."""
        with self._readers.connect() as connection:
            query = select(CORRECTIONS.c.page, CORRECTIONS.c.tables).where(CORRECTIONS.c.job == number)
            return {row.page: row.tables for row in connection.execute(query)}

    # Callbacks.

    def due_callback(self, wait_seconds: float) -> Job | None:
        """A job whose callback is due; nobody else gets it for ``wait_seconds``."""
        now = time.time()
        oldest = select(JOBS).where(JOBS.c.callback_due <= now).order_by(JOBS.c.callback_due).limit(1).with_for_update(skip_locked=True)
        with self._writers.begin() as connection:
            row = connection.execute(oldest).first()
            if row is None:
                return None
            again = (JOBS.c.id == row.id) & (JOBS.c.callback_due <= now)
            values = {"callback_due": now + wait_seconds, "callback_tries": JOBS.c.callback_tries + 1}
            return self._get(connection, row.id) if connection.execute(update(JOBS).where(again).values(**values)).rowcount else None

    def settle_callback(self, number: str, again_at: float | None) -> None:
        with self._writers.begin() as connection:
            connection.execute(update(JOBS).where(JOBS.c.id == number).values(callback_due=again_at))

    @staticmethod
    def _get(connection: Connection, number: str) -> Job:
        return job_of(connection.execute(select(JOBS).where(JOBS.c.id == number)).one())


def _lease(holder: str, now: float) -> dict[str, Any]:
    return {"lease_owner": holder, "lease_until": now + LEASE_SECONDS}


def _held(job: Job) -> Any:
    """Whether ``job`` is still the lease that its holder knows."""
    return (JOBS.c.id == job.id) & (JOBS.c.state == "running") & (JOBS.c.attempts == job.attempts)


def _delete(connection: Connection, numbers: Sequence[str]) -> None:
    for table in (PAGES, CORRECTIONS, DOCUMENTS):
        connection.execute(delete(table).where(table.c.job.in_(numbers)))
    connection.execute(delete(JOBS).where(JOBS.c.id.in_(numbers)))


def _code(page: bytes | None) -> str | None:
    """The code of a page's error; a page with tables (``None``) has none."""
    error = json.loads(page).get("error") if page else None
    return str(error["code"]) if error else None


def _text(value: dict[str, Any] | None) -> str | None:
    return None if value is None else json.dumps(value)


def _engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        encoding = {"client_encoding": "utf8"}  # also where a server has none of its own
        return create_engine(url, pool_pre_ping=True, pool_size=5, max_overflow=10, connect_args=encoding)
    engine = create_engine(url, connect_args={"timeout": 30})

    @event.listens_for(engine, "connect")
    def _settle(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # transactions are begun below, for writers at once with the right to write
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if connection.get_execution_options().get("writes") else "BEGIN")

    return engine
