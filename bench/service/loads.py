"""What is done to the service: each function gives plain numbers. All times are wall clock and only comparable within one run."""

from __future__ import annotations

import itertools
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench.service.running import Answer, Served, ask, code_of, percentile, post_file

Json = dict[str, Any]
PAUSE_SECONDS = 0.25  # of the neighbour between two documents
SETTLE_SECONDS = 15.0  # for the workers that were replaced
HEADER_SECONDS = 5.0


class Neighbour:
    """A client that sends the same small document again and again."""

    def __init__(self, port: int, data: bytes) -> None:
        self.answers: list[Answer] = []
        self._port, self._data, self._stop = port, data, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    @contextmanager
    def sending(self) -> Iterator[Neighbour]:
        self._thread.start()
        yield self
        self._stop.set()
        self._thread.join(120)

    def _run(self) -> None:
        while not self._stop.is_set():
            self.answers.append(post_file(self._port, "/v1/extract", "small.pdf", self._data))
            self._stop.wait(PAUSE_SECONDS)

    def facts(self) -> Json:
        seconds = [answer.seconds for answer in self.answers]
        return {
            "requests": len(self.answers),
            "statuses": dict(Counter(answer.status for answer in self.answers)),
            "p50": round(percentile(seconds, 0.5), 3),
            "p95": round(percentile(seconds, 0.95), 3),
            "max": round(max(seconds, default=0.0), 3),
        }


def hostile(service: Served, files: Sequence[Path], small: bytes, *, times: int, quiet_seconds: float) -> Json:
    """Every file ``times`` times, one after the other, while a neighbour sends small documents."""
    for _ in range(4):  # both workers warm
        post_file(service.port, "/v1/extract", "small.pdf", small)
    before = service.memory()
    with Neighbour(service.port, small).sending() as quiet:
        time.sleep(quiet_seconds)
    with Neighbour(service.port, small).sending() as busy:
        answers = [_hostile_answer(service.port, path, number + 1) for path in files for number in range(times)]
    time.sleep(SETTLE_SECONDS)
    after = service.memory()
    quiet_facts, busy_facts = quiet.facts(), busy.facts()
    return {
        "answers": answers,
        "neighbour_quiet": quiet_facts,
        "neighbour_busy": busy_facts,
        "p95_ratio": round(busy_facts["p95"] / quiet_facts["p95"], 2),
        "memory_before_mb": round(before / 1e6),
        "memory_after_mb": round(after / 1e6),
        "restarts": service.num_restarts(),
    }


def _hostile_answer(port: int, path: Path, number: int) -> Json:
    answer = post_file(port, "/v1/extract", path.name, path.read_bytes())
    return {"file": path.name, "time": number, "status": answer.status, "code": code_of(answer), "seconds": round(answer.seconds, 1)}


def throughput(service: Served, data: bytes, *, clients: Sequence[int], seconds: float) -> Json:
    """Documents per second for each number of clients in turn, twice, so that a busy machine hits all of them."""
    rates: dict[int, list[float]] = {count: [] for count in clients}
    slow: dict[int, list[float]] = {count: [] for count in clients}
    for _ in range(2):
        for count in clients:
            answers = _closed_loop(service.port, data, count, seconds)
            rates[count].append(len([a for a in answers if a.status == 200]) / seconds)
            slow[count] += [a.seconds for a in answers]
    mean = {count: sum(found) / len(found) for count, found in rates.items()}
    facts = {
        str(count): {
            "documents_per_second": round(mean[count], 2),
            "runs": [round(rate, 2) for rate in rates[count]],
            "p95": round(percentile(slow[count], 0.95), 3),
        }
        for count in clients
    }
    return {"clients": facts, "ratio": round(mean[clients[-1]] / mean[clients[0]], 2)}


def soak(service: Served, data: bytes, *, documents: int, clients: int) -> Json:
    """Memory over many documents: its slope in MB per 1,000 documents, by least squares over the second half."""
    points: list[tuple[int, float]] = []
    statuses = Counter[int]()
    begun = itertools.count(1)

    def send() -> None:
        while (number := next(begun)) <= documents:
            statuses[post_file(service.port, "/v1/extract", "small.pdf", data).status] += 1
            if number % max(1, documents // 50) == 0:
                points.append((number, service.memory() / 1e6))

    _together([send] * clients)
    half = points[len(points) // 2 :]
    return {
        "documents": documents,
        "statuses": {str(status): count for status, count in statuses.items()},
        "memory_first_mb": round(points[0][1]),
        "memory_last_mb": round(points[-1][1]),
        "slope_mb_per_1000": round(_slope(half) * 1000, 2),
    }


def slow_connections(service: Served, data: bytes, *, count: int) -> Json:
    """``count`` connections that send a byte of their headers now and then, and what a document sees meanwhile."""
    quiet = [post_file(service.port, "/v1/extract", "small.pdf", data) for _ in range(5)]
    slow = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(count)]
    start, closed = time.monotonic(), [0.0] * count
    busy: list[Answer] = []
    for each in slow:
        each.sendall(b"POST /v1/extract HTTP/1.1\r\nHost: x\r\nX-Slow: ")
        each.setblocking(False)
    while time.monotonic() - start < 3 * HEADER_SECONDS:
        for number, each in enumerate(slow):
            closed[number] = closed[number] or (_is_closed(each) and time.monotonic() - start) or 0.0
        busy.append(post_file(service.port, "/v1/extract", "small.pdf", data))
    for each in slow:
        each.close()
    return {
        "connections": count,
        "closed_by_server": sum(when > 0 for when in closed),
        "closed_after_seconds": round(max(closed), 1),
        "header_seconds": HEADER_SECONDS,
        "statuses": dict(Counter(a.status for a in busy)),
        "p95_quiet": round(percentile([a.seconds for a in quiet], 0.95), 3),
        "p95_meanwhile": round(percentile([a.seconds for a in busy], 0.95), 3),
        "ready_afterwards": ask(service.port, "GET", "/ready").status,
    }


def _is_closed(connection: socket.socket) -> bool:
    try:
        connection.send(b"x")
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


def _closed_loop(port: int, data: bytes, clients: int, seconds: float) -> list[Answer]:
    answers: list[Answer] = []
    end = time.monotonic() + seconds

    def send() -> None:
        while time.monotonic() < end:
            answer = post_file(port, "/v1/extract", "small.pdf", data)
            if time.monotonic() <= end:
                answers.append(answer)

    _together([send] * clients)
    return answers


def _together(works: Sequence[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=work, daemon=True) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _slope(points: Sequence[tuple[int, float]]) -> float:
    if len(points) < 2:
        return 0.0
    x, y = sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)
    spread = sum((p[0] - x) ** 2 for p in points)
    return sum((p[0] - x) * (p[1] - y) for p in points) / spread if spread else 0.0
