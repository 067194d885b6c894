"""The job store: leases, holders that vanish, and that nothing ends twice. PostgreSQL is tried where its programs are."""

from __future__ import annotations

import shutil
import subprocess
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.jobs import store as module
from app.jobs.store import JobStore
from pipeline.errors import InputError
from tests.app.postgres import PostgresServer, find_programs


@pytest.fixture(params=["sqlite", "postgres"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[JobStore]:
    if request.param == "sqlite":
        found = JobStore(f"sqlite:///{tmp_path / 'jobs.db'}")
        yield found
        found.close()
        return
    if find_programs() is None:
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with PostgresServer(tmp_path / "data") as server:
        found = JobStore(server.url)
        yield found
        found.close()


def test_a_job_is_leased_once_renewed_and_taken_over_when_its_holder_is_gone(store: JobStore, monkeypatch: pytest.MonkeyPatch) -> None:
    (job,) = store.add([("a.pdf", b"bytes")], {"pages": "1"}, owner="me")
    first = store.lease("one")
    assert first is not None
    leased, data = first
    assert (leased.id, leased.state, leased.attempts, leased.fields, data) == (job.id, "running", 1, {"pages": "1"}, b"bytes")
    assert store.lease("two") is None
    monkeypatch.setattr(module, "LEASE_SECONDS", 0.1)
    assert store.renew([leased]) == set()
    time.sleep(0.2)
    second = store.lease("two")
    assert second is not None
    assert second[0].attempts == 2
    assert store.renew([leased]) == {job.id}
    store.save_page(leased, 1, b"{}", 5)  # the former holder writes nothing
    assert not store.finish(leased, head={"status": "complete"}, problem=None)
    store.save_opened(second[0], num_pages=1, pages_asked=1, sha256="x")
    store.save_page(second[0], 1, b'{"page": 1}', 2)
    store.save_page(second[0], 1, b'{"page": 1}', 2)  # told twice after a lost answer of the database
    store.revise_page(leased, 1, b"{}")
    assert list(store.pages(job.id)) == [(1, b'{"page": 1}')]
    store.revise_page(second[0], 1, b'{"page": 1, "seen": 2}')
    assert store.finish(second[0], head={"status": "complete"}, problem=None)
    assert not store.finish(second[0], head={"status": "complete"}, problem=None)
    over = store.get(job.id)
    assert over is not None
    assert (over.state, over.ends, over.pages_done, over.num_tables) == ("done", 1, 1, 2)
    assert list(store.pages(job.id)) == [(1, b'{"page": 1, "seen": 2}')]
    assert store.finished_pages(job.id) == [(1, 1, 2, None)]


def test_jobs_are_taken_oldest_first_and_a_job_begun_anew_has_no_old_pages(store: JobStore) -> None:
    ids = [store.add([(name, b"")], {}, owner="me")[0].id for name in "abc"]
    taken = [store.lease("one") for _ in range(4)]
    assert [item and item[0].id for item in taken] == [*ids, None]
    job = taken[0][0]  # type: ignore[index]
    store.save_page(job, 1, b"{}", 1)
    store.give_back(job)
    again = store.lease("two")
    assert again is not None
    assert (again[0].id, again[0].pages_done, store.finished_pages(job.id)) == (job.id, 0, [])


def test_cancelling_ends_a_job_once_and_its_holder_learns_it(store: JobStore) -> None:
    store.add([("a.pdf", b"")], {}, owner="me")
    leased = store.lease("one")
    assert leased is not None
    job = leased[0]
    assert store.cancel(job.id)
    assert not store.cancel(job.id)
    assert store.renew([job]) == {job.id}
    assert not store.finish(job, head={"status": "complete"}, problem=None)
    assert store.get(job.id).state == "cancelled"  # type: ignore[union-attr]


def test_owners_batches_and_expiry(store: JobStore) -> None:
    mine = store.add([("a.pdf", b""), ("b.pdf", b"")], {}, owner="me")
    store.add([("c.pdf", b"")], {}, owner="you")
    assert {job.name for job in store.owned("me")} == {"a.pdf", "b.pdf"}
    assert {job.name for job in store.owned("me", batch=mine[0].batch)} == {"a.pdf", "b.pdf"}
    assert store.get(mine[0].id, "you") is None
    assert store.counts() == {"queued": 3}
    store.correct(mine[0].id, 1, b"[]")
    store.cancel(mine[0].id)
    assert store.expire(3600) == 0
    time.sleep(0.02)
    assert store.expire(0.01) == 1
    assert store.get(mine[0].id) is None
    assert store.document(mine[0].id) is None
    assert store.corrections(mine[0].id) == {}


def test_a_callback_is_due_once_at_a_time(store: JobStore) -> None:
    store.add([("a.pdf", b"")], {}, owner="me", callback="https://example.org/")
    leased = store.lease("one")
    assert leased is not None
    assert store.due_callback(10) is None
    store.finish(leased[0], head={"status": "complete"}, problem=None)
    due = store.due_callback(10)
    assert due is not None
    assert due.callback_tries == 1
    assert store.due_callback(10) is None
    store.settle_callback(due.id, time.time() - 1)
    assert store.due_callback(10).callback_tries == 2  # type: ignore[union-attr]
    store.settle_callback(due.id, None)
    assert store.due_callback(10) is None


def test_postgres_programs_are_looked_for_where_debian_puts_them() -> None:
    assert shutil.which("sh")
    found = find_programs()
    assert found is None or subprocess.run([found / "postgres", "--version"], capture_output=True, check=True).stdout.startswith(
        b"postgres"
    )


@pytest.mark.skipif(find_programs() is None, reason="PostgreSQL is not installed (apt-get install postgresql)")
def test_services_that_start_at_once_on_a_new_database_of_no_encoding(tmp_path: Path) -> None:
    with PostgresServer(tmp_path / "data", encoding="SQL_ASCII") as server, ThreadPoolExecutor(8) as threads:
        stores = list(threads.map(lambda _: JobStore(server.url), range(8)))
        (job,) = stores[0].add([("Bericht \u00fc\u4e2d.pdf", b"x")], {}, owner="me")
        assert [found.name for store in stores if (found := store.get(job.id))] == 8 * ["Bericht \u00fc\u4e2d.pdf"]
        for store in stores:
            store.close()


@pytest.mark.parametrize("url", ["sqlite:////proc/nowhere/jobs.db", "postgresql+psycopg://me:secret@127.0.0.1:1/x", "nonsense://x", "x"])
def test_a_database_that_cannot_be_used_is_named_without_its_password(url: str) -> None:
    with pytest.raises(InputError, match="TABLEWRIGHT_DATABASE") as error:
        JobStore(url)
    assert "secret" not in str(error.value)
