"""Light work functions for the pool's tests: their workers start at once, because nothing heavy is imported."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any


class Scripted:
    """Does what the task says: a number of pages to report, ``hang``, ``die`` or ``slow``."""

    def __call__(self) -> Callable[[Any, Callable[[int, int], None]], Any]:
        return self.work

    def work(self, task: str, report: Callable[[int, int], None]) -> str:
        if task == "die":
            os._exit(7)
        if task == "hang":
            time.sleep(600)
        for page in range(40 if task == "slow" else 3):
            time.sleep(0.1 if task == "slow" else 0)
            report(page + 1, 3)
        return f"did {task}"


class Unstartable:
    def __call__(self) -> Callable[[Any, Any], Any]:
        os._exit(3)
