"""What a batch worker does with one document: extract, write the results, return the summary row."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from pipeline import DocumentResult, ExtractionError, Extractor, Options, parse_regions
from pipeline.errors import ModelError
from tablewright.batch_plan import Job, Row
from tablewright.option_parsing import read_text
from tablewright.outputs import write_outputs
from tablewright.terminal import note_text

Report = Callable[[tuple[int, int]], None]  # pages done, pages to do


@dataclass(frozen=True, slots=True)
class MakeWork:
    """Builds the work function in the worker: models are loaded once, before the first document."""

    options: Options
    formats: tuple[str, ...]

    def __call__(self) -> Callable[[tuple[Job, str], Report], Row]:
        extractor = Extractor()
        with contextlib.suppress(ModelError):  # each document reports it; those with given regions need no detector
            extractor.load(self.options)
        return lambda task, report: work(extractor, task[0], task[1], self, report)


def work(extractor: Extractor, job: Job, key: str, settings: MakeWork, report: Report) -> Row:
    """The summary row of one document; every failure is in the row, none is raised."""
    start = time.perf_counter()
    try:
        options = replace(settings.options, regions=parse_regions(read_text(job.regions))) if job.regions else settings.options
        result = extractor.extract(job.path, options, on_page=lambda event: report((event.done, event.total)))
        written = write_outputs(result, job.folder, job.stem, settings.formats)
    except ExtractionError as error:
        return failed(job, key, error.code, str(error), seconds=time.perf_counter() - start)
    except Exception as error:
        message = f"internal error ({type(error).__name__}); please report it with the document"
        return failed(job, key, ExtractionError.code, message, seconds=time.perf_counter() - start)
    depth = len(job.document.split("/")) - 1
    files = tuple("/".join(path.parts[-1 - depth :]) for path in written)
    return _row(job, key, result, files, time.perf_counter() - start)


def failed(job: Job, key: str, code: str, message: str, *, seconds: float = 0.0) -> Row:
    """The row of a document that gave nothing."""
    return Row(job.document, key, "failed", num_errors=1, seconds=round(seconds, 3), code=code, message=message)


def _row(job: Job, key: str, result: DocumentResult, files: tuple[str, ...], seconds: float) -> Row:
    notes = result.notes
    return Row(
        document=job.document,
        key=key,
        status=result.status,
        num_pages=len(result.pages),
        num_tables=len(result.tables),
        num_errors=len(notes),
        seconds=round(seconds, 3),
        code=notes[0].code if notes else "",
        message=note_text(notes[0]) if notes else "",
        files=files,
    )
