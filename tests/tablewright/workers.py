"""Work functions for the batch tests; worker processes import them by name."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pipeline import Options
from tablewright.batch_plan import Job, Row
from tablewright.batch_work import MakeWork, work
from tablewright.wide.reading import Document, read
from tablewright.wide.shards import Read
from tests.fakes import sample_extractor


class Replaying(MakeWork):
    """The real work with the sample's recording; ``hang.pdf`` never ends, ``half.pdf`` not while its file is half written."""

    def __call__(self) -> Callable[[tuple[Job, str], Callable[[tuple[int, int]], None]], Row]:
        return self.replay

    def replay(self, task: tuple[Job, str], report: Callable[[tuple[int, int]], None]) -> Row:
        if task[0].document.endswith("hang.pdf"):
            time.sleep(600)
        if task[0].document.endswith("full.pdf"):
            os.replace = _no_room
        if task[0].document.endswith("half.pdf"):
            os.replace = _never
        return work(sample_extractor(), task[0], task[1], self, report)


def _no_room(*_: object) -> None:
    raise OSError(errno.ENOSPC, "No space left on device")


def _never(*_: object) -> None:
    time.sleep(600)


@dataclass(frozen=True)
class Wide:
    """The work of a Ray worker with the sample's recording; ``hang.pdf`` never ends, ``die.pdf`` takes its process along.

    Each document takes ``seconds`` more; the Ray workers' process ids are written to ``readers``.
    """

    readers: str = ""
    seconds: float = 0.0

    def __call__(self) -> Callable[[Document, Callable[[Any], None]], Read]:
        extractor = sample_extractor()
        if self.readers:
            with Path(self.readers).open("a") as stream:
                stream.write(f"{os.getppid()}\n")

        def work(document: Document, report: Callable[[Any], None]) -> Read:
            if document.found.document == "hang.pdf":
                time.sleep(600)
            if document.found.document == "die.pdf":
                os._exit(7)
            time.sleep(self.seconds)
            return read(extractor, document, Options(), report)

        return work
