"""What a Ray worker does with one shard: read its documents one after the other, each in a process that may die of it."""

from __future__ import annotations

import contextlib
import queue
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from pipeline import ExtractionError, Extractor, InputError, Options, parse_regions
from pipeline.errors import ModelError, TooLarge
from tablewright.batch_plan import Row
from tablewright.terminal import note_text
from tablewright.wide.listing import Found, file_system
from tablewright.wide.shards import Read, Store
from workers import Done, Event, Failed, Limits, Pool

PRELOAD = ("tablewright.wide.reading", "pipeline.models.detector", "pipeline.models.recognizer")
Report = Callable[[Any], None]


@dataclass(frozen=True, slots=True)
class Document:
    """A document as it goes to the process that reads it."""

    found: Found
    data: bytes = field(repr=False)
    regions: str | None


@dataclass(frozen=True, slots=True)
class MakeReading:
    """Builds the work function in the reading process: models are loaded once, before the first document."""

    options: Options

    def __call__(self) -> Callable[[Document, Report], Read]:
        extractor = Extractor()
        with contextlib.suppress(ModelError):  # each document reports it; those with given regions need no detector
            extractor.load(self.options)
        return lambda document, report: read(extractor, document, self.options, report)


def read(extractor: Extractor, document: Document, options: Options, report: Report) -> Read:
    """The result of one document; every failure is in its row."""
    start, found = time.perf_counter(), document.found
    try:
        chosen = options if document.regions is None else replace(options, regions=parse_regions(document.regions))
        result = extractor.extract(document.data, chosen, on_page=lambda event: report((event.done, event.total)))
    except ExtractionError as error:
        return unread(found, error.code, str(error), seconds=time.perf_counter() - start)
    except Exception as error:
        message = f"internal error ({type(error).__name__}); please report it with the document"
        return unread(found, ExtractionError.code, message, seconds=time.perf_counter() - start)
    named = replace(result, name=PurePosixPath(found.document).name)
    notes = result.notes
    row = Row(
        document=found.document,
        key=found.key,
        status=result.status,
        num_pages=len(result.pages),
        num_tables=len(result.tables),
        num_errors=len(notes),
        seconds=round(time.perf_counter() - start, 3),
        code=notes[0].code if notes else "",
        message=note_text(notes[0]) if notes else "",
    )
    return Read(row, named.to_json())


def unread(found: Found, code: str, message: str, *, seconds: float = 0.0) -> Read:
    """The row of a document that gave nothing."""
    return Read(Row(found.document, found.key, "failed", num_errors=1, seconds=round(seconds, 3), code=code, message=message), None)


@dataclass(frozen=True, slots=True)
class Settings:
    """What every Ray worker is told. ``make_work`` is called in the reading process."""

    folder: str
    out: str
    formats: tuple[str, ...]
    options: Options
    limits: Limits
    make_work: Callable[[], Callable[[Document, Report], Read]]
    preload: tuple[str, ...] = PRELOAD


class ShardReader:
    """One per Ray worker, kept from shard to shard with its warm process."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._store = Store(settings.out, settings.formats)
        self._documents, _ = file_system(settings.folder)
        self._pool = Pool(settings.make_work, num_workers=1, limits=settings.limits, preload=settings.preload)
        self._pool.start()

    def close(self) -> None:
        """Ends the reading process."""
        self._pool.stop()

    def read(self, name: str, found: list[Found]) -> list[Row]:
        """The rows of a shard once it is written; one that was finished before its reader died is not read again."""
        known = self._store.rows(name)
        if known is not None:
            return known
        results = [self._read(item) for item in found]
        self._store.save(name, results)
        return [item.row for item in results]

    def _read(self, found: Found) -> Read:
        if found.problem:
            return unread(found, InputError.code, found.problem)
        if found.size > self._settings.options.max_bytes:
            return unread(found, TooLarge.code, f"the document has more than {self._settings.options.max_bytes} bytes, the limit")
        try:
            data = self._documents.cat_file(found.path)
            regions = self._documents.cat_file(found.regions).decode("utf-8-sig") if found.regions else None
        except (OSError, UnicodeDecodeError) as error:
            return unread(found, InputError.code, f"cannot be read: {getattr(error, 'strerror', None) or type(error).__name__}")
        event = self._ask(Document(found, data, regions))
        if isinstance(event, Done):
            return event.value  # type: ignore[no-any-return]
        return unread(found, "worker_stopped", event.reason)

    def _ask(self, document: Document) -> Done | Failed:
        events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._pool.submit(document, events.put, is_bounded=False)
        while True:
            event = events.get()
            if isinstance(event, Done | Failed):
                return event
