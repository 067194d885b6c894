"""One document over several workers, event by event: whoever reads last joins and settles over all that was read."""

from __future__ import annotations

from typing import Any

from app.reading import Ended, Heard, Reading
from app.work import Extract, Opened, PageRead, PageRevised, Read
from pipeline import Options
from workers import Done, Failed, Limits, Progress, Ticket

HEAD: dict[str, Any] = {"errors": [], "seconds": {}, "options": {"pages": None}, "joined_tables": []}
JOINED = {**HEAD, "seconds": {"total": 0.1}, "options": {"pages": [2]}, "joined_tables": ["over pages"]}


class Workers:
    """A pool whose events the test tells."""

    limits = Limits()

    def __init__(self) -> None:
        self.tasks: list[Extract] = []
        self.tickets: list[Ticket] = []

    def submit(self, task: Extract, listener: Any, **given: Any) -> Ticket:
        del given["is_bounded"]
        self.tasks.append(task)
        self.tickets.append(Ticket(task, listener, **given))
        return self.tickets[-1]

    def tell(self, *events: Any) -> None:
        for event in events:
            self.tickets[-1].listener(event)


def page(number: int) -> Progress:
    return Progress(PageRead(number, b"%d" % number, 1, 0.1, kept=b"kept %d" % number))


def begun(num_pages: int, *, rank: int = 0) -> tuple[Workers, list[Heard], Reading]:
    workers, heard = Workers(), list[Heard]()
    reading = Reading(workers, Extract(b"", "a.pdf", Options()), heard.append, rank=rank)  # type: ignore[arg-type]
    workers.tell(Progress(Opened(HEAD, tuple(range(1, num_pages + 1)))))
    return workers, heard, reading


def ended(heard: list[Heard]) -> dict[str, Any]:
    (end,) = [item for item in heard if isinstance(item, Ended)]
    assert end.problem is None
    assert end.head is not None
    return end.head


def test_who_makes_way_after_the_last_page_is_followed_by_one_who_settles() -> None:
    workers, heard, reading = begun(2, rank=10)
    workers.tell(page(1), page(2), Failed("yielded", "it made way for another task"))
    assert [ticket.is_yielding for ticket in workers.tickets] == [True, False]
    assert (workers.tasks[1].options.pages, workers.tasks[1].earlier) == ((2,), (b"kept 1",))
    workers.tell(page(2), Done(Read(JOINED, (PageRevised(1, b"one, settled"),))))
    head = ended(heard)
    assert (head["status"], head["errors"], head["joined_tables"]) == ("complete", [], ["over pages"])
    assert head["options"] == {"pages": None}  # what was asked for, not the last worker's part
    assert [item.number for item in heard if isinstance(item, PageRead)] == [1, 2]
    assert reading.pages() == [b"one, settled", b"2"]


def test_a_last_page_that_kills_its_worker_leaves_the_others_joined() -> None:
    workers, heard, _ = begun(3)
    workers.tell(page(1), page(2), Failed("silent", "no page was finished"))
    assert (workers.tasks[1].options.pages, workers.tasks[1].earlier) == ((2,), (b"kept 1",))
    workers.tell(page(2), Done(Read(JOINED)))
    head = ended(heard)
    assert (head["status"], head["errors"], head["joined_tables"]) == ("partial", [], ["over pages"])


def test_pages_before_too_many_bad_ones_are_joined_and_the_rest_is_named() -> None:
    workers, heard, _ = begun(9)
    workers.tell(page(1), page(2), *3 * [Failed("silent", "no page was finished")])
    assert (workers.tasks[-1].options.pages, workers.tasks[-1].earlier) == ((2,), (b"kept 1",))
    workers.tell(Done(Read(JOINED)))
    head = ended(heard)
    assert head["joined_tables"] == ["over pages"]
    assert head["errors"] == [{"code": "page_too_slow", "message": "after 3 such pages the rest was not read", "page": 6, "table": None}]


def test_who_settles_may_fail_once() -> None:
    workers, heard, _ = begun(3)
    workers.tell(page(1), page(2), Failed("silent", "no page was finished"), Failed("died", "exit code 7"))
    assert [task.options.pages for task in workers.tasks] == [None, (2,), (2,)]
    workers.tell(Failed("died", "exit code 7"))
    assert [note["code"] for note in ended(heard)["errors"]] == ["worker_died"]


def test_no_page_at_all_is_the_first_pages_problem() -> None:
    workers, heard, _ = begun(2)
    workers.tell(Failed("silent", "first"), Failed("silent", "second"))
    (end,) = [item for item in heard if isinstance(item, Ended)]
    assert (end.head, end.problem and end.problem.message) == (None, "first")
