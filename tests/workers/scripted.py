"""Light work functions for the pool's tests: their workers start at once, because nothing heavy is imported."""

from __future__ import annotations

import mmap
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any


class Scripted:
    """Does what the task says: ``hang``, ``die``, ``slow``, ``eat`` memory, ``map`` address space, ``raise``, ``child``, ``flaky:FILE``.

    Anything else reports three times.
    """

    def __call__(self) -> Callable[[Any, Callable[[Any], None]], Any]:
        return self.work

    def work(self, task: str, report: Callable[[Any], None]) -> Any:
        name, _, argument = task.partition(":")
        if name == "die":
            os._exit(7)
        if name == "crash":
            os.kill(os.getpid(), signal.SIGSEGV)
        if name == "hang":
            time.sleep(600)
        if name == "raise":
            raise ValueError("secret of the document")
        if name == "eat":
            return len(bytearray(int(argument or 3_000_000_000)))
        if name == "large":
            report("x" * 1_000_000)
            return "y" * 1_000_000
        if name == "map":  # address space alone, never given back
            self.kept = mmap.mmap(-1, int(argument))
            return os.getpid()
        if name == "pid":
            return os.getpid()
        if name == "child":
            report(subprocess.Popen(["sleep", "600"]).pid)
            time.sleep(600)
        if name == "flaky" and not Path(argument).exists():
            Path(argument).touch()
            os._exit(9)
        for page in range(40 if name == "slow" else 3):
            time.sleep(0.1 if name == "slow" else 0)
            report((page + 1, 3))
        return f"did {task}"


class Unstartable:
    def __call__(self) -> Callable[[Any, Any], Any]:
        os._exit(3)


class Unfit:
    def __call__(self) -> Callable[[Any, Any], Any]:
        raise ValueError("weights missing")
