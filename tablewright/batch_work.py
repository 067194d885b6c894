"""What a batch worker does with one document: extract, write the results, return the summary row."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from pipeline import DocumentResult, ExtractionError, Extractor, Options, parse_regions
from pipeline.errors import ModelError, capture_error
from tablewright.batch_plan import Job, Row
from tablewright.option_parsing import read_text
from tablewright.outputs import write_outputs
from tablewright.terminal import note_text

Report = Callable[[tuple[int, int]], None]  # pages done, pages to do
T = TypeVar("T")
STOPPED = "worker_stopped"  # the code of a document whose worker died or was stopped over it


@dataclass(frozen=True, slots=True)
class MakeWork:
    """Builds the work function in the worker: models are loaded once, before the first document."""

    options: Options
    formats: tuple[str, ...]

    def __call__(self) -> Callable[[tuple[Job, str], Report], Row]:
        extractor = warm_extractor(self.options)
        return lambda task, report: work(extractor, task[0], task[1], self, report)


def warm_extractor(options: Options) -> Extractor:
    """An extractor with its models, where they can be loaded: each document reports it, and given regions need no detector."""
    extractor = Extractor()
    with contextlib.suppress(ModelError):
        extractor.load(options)
    return extractor


def work(extractor: Extractor, job: Job, key: str, settings: MakeWork, report: Report) -> Row:
    """The summary row of one document; every failure is in the row, none is raised."""

    def written() -> tuple[DocumentResult, tuple[str, ...]]:
        options = replace(settings.options, regions=parse_regions(read_text(job.regions))) if job.regions else settings.options
        result = extractor.extract(job.path, options, on_page=lambda event: report((event.done, event.total)))
        depth = len(job.document.split("/")) - 1
        paths = write_outputs(result, job.folder, job.stem, settings.formats)
        return result, tuple("/".join(path.parts[-1 - depth :]) for path in paths)

    row, files = row_and_value(job.document, key, written)
    return replace(row, files=files or ())


def row_and_value(document: str, key: str, read: Callable[[], tuple[DocumentResult, T]]) -> tuple[Row, T | None]:
    """The summary row of a document and what ``read`` gives beside its result; every failure is in the row, none is raised."""
    start = time.perf_counter()
    found = capture_error(read)
    seconds = time.perf_counter() - start
    if isinstance(found, ExtractionError):
        return failed(document, key, found.code, str(found), seconds=seconds), None
    result, value = found
    notes = result.notes
    row = Row(
        document=document,
        key=key,
        status=result.status,
        num_pages=len(result.pages),
        num_tables=len(result.tables),
        num_errors=len(notes),
        seconds=round(seconds, 3),
        code=notes[0].code if notes else "",
        message=note_text(notes[0]) if notes else "",
    )
    return row, value


def failed(document: str, key: str, code: str, message: str, *, seconds: float = 0.0) -> Row:
    """The row of a document that gave nothing."""
    return Row(document, key, "failed", num_errors=1, seconds=round(seconds, 3), code=code, message=message)
