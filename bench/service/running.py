"""A service of our own as a child process with limited memory, what it uses, and a small client that measures."""

from __future__ import annotations

import http.client
import json
import os
import resource
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ADDRESS_SPACE = 9_000_000_000  # bytes that no process of the service may exceed
START_SECONDS = 120.0


@dataclass(frozen=True, slots=True)
class Served:
    """A service that is ready at ``port`` of this machine."""

    port: int
    process: int

    def memory(self) -> int:
        """Resident bytes of the service and all its workers."""
        return sum(_resident(number) for number in (self.process, *children(self.process)))

    def num_restarts(self) -> int:
        """Workers that were replaced so far."""
        body = ask(self.port, "GET", "/metrics").body
        lines = [line for line in body.decode().splitlines() if line.startswith("tablewright_worker_restarts_total")]
        return round(sum(float(line.split()[-1]) for line in lines))


@dataclass(frozen=True, slots=True)
class Answer:
    """Status (0: no answer), seconds and the body's beginning of one request."""

    status: int
    seconds: float
    body: bytes


@contextmanager
def served(settings: Mapping[str, str], *, workers: int = 2) -> Iterator[Served]:
    """``tablewright serve`` with ``TABLEWRIGHT_`` settings; ended by SIGTERM."""
    with tempfile.TemporaryDirectory() as folder, (Path(folder) / "log").open("wb") as log:
        port = free_port()
        own = {"TABLEWRIGHT_DATABASE": f"sqlite:///{folder}/jobs.db", **{f"TABLEWRIGHT_{name}": value for name, value in settings.items()}}
        command = [sys.executable, "-m", "tablewright", "serve", "--port", str(port), "--workers", str(workers)]
        process = subprocess.Popen(command, env={**os.environ, "OMP_NUM_THREADS": "1", **own}, stderr=log, preexec_fn=_limit)
        try:
            wait_ready(port, process)
            yield Served(port, process.pid)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def wait_ready(port: int, process: subprocess.Popen[bytes] | None = None) -> None:
    """Raises ``RuntimeError`` when the service is not ready in time."""
    end = time.monotonic() + START_SECONDS
    while ask(port, "GET", "/ready").status != 200:
        if time.monotonic() > end or (process is not None and process.poll() is not None):
            raise RuntimeError("the service did not get ready")
        time.sleep(0.2)


def post_file(port: int, path: str, name: str, data: bytes, fields: Mapping[str, str] | None = None, timeout: float = 300) -> Answer:
    """The answer to a form with one file; redirects are not followed."""
    boundary = secrets.token_hex(16)
    disposition = "Content-Disposition: form-data; name="
    parts = [f'--{boundary}\r\n{disposition}"{key}"\r\n\r\n{value}\r\n'.encode() for key, value in (fields or {}).items()]
    head = f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    body = b"".join(parts) + head + data + f"\r\n--{boundary}--\r\n".encode()
    return ask(port, "POST", path, body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}, timeout)


def ask(
    port: int, method: str, path: str, body: bytes | None = None, headers: Mapping[str, str] | None = None, timeout: float = 60
) -> Answer:
    """The answer of the service; status 0 when there is none."""
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=timeout)
    try:
        connection.request(method, path, body, dict(headers or {}))
        response = connection.getresponse()
        return Answer(response.status, time.perf_counter() - start, response.read())
    except (OSError, http.client.HTTPException) as error:
        return Answer(0, time.perf_counter() - start, type(error).__name__.encode())
    finally:
        connection.close()


def code_of(answer: Answer) -> str:
    """The problem's code, or the status of a result or job."""
    try:
        value = json.loads(answer.body)
    except ValueError:
        return ""
    return str(value.get("code") or value.get("status") or "")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def percentile(values: list[float], share: float) -> float:
    """The value below which ``share`` of the values lie; 0 without values."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0.0


def _limit() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (ADDRESS_SPACE, ADDRESS_SPACE))


def children(parent: int, *, is_deep: bool = True) -> list[int]:
    """Processes below ``parent``; with ``is_deep`` theirs included."""
    found: list[int] = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = path.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == parent:
            number = int(path.parent.name)
            found += [number, *(children(number) if is_deep else [])]
    return found


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0
