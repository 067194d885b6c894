"""The pool with light workers: hanging, dying, greedy and unwanted tasks cost their worker and nobody else."""

from __future__ import annotations

import os
import re
import resource
import shutil
import signal
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import Pipe
from pathlib import Path

import pytest

from tests.workers.scripted import Scripted, Unfit, Unstartable
from workers import Done, Event, Failed, Limits, Pool, PoolClosed, PoolFull, Progress, StartFailed, default_workers, run_all
from workers.folders import MessageFolder, is_own
from workers.spool import NoRoom, send


@contextmanager
def running(num_workers: int = 1, **limits: float | None) -> Iterator[Pool]:
    pool = Pool(Scripted(), num_workers=num_workers, limits=Limits(**limits))  # type: ignore[arg-type]
    pool.start()
    try:
        yield pool
    finally:
        pool.stop()


class Ear:
    """A listener that remembers, and waits for the end."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self.over, self.begun, self.reported = threading.Event(), threading.Event(), threading.Event()

    def __call__(self, event: Event) -> None:
        self.events.append(event)
        self.begun.set()
        if isinstance(event, Progress):
            self.reported.set()
        if isinstance(event, Done | Failed):
            self.over.set()

    def end(self, seconds: float = 30) -> Event:
        assert self.over.wait(seconds)
        return self.events[-1]


def is_there(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split()[2] != "Z"
    except OSError:
        return False


def ask(pool: Pool, task: str, **options: float) -> Event:
    ear = Ear()
    pool.submit(task, ear, **options)  # type: ignore[arg-type]
    return ear.end()


def test_tasks_that_hang_die_or_dawdle_fail_alone() -> None:
    tasks = ["a", "hang", "b", "die", "slow", "c"]
    limits = Limits(silent_seconds=1.5, task_seconds=2.5)
    events = list(run_all(Pool(Scripted(), num_workers=2, limits=limits), tasks))
    ends = {task: event for task, event in events if isinstance(event, Done | Failed)}
    assert len([event for _, event in events if isinstance(event, Done | Failed)]) == len(tasks)
    assert [ends[name] for name in "abc"] == [Done(f"did {name}") for name in "abc"]
    assert ends["hang"] == Failed("silent", "no page was finished for 1.5 s; the worker was stopped")
    assert ends["die"] == Failed("died", "the worker process ended unexpectedly (exit code 7)")
    assert ends["slow"] == Failed("late", "not finished after 2.5 s; the worker was stopped")
    assert ("a", Progress((3, 3))) in events


def test_a_dead_workers_task_is_tried_once_more(tmp_path: Path) -> None:
    with running() as pool:
        assert ask(pool, f"flaky:{tmp_path / 'seen'}") == Done(f"did flaky:{tmp_path / 'seen'}")
        assert ask(pool, "crash") == Failed("died", "the worker process ended unexpectedly (signal 11)")
        assert pool.restarts == {"died": 3}


def test_memory_is_limited_and_the_reason_is_told() -> None:
    with running(memory_bytes=500_000_000) as pool:
        assert ask(pool, "eat") == Failed("memory", "it needs more memory than is allowed")
        assert ask(pool, "a") == Done("did a")


def test_the_limit_holds_for_the_whole_worker() -> None:
    with running(memory_bytes=500_000_000) as pool:
        assert ask(pool, "eat:300000000") == Done(300_000_000)
        assert ask(pool, "eat:490000000") == Failed("memory", "it needs more memory than is allowed")


@pytest.mark.parametrize(("mapped", "is_replaced"), [(400_000_000, False), (1_300_000_000, True)])
def test_a_worker_that_leaves_too_little_address_space_is_replaced(mapped: int, is_replaced: bool) -> None:
    with running(memory_bytes=2_000_000_000) as pool:
        first, second = ask(pool, f"map:{mapped}"), ask(pool, "pid")
        assert (first != second) is is_replaced
        assert isinstance(second, Done)


def test_a_limit_below_what_a_warm_worker_takes_is_named_at_the_start() -> None:
    pool = Pool(Scripted(), num_workers=1, limits=Limits(memory_bytes=150_000_000))
    pool.start()
    try:
        with pytest.raises(StartFailed, match=r"a memory limit of 150 MB is too low here: allow \d+ MB or more"):
            pool.wait_ready(30)
    finally:
        pool.stop()


def test_a_system_that_starts_no_process_is_named_and_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool(Scripted(), num_workers=1)
    tries: list[float] = []
    spawn = pool._spawn

    def failing() -> object:
        tries.append(time.monotonic())
        if len(tries) < 3:
            raise BlockingIOError
        return spawn()

    monkeypatch.setattr(pool, "_spawn", failing)
    pool.start()
    try:
        with pytest.raises(StartFailed, match=r"no worker process can be started \(BlockingIOError\)"):
            pool.wait_ready(30)
        assert ask(pool, "a") == Failed("unstartable", "no worker process can be started (BlockingIOError)")
        while pool.num_ready == 0:
            time.sleep(0.05)
        assert ask(pool, "a") == Done("did a")
        assert tries[2] - tries[1] > 0.9  # the pause grows
    finally:
        pool.stop()


def test_an_error_of_the_work_says_nothing_of_the_document_and_its_place_is_logged(capfd: pytest.CaptureFixture[str]) -> None:
    with running() as pool:
        assert ask(pool, "raise") == Failed("error", "internal error (ValueError)")
        assert pool.restarts == {}
    logged = capfd.readouterr().err
    assert re.search(r"unforeseen failure of a task: ValueError at scripted\.py:\d+ work < child\.py:\d+ _answer$", logged, re.M)
    assert "secret" not in logged


def test_large_reports_and_values_pass() -> None:
    with running() as pool:
        ear = Ear()
        pool.submit("large", ear)
        assert ear.end() == Done("y" * 1_000_000)
        assert Progress("x" * 1_000_000) in ear.events
        assert [path.name for path in pool._folder.iterdir()] == ["lock"]


def test_a_deadline_counts_waiting() -> None:
    with running() as pool:
        hanging, waiting = Ear(), Ear()
        pool.submit("hang", hanging, deadline=time.monotonic() + 2)
        assert hanging.begun.wait(20)
        pool.submit("a", waiting, deadline=time.monotonic() + 0.3)
        assert waiting.end(2) == Failed("expired", "its time ran out while it waited for a worker")
        assert isinstance(end := hanging.end(), Failed)
        assert end.code == "late"


def test_cancelling_drops_a_waiting_task_and_stops_a_running_one_at_its_page() -> None:
    with running() as pool:
        slow, waiting = Ear(), Ear()
        first = pool.submit("slow", slow)
        second = pool.submit("a", waiting)
        assert slow.reported.wait(20)
        pool.cancel(second)
        assert waiting.end(2) == Failed("cancelled", "nobody waits for it any more")
        pool.cancel(first)
        assert slow.end(3) == Failed("cancelled", "nobody waits for it any more")
        assert pool.restarts == {}  # it stopped by itself
        assert ask(pool, "a") == Done("did a")


def test_cancelling_a_hanging_task_kills_its_worker_and_what_that_started() -> None:
    with running() as pool:
        ear = Ear()
        ticket = pool.submit("child", ear)
        assert ear.reported.wait(20)
        child = next(event.value for event in ear.events if isinstance(event, Progress))
        assert is_there(child)
        pool.cancel(ticket)
        assert isinstance(ear.end(10), Failed)
        end = time.monotonic() + 5
        while is_there(child) and time.monotonic() < end:
            time.sleep(0.05)
        assert not is_there(child)


def test_workers_are_recycled() -> None:
    with running(max_tasks=2) as pool:
        end, pids = time.monotonic() + 30, set()
        while len(pids) < 2 and time.monotonic() < end:  # the old one works on until the new one is ready
            pids.add(ask(pool, "pid").value)  # type: ignore[union-attr]
        assert len(pids) == 2


def test_a_frozen_idle_worker_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workers.slot.PING_SECONDS", 0.2)
    monkeypatch.setattr("workers.slot.PONG_SECONDS", 0.5)
    with running() as pool:
        frozen = ask(pool, "pid").value  # type: ignore[union-attr]
        os.kill(frozen, signal.SIGSTOP)
        end = time.monotonic() + 20
        while frozen in pool.processes() and time.monotonic() < end:
            time.sleep(0.1)
        assert frozen not in pool.processes()
        assert isinstance(ask(pool, "a"), Done)


def test_a_spare_worker_is_ready_when_one_had_to_be_killed() -> None:
    pool = Pool(Scripted(), num_workers=1, num_spares=1)
    pool.start()
    try:
        end = time.monotonic() + 30
        while pool.num_ready < 2 and time.monotonic() < end:
            time.sleep(0.05)
        first, second = Ear(), Ear()
        pool.submit("slow", first)
        pool.submit("a", second)
        assert first.begun.wait(20)
        time.sleep(0.5)
        assert not second.events  # a spare is no second worker
        assert (pool.num_busy, pool.num_waiting) == (1, 1)
        assert ask(pool, "die") == Failed("died", "the worker process ended unexpectedly (exit code 7)")
        assert ask(pool, "a") == Done("did a")
    finally:
        pool.stop()


def test_workers_forked_from_a_helper_are_limited_and_killed_like_others() -> None:
    pool = Pool(Scripted(), num_workers=1, limits=Limits(silent_seconds=1.5, memory_bytes=500_000_000), preload=("json",))
    pool.start()
    try:
        assert ask(pool, "eat") == Failed("memory", "it needs more memory than is allowed")
        assert ask(pool, "crash") == Failed("died", "the worker process ended unexpectedly (signal 11)")
        assert isinstance(ask(pool, "hang"), Failed)
        pid = ask(pool, "pid").value  # type: ignore[union-attr]
        assert is_there(pid)
    finally:
        pool.stop()
    end = time.monotonic() + 5
    while is_there(pid) and time.monotonic() < end:
        time.sleep(0.05)
    assert not is_there(pid)


def test_a_full_queue_refuses_and_a_closed_pool_too() -> None:
    with running(queue_size=1, silent_seconds=None) as pool:
        ear = Ear()
        pool.submit("hang", ear)
        assert ear.begun.wait(20)
        pool.submit("a", Ear())
        with pytest.raises(PoolFull):
            pool.submit("b", Ear())
        pool.close()
        with pytest.raises(PoolClosed):
            pool.submit("b", Ear())
    assert ear.end() == Failed("cancelled", "the workers are stopped")


def test_workers_that_cannot_start_say_why() -> None:
    pool = Pool(Unfit(), num_workers=1)
    pool.start()
    try:
        with pytest.raises(StartFailed, match="weights missing"):
            pool.wait_ready(30)
    finally:
        pool.stop()


def test_workers_that_cannot_start_end_a_batch() -> None:
    events = list(run_all(Pool(Unstartable(), num_workers=2), ["a", "b", "c"]))
    assert sorted(task for task, _ in events) == ["a", "b", "c"]
    assert all(isinstance(event, Failed) and "exit code 3" in event.reason for _, event in events)


def test_stopping_a_run_begins_nothing_more() -> None:
    seen: list[str] = []
    for task, event in run_all(Pool(Scripted(), num_workers=1), (str(n) for n in range(1000)), is_stopped=lambda: len(seen) >= 3):
        if isinstance(event, Done):
            seen.append(task)
    assert seen == ["0", "1", "2"]


def test_the_default_number_of_workers_is_at_least_one() -> None:
    assert 1 <= default_workers() <= (os.cpu_count() or 1)


def test_a_folder_for_messages_that_a_cleaner_took_is_made_anew() -> None:
    large = "large" + " " * 1_000_000
    with running() as pool:
        shutil.rmtree(pool._folder)
        assert ask(pool, large) == Done(f"did {large}")
        shutil.rmtree(pool._folder)
        assert ask(pool, "large") == Done("y" * 1_000_000)
        assert pool.restarts == {}


def test_without_room_for_messages_tasks_fail_at_once_and_cost_no_worker() -> None:
    with running() as pool:
        shutil.rmtree(pool._folder)
        pool._folder.touch()  # no file can be written below it
        for task in ("x" * 1_000_000, "large"):  # there, and back
            event = ask(pool, task)
            assert isinstance(event, Failed)
            assert (event.code, "no temporary file" in event.reason) == ("no_room", True)
        assert ask(pool, "small") == Done("did small")
        assert pool.restarts == {}
        pool._folder.unlink()
        assert ask(pool, "large") == Done("y" * 1_000_000)


def test_nothing_is_left_of_a_message_that_found_no_room(tmp_path: Path) -> None:
    ours, _theirs = Pipe()
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limits[1]))
        with pytest.raises(NoRoom):
            send(ours, "x" * 1_000_000, tmp_path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, before)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_pool_left_is_removed_by_the_next_one_and_others_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    killed, foreign = tmp_path / "tablewright-killed", tmp_path / "tablewright-of-another-program"
    killed.mkdir()
    foreign.mkdir()
    (killed / "lock").touch()
    (killed / "message-1").write_bytes(b"a document")
    living = MessageFolder()
    assert {path.name for path in tmp_path.iterdir()} == {living.path.name, foreign.name}
    with running() as pool:
        assert ask(pool, "small") == Done("did small")
        assert living.path.is_dir()
    living.remove()
    assert list(tmp_path.iterdir()) == [foreign]


def test_folders_are_one_s_own_where_there_are_no_user_numbers(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As on Windows."""
    found = tmp_path.lstat()
    assert is_own(found)
    monkeypatch.setattr(os, "geteuid", lambda: found.st_uid + 1)
    assert not is_own(found)
    monkeypatch.delattr(os, "geteuid")
    assert is_own(found)
