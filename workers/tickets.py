"""What goes into the pool and what comes out: a ticket per task, and the events that its listener hears."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

_numbers = itertools.count(1)


@dataclass(frozen=True, slots=True)
class Started:
    """A worker has taken the task; ``attempt`` counts from 1."""

    attempt: int


@dataclass(frozen=True, slots=True)
class Progress:
    """A sign of life: whatever the work function reported."""

    value: Any


@dataclass(frozen=True, slots=True)
class Done:
    """The end: what the work function returned."""

    value: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """The end without a value. ``code``: ``silent``, ``late``, ``expired`` (while waiting), ``died``, ``memory``,
    ``error`` (the work function raised), ``no_room`` (on the disk), ``unstartable``, ``yielded`` or ``cancelled``."""

    code: str
    reason: str


Event = Started | Progress | Done | Failed
Listener = Callable[[Event], None]


@dataclass(slots=True, eq=False)
class Ticket:
    """One task in the pool. ``listener`` is called from the supervisor's thread and must return at once.

    ``deadline`` (``time.monotonic``) counts waiting; a lower ``rank`` goes first. One that
    ``is_yielding`` ends as ``Failed("yielded")`` after a report when a lower rank waits and no worker is free.
    """

    task: Any
    listener: Listener
    rank: int = 0
    deadline: float | None = None
    is_yielding: bool = False
    number: int = field(default_factory=lambda: next(_numbers))
    submitted: float = field(default_factory=time.monotonic)
    attempt: int = 0
    is_cancelled: bool = False
    is_over: bool = False

    @property
    def order(self) -> tuple[int, int]:
        return self.rank, self.number
