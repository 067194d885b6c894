"""Work functions for the batch tests; worker processes import them by name."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable

from tablewright.batch_plan import Job, Row
from tablewright.batch_work import MakeWork, work
from tests.fakes import sample_extractor


class Replaying(MakeWork):
    """The real work with the sample's recording; ``hang.pdf`` never ends."""

    def __call__(self) -> Callable[[tuple[Job, str], Callable[[tuple[int, int]], None]], Row]:
        return self.replay

    def replay(self, task: tuple[Job, str], report: Callable[[tuple[int, int]], None]) -> Row:
        if task[0].document.endswith("hang.pdf"):
            time.sleep(600)
        if task[0].document.endswith("full.pdf"):
            os.replace = _no_room
        return work(sample_extractor(), task[0], task[1], self, report)


def _no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")
