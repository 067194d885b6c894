"""The tables of the job store, and one job as a value. Times are seconds since 1970."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Float, ForeignKey, Integer, LargeBinary, MetaData, String, Table, Text

METADATA = MetaData()
JOBS = Table(
    "jobs",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("owner", String(80), nullable=False, index=True),
    Column("batch", String(40), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("fields", Text, nullable=False),  # the request's form fields as JSON
    Column("state", String(12), nullable=False, index=True),
    Column("created", Float, nullable=False),
    Column("started", Float),
    Column("finished", Float),
    Column("attempts", Integer, nullable=False, default=0),  # also the lease's token: a former holder writes nothing
    Column("lease_owner", String(80)),
    Column("lease_until", Float),
    Column("num_pages", Integer),
    Column("pages_asked", Integer),
    Column("pages_done", Integer, nullable=False, default=0),
    Column("num_tables", Integer, nullable=False, default=0),
    Column("sha256", String(64)),
    Column("head", Text),  # the result's JSON without its pages
    Column("problem", Text),
    Column("ends", Integer, nullable=False, default=0),  # how often it was finished: 1 at most
    Column("callback", Text),
    Column("callback_due", Float, index=True),
    Column("callback_tries", Integer, nullable=False, default=0),
    Column("revision", Integer, nullable=False, default=0),  # of its corrections
)
_JOB = "jobs.id"
DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("job", String(40), ForeignKey(_JOB, ondelete="CASCADE"), primary_key=True),
    Column("data", LargeBinary, nullable=False),
)
PAGES = Table(
    "pages",
    METADATA,
    Column("job", String(40), ForeignKey(_JOB, ondelete="CASCADE"), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("place", Integer, nullable=False),  # the how-manieth page that was finished, from 1
    Column("num_tables", Integer, nullable=False),
    Column("data", LargeBinary, nullable=False),
)
CORRECTIONS = Table(
    "corrections",
    METADATA,
    Column("job", String(40), ForeignKey(_JOB, ondelete="CASCADE"), primary_key=True),
    Column("page", Integer, primary_key=True),
    Column("tables", LargeBinary, nullable=False),
)
OVER = ("done", "failed", "cancelled")


@dataclass(frozen=True, slots=True)
class Job:
    """One row of the store, as far as the service looks at it; ``state``: queued, running, done, failed or cancelled."""

    id: str
    owner: str
    batch: str
    name: str
    fields: dict[str, str]
    state: str
    created: float
    started: float | None
    finished: float | None
    attempts: int
    num_pages: int | None
    pages_asked: int | None
    pages_done: int
    num_tables: int
    sha256: str | None
    head: dict[str, Any] | None
    problem: dict[str, Any] | None
    ends: int
    callback: str | None
    callback_tries: int
    revision: int

    @property
    def is_over(self) -> bool:
        return self.state in OVER


def job_of(row: Any) -> Job:
    """The job of a database row."""
    values = {name: getattr(row, name) for name in Job.__slots__}
    for name in ("fields", "head", "problem"):
        values[name] = None if values[name] is None else json.loads(values[name])
    return Job(**values)
