"""N warm worker processes and one supervising thread: it hands out tasks, listens, and replaces what hangs or dies.

All decisions are made in the supervisor's thread; ``submit`` and ``cancel`` may be called from any thread. Listeners hear
of their ticket exactly one end (``Done`` or ``Failed``).
"""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import threading
import time
from bisect import insort
from collections.abc import Callable, Sequence
from multiprocessing import Pipe, connection, get_context
from pathlib import Path
from typing import Any

from workers.child import Work, serve
from workers.folders import MessageFolder
from workers.limits import Limits
from workers.slot import Slot
from workers.spool import NoRoom, receive
from workers.tickets import Done, Event, Failed, Listener, Progress, Ticket

POLL_SECONDS = 0.25
MAX_PAUSE_SECONDS = 30.0  # between two starts when workers cannot start
_log = logging.getLogger(__name__)


class PoolClosed(RuntimeError):
    """The pool has not been started, or it is being stopped."""


class PoolFull(RuntimeError):
    """As many tasks wait as may."""


class StartFailed(RuntimeError):
    """No worker could be started; the message is the reason of the last one."""


class Pool:
    """``make_work`` is called once in each worker; it, the tasks and the values must be picklable.

    ``num_spares`` more workers are kept warm, so that a worker that had to be killed is replaced at once. ``preload`` are
    modules that a helper process imports once and workers are forked from: a start then takes the models' loading only.
    """

    def __init__(
        self,
        make_work: Callable[[], Work],
        *,
        num_workers: int,
        limits: Limits | None = None,
        num_spares: int = 0,
        preload: Sequence[str] = (),
    ) -> None:
        self.limits, self.num_workers, self._num_spares = limits or Limits(), num_workers, num_spares
        self._make_work, self._context = make_work, _context(preload)
        self._lock = threading.RLock()
        self._waiting: list[Ticket] = []
        self._slots: list[Slot] = []
        self._is_open, self._is_ending = False, False
        self._hear_us, self._wake = Pipe(duplex=False)
        self._thread = threading.Thread(target=self._supervise, name="supervisor", daemon=True)
        self._folder = Path()
        self._messages: MessageFolder | None = None
        self._beat = time.monotonic()
        self._pause, self._next_start, self._start_problem = 0.0, 0.0, ""
        self._changed = threading.Condition()
        self.restarts: dict[str, int] = {}

    # Called from anywhere.

    def start(self) -> None:
        self._messages = MessageFolder()
        self._folder = self._messages.path
        self._is_open = True
        self._thread.start()

    def wait_ready(self, timeout: float) -> None:
        """Returns when a worker is ready. Raises ``StartFailed`` when one could not start, or none did in time."""
        with self._changed:
            self._changed.wait_for(lambda: self.num_ready > 0 or bool(self._start_problem), timeout)
        if self.num_ready == 0:
            raise StartFailed(self._start_problem or f"no worker was ready after {timeout:g} s")

    def submit(
        self,
        task: Any,
        listener: Listener,
        *,
        rank: int = 0,
        deadline: float | None = None,
        is_bounded: bool = True,
        is_yielding: bool = False,
    ) -> Ticket:
        """The ticket of a new task. Raises ``PoolClosed``, or ``PoolFull`` (``is_bounded``) at once."""
        ticket = Ticket(task, listener, rank, deadline, is_yielding)
        with self._lock:
            if not self._is_open or not self._thread.is_alive():
                raise PoolClosed("the workers are stopped")
            if is_bounded and self.limits.queue_size is not None and self.is_full:
                raise PoolFull("all workers are taken")
            insort(self._waiting, ticket, key=lambda item: item.order)
        self._nudge()
        return ticket

    def cancel(self, ticket: Ticket) -> None:
        """Drops a waiting task at once; stops a running one at the end of its page, or by killing its worker."""
        ticket.is_cancelled = True
        self._nudge()

    def close(self) -> None:
        """Takes no new tasks; what runs or waits goes on."""
        self._is_open = False

    def stop(self, grace_seconds: float = 0.0) -> None:
        """Waits for running tasks up to ``grace_seconds``, then ends everything. Waiting tasks are cancelled."""
        self.close()
        end = time.monotonic() + grace_seconds
        while self.num_busy and time.monotonic() < end and self._thread.is_alive():
            time.sleep(0.05)
        self._is_ending = True
        self._nudge()
        if self._thread.ident is not None:
            self._thread.join(timeout=30)
        if self._messages is not None:
            self._messages.remove()

    @property
    def num_ready(self) -> int:
        return sum(slot.is_ready and slot.process.is_alive() for slot in list(self._slots))

    @property
    def num_busy(self) -> int:
        return sum(slot.ticket is not None for slot in list(self._slots))

    @property
    def num_waiting(self) -> int:
        return len(self._waiting)

    @property
    def is_full(self) -> bool:
        return self.limits.queue_size is not None and len(self._waiting) >= self.limits.queue_size + self._num_free

    @property
    def _num_free(self) -> int:
        """Idle workers: tasks for them do not really wait."""
        return max(0, min(sum(slot.is_idle for slot in list(self._slots)), self.num_workers - self.num_busy))

    @property
    def is_open(self) -> bool:
        return self._is_open

    @property
    def silence(self) -> float:
        """Seconds since the supervisor last went round; it does so every ``POLL_SECONDS``."""
        return time.monotonic() - self._beat

    def processes(self) -> list[int]:
        """Process ids of the workers."""
        return [slot.process.pid for slot in list(self._slots) if slot.process.pid]

    def memory(self) -> int:
        """Resident bytes of all workers."""
        return sum(slot.memory() for slot in list(self._slots))

    # The supervisor's thread.

    def _supervise(self) -> None:
        try:
            while not self._is_ending:
                self._beat = time.monotonic()
                try:
                    self._go_round()
                except Exception:
                    _log.exception("the supervisor stumbled and goes on")
                    time.sleep(POLL_SECONDS)
        finally:
            self._is_open = False
            for slot in self._slots:
                slot.kill()
                self._end(slot.ticket, Failed("cancelled", "the workers are stopped"))
            self._slots.clear()
            for ticket in self._waiting:
                self._end(ticket, Failed("cancelled", "the workers are stopped"))
            self._waiting.clear()

    def _go_round(self) -> None:
        now = time.monotonic()
        self._hire(now)
        self._drop_unwanted(now)
        self._assign()
        self._listen()
        self._stop_overdue()

    def _hire(self, now: float) -> None:
        """Starts workers until there are enough, and lets retiring ones go when their successors are ready."""
        staying = [slot for slot in self._slots if not slot.is_retiring]
        num_wanted = self.num_workers + self._num_spares
        if len(staying) < num_wanted and now >= self._next_start:
            self._next_start = now + self._pause
            try:
                self._slots.append(self._spawn())
            except (OSError, EOFError) as error:  # no process, no memory, or the helper that forks them has died
                self._after_bad_start(Failed("unstartable", f"no worker process can be started ({type(error).__name__})"))
        if sum(slot.is_ready for slot in staying) >= self.num_workers:
            for slot in [slot for slot in self._slots if slot.is_retiring and slot.is_idle]:
                slot.kill()
                self._slots.remove(slot)

    def _spawn(self) -> Slot:
        ours, theirs = self._context.Pipe()
        parent = os.getpid() if self._context.get_start_method() == "spawn" else None
        arguments = (theirs, self._make_work, self.limits.memory_bytes, self._folder, parent)
        process = self._context.Process(target=serve, args=arguments, daemon=True)
        process.start()
        theirs.close()
        return Slot(process, ours)

    def _drop_unwanted(self, now: float) -> None:
        with self._lock:
            gone = [t for t in self._waiting if t.is_cancelled or (t.deadline is not None and now > t.deadline)]
            self._waiting = [t for t in self._waiting if t not in gone] if gone else self._waiting
        for ticket in gone:
            reason = "nobody waits for it any more" if ticket.is_cancelled else "its time ran out while it waited for a worker"
            self._end(ticket, Failed("cancelled" if ticket.is_cancelled else "expired", reason))
        for slot in self._slots:
            if slot.ticket is not None and slot.ticket.is_cancelled:
                slot.cancel(self._folder)
            slot.ping(self._folder, now)

    def _assign(self) -> None:
        for slot in sorted(self._slots, key=lambda item: (item.is_retiring, -item.heard)):  # the one whose caches are warm first
            if sum(item.is_ready and not item.is_idle for item in self._slots) >= self.num_workers:
                break  # a spare waits also while a worker tidies up
            if not slot.is_idle or slot.asked is not None or (slot.is_worn and not self._pause):  # better than none where none starts
                continue
            with self._lock:
                ticket = self._waiting.pop(0) if self._waiting else None
            if ticket is None:
                return
            try:
                slot.take(ticket, self._folder)
            except NoRoom as error:
                self._end(ticket, Failed("no_room", str(error.strerror)))
        waiting = self._waiting[:1]
        if waiting and not any(slot.is_yielding for slot in self._slots):
            any(slot.make_way(waiting[0].rank, self._folder, time.monotonic()) for slot in self._slots)

    def _listen(self) -> None:
        pipes = {slot.pipe: slot for slot in self._slots}
        for ready in connection.wait([self._hear_us, *pipes], timeout=POLL_SECONDS):
            if ready is self._hear_us:
                while self._hear_us.poll():
                    self._hear_us.recv_bytes()
                continue
            slot = pipes[ready]  # type: ignore[index]
            try:
                self._hear(slot, receive(slot.pipe))
            except (EOFError, OSError):
                self._bury(slot)

    def _hear(self, slot: Slot, message: tuple[Any, ...]) -> None:
        slot.heard, slot.asked = time.monotonic(), None
        kind, ticket = message[0], slot.ticket
        if kind == "ready":
            slot.is_ready, self._pause, self._start_problem = True, 0.0, ""
            self._tell_changed()
        elif kind == "unfit":
            self._start_problem = message[1]
        elif kind == "idle":
            slot.is_resting, slot.is_worn = True, message[1]
            self._retire_if_worn(slot, is_worn=message[1])
        elif ticket is not None and kind == "progress":
            self._tell(ticket, Progress(message[2]))
        elif ticket is not None and kind in ("done", "failed"):
            slot.ticket = None
            self._end(ticket, Done(message[2]) if kind == "done" else Failed(*message[2]))

    def _retire_if_worn(self, slot: Slot, *, is_worn: bool) -> None:
        if slot.is_retiring or not (is_worn or slot.num_tasks >= self.limits.max_tasks):
            return
        if is_worn or not any(other.is_retiring for other in self._slots):  # one after the other
            slot.is_retiring = True
            self._count("worn" if is_worn else "recycled")

    def _bury(self, slot: Slot) -> None:
        """A worker that ended by itself: its task is tried once more."""
        slot.process.join(timeout=1)
        code = slot.process.exitcode
        how = f"signal {-code}" if code is not None and code < 0 else f"exit code {code}"
        self._let_go(slot, Failed("died", f"the worker process ended unexpectedly ({how})"))

    def _stop_overdue(self) -> None:
        now = time.monotonic()
        for slot in list(self._slots):
            problem = slot.overdue(self.limits, now)
            if problem is not None:
                self._let_go(slot, problem)

    def _let_go(self, slot: Slot, problem: Failed) -> None:
        """Removes a worker; when none of them gets ready, the next waiting task fails, so that a batch ends."""
        slot.kill()
        if slot in self._slots:
            self._slots.remove(slot)
        self._count(problem.code if slot.is_ready else "unstartable")
        ticket = slot.ticket
        if ticket is not None:
            if problem.code == "died" and ticket.attempt < self.limits.attempts and not ticket.is_cancelled:
                with self._lock:
                    insort(self._waiting, ticket, key=lambda item: item.order)
            else:
                self._end(ticket, problem)
        elif not slot.is_ready:
            self._after_bad_start(problem)

    def _after_bad_start(self, problem: Failed) -> None:
        self._start_problem = self._start_problem or problem.reason
        self._pause = min(MAX_PAUSE_SECONDS, self._pause * 2 or 0.5)
        self._next_start = time.monotonic() + self._pause
        self._tell_changed()
        if self.num_ready == 0:
            with self._lock:
                ticket = self._waiting.pop(0) if self._waiting else None
            self._end(ticket, Failed("unstartable", self._start_problem))

    def _end(self, ticket: Ticket | None, event: Event) -> None:
        if ticket is not None and not ticket.is_over:
            ticket.is_over = True
            self._tell(ticket, event)

    def _tell(self, ticket: Ticket, event: Event) -> None:
        try:
            ticket.listener(event)
        except Exception:
            _log.exception("a listener failed")

    def _tell_changed(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _count(self, reason: str) -> None:
        self.restarts[reason] = self.restarts.get(reason, 0) + 1

    def _nudge(self) -> None:
        with contextlib.suppress(OSError), self._lock:
            if not self._hear_us.poll():
                self._wake.send_bytes(b"!")


def _context(preload: Sequence[str]) -> Any:
    """How workers are started: forked from a helper that has imported ``preload``, else each in a fresh interpreter."""
    if not preload or sys.platform != "linux":
        return get_context("spawn")
    context = get_context("forkserver")
    context.set_forkserver_preload(list(preload))
    return context
