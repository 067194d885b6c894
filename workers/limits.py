"""What a worker may use, and how many workers a machine carries: by its cores and its memory, containers' limits included."""

from __future__ import annotations

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path

WORKER_BYTES = 900_000_000  # resident bytes of a worker with its models, OCR and an ordinary document: 0.2 to 0.9 GB measured
MEMORY_BYTES = 2_000_000_000  # address space; a warm worker maps 0.4 GB, one that has read scans 1.1 GB, and peaks at 1.5 GB
_CGROUP = Path("/sys/fs/cgroup")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one worker and of one task; ``None`` means no limit.

    ``memory_bytes`` is a worker's whole address space, libraries and models included.
    """

    silent_seconds: float | None = 60.0  # without a report, that is inside one page; then the worker is killed
    task_seconds: float | None = 3600.0  # from the moment a worker takes the task
    memory_bytes: int | None = MEMORY_BYTES
    max_tasks: int = 500  # then the worker is replaced by a fresh one
    attempts: int = 2  # of a task whose worker died by itself; one that was killed for its time is not tried again
    start_seconds: float = 300.0  # to load the models on a slow machine, torch for other checkpoints included
    queue_size: int | None = None  # tasks that may wait


def default_workers() -> int:
    """One worker per core that this process may use, as far as the memory goes; at least one."""
    return max(1, min(_cores(), int(_memory_bytes() // WORKER_BYTES)))


def _cores() -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with contextlib.suppress(OSError, ValueError):
        quota, period = (_CGROUP / "cpu.max").read_text().split()
        cores = min(cores, max(1, round(int(quota) / int(period))))
    return cores


def _memory_bytes() -> float:
    found = float(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES"))
    with contextlib.suppress(OSError, ValueError):
        found = min(found, float((_CGROUP / "memory.max").read_text()))
    return found
