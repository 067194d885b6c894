"""One worker process as the supervisor sees it: its pipe, what it does, since when, and why it should be stopped."""

from __future__ import annotations

import contextlib
import os
import signal
import time
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from workers.child import resident_bytes
from workers.limits import Limits
from workers.spool import NoRoom, send
from workers.tickets import Failed, Started, Ticket

PING_SECONDS = 5.0  # an idle worker is asked whether it is there
PONG_SECONDS = 15.0  # and replaced when it has not answered by then
YIELD_SECONDS = 2.0  # that a task has run before it makes way for another
CANCEL_SECONDS = 2.0  # to stop by itself at the end of a page; then it is killed


@dataclass(slots=True, eq=False)
class Slot:
    """A process and its task. ``heard`` is the time of its last message."""

    process: Any
    pipe: Connection
    ticket: Ticket | None = None
    is_ready: bool = False
    is_retiring: bool = False
    is_worn: bool = False  # retiring for its memory: the next task might not get enough
    is_resting: bool = True  # between tasks: it has said that it is idle
    num_tasks: int = 0
    started: float = 0.0
    heard: float = field(default_factory=time.monotonic)
    asked: float | None = None
    cancelled: float | None = None
    is_yielding: bool = False

    @property
    def is_idle(self) -> bool:
        return self.is_ready and self.is_resting and self.ticket is None

    def take(self, ticket: Ticket, folder: Path) -> None:
        """Gives it a task; raises ``NoRoom`` when that cannot be handed over, and the worker is free as before."""
        self.ticket, self.is_resting, self.asked, self.cancelled, self.is_yielding = ticket, False, None, None, False
        self.num_tasks += 1
        self.started = self.heard = time.monotonic()
        ticket.attempt += 1
        ticket.listener(Started(ticket.attempt))
        try:
            send(self.pipe, ("task", ticket.number, ticket.task), folder)
        except NoRoom:
            self.ticket, self.is_resting = None, True
            raise
        except OSError:
            pass  # it has just died; listening will tell

    def cancel(self, folder: Path) -> None:
        """Asks it to give up its task at the end of a page; ``overdue`` tells when it did not."""
        if self.ticket is not None and self.cancelled is None:
            self.cancelled = time.monotonic()
            with contextlib.suppress(OSError):
                send(self.pipe, ("cancel", self.ticket.number), folder)

    def make_way(self, rank: int, folder: Path, now: float) -> bool:
        """Asks it to end its task after a page, if that may be and the waiting ``rank`` goes before it."""
        ticket = self.ticket
        if ticket is None or not ticket.is_yielding or ticket.rank <= rank or self.is_yielding or now - self.started < YIELD_SECONDS:
            return False
        self.is_yielding = True
        with contextlib.suppress(OSError):
            send(self.pipe, ("yield", ticket.number), folder)
        return True

    def ping(self, folder: Path, now: float) -> None:
        if self.is_idle and self.asked is None and now - self.heard > PING_SECONDS:
            self.asked = now
            with contextlib.suppress(OSError):
                send(self.pipe, ("ping",), folder)

    def overdue(self, limits: Limits, now: float) -> Failed | None:
        """Why it must be killed now, if it must."""
        if not self.is_ready:
            late = now - self.heard > limits.start_seconds
            return Failed("unstartable", f"the worker was not ready after {limits.start_seconds:g} s") if late else None
        if self.ticket is None:
            since = self.heard if not self.is_resting else self.asked  # after a task it says by itself that it is idle
            is_mute = since is not None and now - since > PONG_SECONDS
            return Failed("silent", "the worker did not answer") if is_mute else None
        if self.cancelled is not None and now - self.cancelled > CANCEL_SECONDS:
            return Failed("cancelled", "nobody waits for it any more")
        return _too_slow(self, self.ticket, limits, now)

    def kill(self) -> None:
        """Ends the process and everything it started."""
        with contextlib.suppress(OSError):
            os.killpg(self.process.pid, signal.SIGKILL)
        with contextlib.suppress(OSError):
            self.process.kill()
        self.process.join(timeout=5)
        self.pipe.close()

    def memory(self) -> int:
        return resident_bytes(self.process.pid or 0)


def _too_slow(slot: Slot, ticket: Ticket, limits: Limits, now: float) -> Failed | None:
    if ticket.deadline is not None and now > ticket.deadline:
        return Failed("late", f"not finished within {ticket.deadline - ticket.submitted:g} s; the worker was stopped")
    if limits.silent_seconds is not None and now - slot.heard > limits.silent_seconds:
        return Failed("silent", f"no page was finished for {limits.silent_seconds:g} s; the worker was stopped")
    if limits.task_seconds is not None and now - slot.started > limits.task_seconds:
        return Failed("late", f"not finished after {limits.task_seconds:g} s; the worker was stopped")
    return None
