"""The worker process: builds its work function once, then answers one task after the other under its memory limit.

It leads a process group of its own, so that what it starts (an OCR engine) ends with it, and it dies with its parent.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from workers.spool import NoRoom, receive, send

Report = Callable[[Any], None]
Work = Callable[[Any, Report], Any]
WORN_SHARE = 0.9  # of the memory limit: a worker that came this close is replaced
MAPPED_SHARE = 0.6  # of the limit still mapped after a task: a scanned page takes up to 0.7 GB, which the next one could not get
WORN_BYTES = 600_000_000  # resident bytes kept after a task beyond those of the warm worker; OCR models take 0.3 GB
LEAST_ROOM_BYTES = 200_000_000  # beside what the warm worker maps; one page and its picture
TIDY_BYTES = 200_000_000  # beyond the warm worker's: then a task's leftovers are collected
_PR_SET_PDEATHSIG = 1
_log = logging.getLogger(__name__)


class GivenUp(Exception):
    """The task at hand is to be given up: ``cancel`` (nobody wants it any more) or ``yield`` (others go first)."""


REASONS = {"cancel": ("cancelled", "nobody waits for it any more"), "yield": ("yielded", "it made way for another task")}


@dataclass(frozen=True, slots=True)
class Taken:
    """Bytes of memory, and of address space, that a process has."""

    resident: int
    mapped: int


def serve(pipe: Connection, make_work: Callable[[], Work], memory_bytes: int | None, folder: Path, parent: int | None) -> None:
    """Runs in the worker until the pipe is closed or says ``None``."""
    _settle(parent)
    try:
        work = make_work()
    except Exception as error:
        send(pipe, ("unfit", str(error) or type(error).__name__), folder)
        return
    gc.collect()
    gc.freeze()  # the libraries' million objects: a collection that looks at them takes a quarter of a document's time
    limit = _limit_memory(memory_bytes)
    if limit is not None and mapped_bytes() + LEAST_ROOM_BYTES > limit:
        needed = (mapped_bytes() + LEAST_ROOM_BYTES) / 1e6
        send(pipe, ("unfit", f"a memory limit of {limit / 1e6:.0f} MB is too low here: allow {needed:.0f} MB or more"), folder)
        return
    warm = Taken(resident_bytes(), mapped_bytes())
    send(pipe, ("ready",), folder)
    with contextlib.suppress(EOFError, OSError):
        while (message := receive(pipe)) is not None:
            if message[0] == "ping":
                send(pipe, ("pong",), folder)
            elif message[0] == "task":
                if not _answer(pipe, work, message[1], message[2], folder):
                    return
                send(pipe, ("idle", _is_worn(limit, warm)), folder)


def _answer(pipe: Connection, work: Work, number: int, task: Any, folder: Path) -> bool:
    """Does one task; ``False`` when the process is not to be used again."""

    def report(value: Any) -> None:
        send(pipe, ("progress", number, value), folder)
        while pipe.poll():
            message = receive(pipe)
            if message is None or (message[0] in REASONS and message[1] == number):
                raise GivenUp("cancel" if message is None else message[0])

    try:
        answer = ("done", number, work(task, report))
    except GivenUp as how:
        answer = ("failed", number, REASONS[str(how)])
    except MemoryError:
        gc.collect()
        send(pipe, ("failed", number, ("memory", "it needs more memory than is allowed")), folder)
        return False
    except NoRoom as error:
        answer = ("failed", number, ("no_room", error.strerror))
    except Exception as error:
        _log.error("unforeseen failure of a task: %s at %s", type(error).__name__, _places(error))
        answer = ("failed", number, ("error", f"internal error ({type(error).__name__})"))
    try:
        send(pipe, answer, folder)
    except NoRoom as error:
        send(pipe, ("failed", number, ("no_room", error.strerror)), folder)
    return True


def _places(error: Exception) -> str:
    """Where it was raised, innermost first: what an error says may quote the document, so its own words are left out."""
    frames = reversed(traceback.extract_tb(error.__traceback__))
    return " < ".join(f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames)


def _settle(parent: int | None) -> None:
    with contextlib.suppress(OSError):
        os.setsid()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the supervisor decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if parent is not None and os.getppid() != parent:  # it died before we asked
            os._exit(1)


def _limit_memory(memory_bytes: int | None) -> int | None:
    if memory_bytes is None:
        return None
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    limit = memory_bytes if hard == resource.RLIM_INFINITY else min(memory_bytes, hard)
    resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return limit


def _is_worn(limit: int | None, warm: Taken) -> bool:
    """Whether the task left the process too large, or came close to its limit. Memory is given back after large tasks only."""
    if resident_bytes() > warm.resident + TIDY_BYTES:
        gc.collect()
        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).malloc_trim(0)
    is_tight = limit is not None and mapped_bytes() > max(MAPPED_SHARE * limit, warm.mapped + WORN_BYTES)
    return is_tight or (limit is not None and _status_bytes("VmPeak") > WORN_SHARE * limit) or resident_bytes() > warm.resident + WORN_BYTES


def mapped_bytes(process: int | str = "self") -> int:
    return _status_bytes("VmSize", process)


def resident_bytes(process: int | str = "self") -> int:
    """Resident bytes of a process, 0 when it is gone or the system does not tell."""
    return _status_bytes("VmRSS", process)


def _status_bytes(name: str, process: int | str = "self") -> int:
    with contextlib.suppress(OSError, ValueError, IndexError):
        for line in Path(f"/proc/{process}/status").read_text().splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) * 1024
    return 0
