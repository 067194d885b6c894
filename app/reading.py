"""One document being read: through one worker or, when pages cost theirs, through several, until every page has its outcome.

A page that hangs, crashes or eats its worker's memory is a page with an error; the pages after it are read by the next
worker. Listeners hear ``Opened``, ``PageRead`` and at last ``Ended``, from the supervisor's thread.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from app.work import Extract, Opened, PageRead, PageRevised, Read, Refused
from pipeline import ErrorNote, PageResult
from pipeline.results.json_format import page_to_dict
from workers import Done, Event, Failed, Pool, PoolClosed, Progress, Ticket

MAX_BAD_PAGES = 3  # each costs a worker and its time; then the rest of the document is given up
TRIES = 2  # of a page whose worker died by itself
CODES = {
    "silent": "page_too_slow",
    "late": "deadline_exceeded",
    "expired": "deadline_exceeded",
    "died": "worker_died",
    "memory": "too_large",
    "error": "extraction_error",
    "no_room": "disk_full",
}


@dataclass(frozen=True, slots=True)
class Ended:
    """The end: ``head`` is the result's JSON without pages, or ``problem`` says why there is none (``code``, ``message``)."""

    head: dict[str, Any] | None
    problem: Refused | None = None


Heard = Opened | PageRead | PageRevised | Ended
Listener = Callable[[Heard], None]


class Reading:
    """Starts at once. ``deadline`` (``time.monotonic``) counts waiting; a lower ``rank`` goes first. Raises what ``Pool.submit`` does."""

    def __init__(
        self, pool: Pool, task: Extract, listener: Listener, *, rank: int = 0, deadline: float | None = None, is_bounded: bool = True
    ) -> None:
        self.task = task
        self._pool, self._rank, self._deadline = pool, rank, deadline
        self._lock = threading.RLock()
        self._listener, self._history = listener, list[Heard]()
        self._opened: Opened | None = None
        self._left: list[int] = []
        self._kept: list[tuple[int, bytes]] = []  # of the finished pages: whoever reads the last one joins tables over all of them
        self._bad: list[tuple[int, Refused]] = []
        self._given_up: Refused | None = None  # why the pages that are left are not read
        self._deaths = 0
        self._has_errors = self._is_cancelled = self._is_handed_on = False
        self.started = time.perf_counter()
        self._ticket = self._submit(task, is_bounded=is_bounded)

    def cancel(self) -> None:
        self._is_cancelled = True
        self._pool.cancel(self._ticket)

    def attach(self, listener: Listener, *, before: Listener, deadline: float | None = None) -> None:
        """From now on another listener hears, once ``before`` has heard everything so far; the time allowed may change, too."""
        with self._lock:
            self._deadline = self._ticket.deadline = deadline
            for heard in self._history:
                before(heard)
            self._listener = listener

    def pages(self) -> list[bytes]:
        """The finished pages' JSON, in order."""
        found = {heard.number: heard.data for heard in list(self._history) if isinstance(heard, PageRead | PageRevised)}
        return [found[number] for number in sorted(found)]

    @property
    def num_tables(self) -> int:
        return sum(heard.num_tables for heard in list(self._history) if isinstance(heard, PageRead))

    def forget(self) -> None:
        """Keeps no more pages in memory: somebody else does."""
        with self._lock:
            self._history = _Nothing()

    def _submit(self, task: Extract, *, is_bounded: bool) -> Ticket:
        is_yielding = self._rank > 0 and not self._is_settling  # that has one page: it would begin anew for ever
        return self._pool.submit(
            task, self._on_event, rank=self._rank, deadline=self._deadline, is_bounded=is_bounded, is_yielding=is_yielding
        )

    def _on_event(self, event: Event) -> None:
        with self._lock:
            if isinstance(event, Progress):
                self._on_progress(event.value)
            elif isinstance(event, Done):
                self._on_done(event.value)
            elif isinstance(event, Failed):
                self._on_failed(event)

    def _on_progress(self, value: Opened | PageRead) -> None:
        if isinstance(value, Opened):
            if self._opened is None:
                self._opened, self._left = value, list(value.numbers)
                self._tell(value)
        elif value.number in self._left:
            self._left.remove(value.number)
            self._deaths = 0
            self._has_errors |= value.has_errors
            self._kept.append((value.number, value.kept))
            self._tell(replace(value, kept=b""))

    def _on_done(self, value: Read | Refused) -> None:
        if isinstance(value, Read):
            for page in value.revised:
                self._tell(page)
            self._finish(value.head, self._given_up)
        elif self._opened is not None and len(self._left) < len(self._opened.numbers):
            self._finish(self._opened.head, value)  # refused after pages had been read: time ran out between two pages
        else:
            self._tell(Ended(None, value))

    def _on_failed(self, event: Failed) -> None:
        if event.code == "died" and self._deaths + 1 < TRIES:
            self._deaths += 1
            if self._again():
                return
        if event.code == "yielded" and self._again():
            return
        problem = Refused(CODES.get(event.code, event.code), self._reason(event))
        is_final = event.code in ("cancelled", "late", "expired", "error", "no_room", "unstartable", "yielded")
        if self._opened is None or self._is_settling or is_final:
            self._give_up(problem)
            return
        self._add_bad_page(problem)
        rest = Refused(problem.code, f"after {len(self._bad)} such pages the rest was not read") if self._left else None
        if len(self._bad) >= MAX_BAD_PAGES:
            self._given_up = rest
        if self._again():
            return
        if rest is not None:
            self._give_up(rest)
        else:
            self._finish(self._opened.head)

    def _add_bad_page(self, problem: Refused) -> None:
        number = self._left.pop(0)
        self._deaths = 0
        self._bad.append((number, problem))
        self._has_errors = True
        self._tell(PageRead(number, json.dumps(_bad_page(number, problem)).encode(), 0, 0.0, True))

    @property
    def _is_settling(self) -> bool:
        """Whether no page is to be read any more, only tables to be joined and values to be settled over those that were."""
        return self._opened is not None and (not self._left or self._given_up is not None)

    def _again(self) -> bool:
        """Hands what is left to another worker: pages, or to settle what the last one did not; that takes a page, so one is read again."""
        if self._is_cancelled or (self._is_settling and not self._kept):
            return False
        task = self.task
        if self._opened is not None:
            kept = self._kept[:-1] if self._is_settling else self._kept
            pages = (self._kept[-1][0],) if self._is_settling else tuple(self._left)
            task = replace(task, options=replace(task.options, pages=pages), earlier=tuple(data for _, data in kept))
            self._is_handed_on = True
        try:
            self._ticket = self._submit(task, is_bounded=False)
        except PoolClosed:
            return False
        return True

    def _give_up(self, problem: Refused) -> None:
        has_pages = self._opened is not None and len(self._left) + len(self._bad) < len(self._opened.numbers)
        if has_pages and self._opened is not None and problem.code != "cancelled":
            self._finish(self._opened.head, self._given_up or problem)
        else:
            self._tell(Ended(None, self._bad[0][1] if self._bad else problem))

    def _finish(self, head: dict[str, Any], problem: Refused | None = None) -> None:
        assert self._opened is not None
        if len(self._bad) == len(self._opened.numbers) and self._bad:
            self._tell(Ended(None, self._bad[0][1]))  # no page could be read
            return
        notes = list(head["errors"])
        if problem is not None:
            page = self._left[0] if self._left else None
            notes.append({"code": problem.code, "message": problem.message, "page": page, "table": None})
        is_last_part = self._is_handed_on or problem or not head["seconds"]  # the head tells of one worker's part
        seconds = {"total": round(time.perf_counter() - self.started, 4)} if is_last_part else head["seconds"]
        status = "partial" if notes or self._has_errors else "complete"
        self._tell(Ended({**head, "status": status, "errors": notes, "seconds": seconds, "options": self._opened.head["options"]}))

    def _reason(self, event: Failed) -> str:
        limit = self._pool.limits.memory_bytes or 0
        if event.code == "died":
            return f"{event.reason} twice: the page is beyond what can be read here (memory limit {limit / 1e9:.1f} GB)"
        if event.code == "memory":
            return f"it needs more memory than the {limit / 1e9:.1f} GB allowed here; split the document or lower the pictures' resolution"
        return event.reason

    def _tell(self, heard: Heard) -> None:
        self._history.append(heard)
        self._listener(heard)


class _Nothing(list[Heard]):
    """A history that forgets."""

    def append(self, item: Heard) -> None:
        pass


def document(head: dict[str, Any], pages: list[bytes]) -> bytes:
    """A whole result's JSON from its head and its pages' JSON, in order; pages are not parsed."""
    return b"".join(document_parts(head, pages))


def document_parts(head: dict[str, Any], pages: Iterable[bytes]) -> Iterator[bytes]:
    """The same, piece by piece."""
    first, second = json.dumps({**head, "pages": []}, ensure_ascii=False).split('"pages": []', 1)
    yield (first + '"pages": [').encode("utf-8", "replace")
    for index, page in enumerate(pages):
        yield b", " + page if index else page
    yield ("]" + second).encode("utf-8", "replace")


def _bad_page(number: int, problem: Refused) -> dict[str, Any]:
    return page_to_dict(PageResult(number, error=ErrorNote(problem.code, problem.message, number)))
