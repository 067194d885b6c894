"""What a Ray worker does with one shard: read its documents one after the other, each in a process that may die of it."""

from __future__ import annotations

import queue
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import Any

from pipeline import DocumentResult, Extractor, InputError, Options, parse_regions
from pipeline.errors import TooLarge
from tablewright.batch_plan import Row
from tablewright.batch_work import STOPPED, failed, row_and_value, warm_extractor
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
        extractor = warm_extractor(self.options)
        return lambda document, report: read(extractor, document, self.options, report)


def read(extractor: Extractor, document: Document, options: Options, report: Report) -> Read:
    """The result of one document; every failure is in its row."""

    def text() -> tuple[DocumentResult, str]:
        chosen = options if document.regions is None else replace(options, regions=parse_regions(document.regions))
        result = extractor.extract(document.data, chosen, on_page=lambda event: report((event.done, event.total)))
        return result, replace(result, name=PurePosixPath(document.found.document).name).to_json()

    return Read(*row_and_value(document.found.document, document.found.key, text))


def unread(found: Found, code: str, message: str) -> Read:
    """A document that gave nothing."""
    return Read(failed(found.document, found.key, code, message), None)


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
        except Exception as error:  # object stores raise classes of their own, which have no common base but Exception
            return unread(found, InputError.code, f"cannot be read: {getattr(error, 'strerror', None) or type(error).__name__}")
        event = self._ask(Document(found, data, regions))
        if isinstance(event, Done):
            return event.value  # type: ignore[no-any-return]
        return unread(found, STOPPED, event.reason)

    def _ask(self, document: Document) -> Done | Failed:
        events: queue.SimpleQueue[Event] = queue.SimpleQueue()
        self._pool.submit(document, events.put, is_bounded=False)
        while True:
            event = events.get()
            if isinstance(event, Done | Failed):
                return event
