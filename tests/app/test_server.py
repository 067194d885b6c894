"""The real server as a process: clients that leave or dawdle, too many connections, and a stop that loses nothing."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.jobs.store import JobStore
from bench.service.running import Answer, ask, free_port, post_file, wait_ready
from tests.fakes import ROOT, SAMPLE, pdf_of_samples

pytestmark = pytest.mark.slow
START = """
import sys
from app.server import serve
from app.settings import Settings
from tests.app.workers import Halving
sys.exit(serve(Settings(workers=1), host="127.0.0.1", port=int(sys.argv[1]), make_work=Halving()))
"""


class Running:
    def __init__(self, port: int, process: subprocess.Popen[str], database: Path) -> None:
        self.port, self.process, self.database = port, process, database

    def metric(self, name: str) -> float:
        lines = ask(self.port, "GET", "/metrics").body.decode().splitlines()
        return sum(float(line.split()[-1]) for line in lines if line.startswith(f"tablewright_{name}"))

    def until(self, condition, seconds: float = 20) -> None:  # type: ignore[no-untyped-def]
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end
            time.sleep(0.05)


@contextmanager
def running(folder: Path, **settings: str) -> Iterator[Running]:
    port, database = free_port(), folder / "jobs.db"
    own = {f"TABLEWRIGHT_{name}": value for name, value in settings.items()}
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "TABLEWRIGHT_DATABASE": f"sqlite:///{database}", **own}
    process = subprocess.Popen([sys.executable, "-c", START, str(port)], env=environment, stderr=subprocess.PIPE, text=True, cwd=ROOT)
    try:
        wait_ready(port, process)  # type: ignore[arg-type]
        yield Running(port, process, database)
    finally:
        process.kill()
        process.communicate()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    settings = {"HEADER_SECONDS": "1", "UPLOAD_SECONDS": "1", "MAX_CONNECTIONS": "20"}
    with running(tmp_path_factory.mktemp("server"), **settings) as found:
        yield found


def connect(server: Running, data: bytes) -> socket.socket:
    made = socket.create_connection(("127.0.0.1", server.port), timeout=10)
    made.sendall(data)
    return made


def form(name: str) -> bytes:
    head = f'--b\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n\r\n'.encode()
    body = head + SAMPLE.read_bytes() + b"\r\n--b--\r\n"
    start = f"POST /v1/extract HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {len(body)}\r\n\r\n"
    return start.encode() + body


def test_a_document_whose_client_has_gone_is_stopped_and_a_waiting_one_dropped(server: Running) -> None:
    first, second = connect(server, form("hang.pdf")), connect(server, form("hang.pdf"))
    server.until(lambda: (server.metric("workers_busy"), server.metric("queue_length")) == (1, 1))
    second.close()
    server.until(lambda: server.metric("queue_length") == 0)
    first.close()
    server.until(lambda: server.metric("workers_busy") == 0)
    assert post_file(server.port, "/v1/extract", "a.pdf", SAMPLE.read_bytes()).status == 200


def test_headers_and_bodies_that_dawdle_are_cut_off(server: Running) -> None:
    start = time.monotonic()
    with connect(server, b"GET /live HTTP/1.1\r\nX-Slow: ") as headers, connect(server, form("a.pdf")[:500]) as body:
        assert headers.recv(100) == b""
        assert b"408" in body.recv(1000).split(b"\r\n")[0]
    assert time.monotonic() - start < 5


def test_connections_beyond_the_cap_are_refused_and_the_others_go_on(server: Running) -> None:
    kept = [connect(server, b"") for _ in range(20)]
    over = connect(server, b"")
    assert b"503" in over.recv(1000)
    for each in (*kept, over):
        each.close()
    server.until(lambda: ask(server.port, "GET", "/live").status == 200)


def test_nothing_that_is_logged_is_text_of_the_document(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        assert post_file(server.port, "/v1/extract?format=csv", "secret-name.pdf", SAMPLE.read_bytes()).status == 200
        server.process.send_signal(signal.SIGTERM)
        _, log = server.process.communicate(timeout=30)
    lines = [json.loads(line) for line in log.splitlines()]
    request = next(line for line in lines if line["message"] == "request" and line["route"] == "/v1/extract")
    assert {"request_id", "status", "seconds", "document", "pages", "tables"} <= set(request)
    assert "secret-name" not in log
    assert "Postnatal" not in log


def test_a_stop_finishes_what_runs_and_keeps_what_waits(tmp_path: Path) -> None:
    with running(tmp_path, STOP_SECONDS="20") as server:
        answers: list[Answer] = []
        data = pdf_of_samples(5)
        thread = threading.Thread(target=lambda: answers.append(post_file(server.port, "/v1/extract", "slow.pdf", data)))
        thread.start()
        server.until(lambda: server.metric("workers_busy") == 1)
        job = json.loads(post_file(server.port, "/v1/jobs", "a.pdf", SAMPLE.read_bytes()).body)["jobs"][0]["id"]
        server.process.send_signal(signal.SIGTERM)
        server.until(lambda: ask(server.port, "GET", "/ready").status == 503, 5)
        assert post_file(server.port, "/v1/extract", "a.pdf", SAMPLE.read_bytes()).status == 503
        assert ask(server.port, "GET", "/live").status == 200
        start = time.monotonic()
        thread.join(30)
        server.process.communicate(timeout=30)
        assert time.monotonic() - start < 20
        assert [answer.status for answer in answers] == [200]
    store = JobStore(f"sqlite:///{server.database}")
    kept = store.get(job)
    assert kept is not None
    assert kept.state == "queued"
    store.close()
    with running(tmp_path) as again:  # the next start does it
        again.until(lambda: json.loads(ask(again.port, "GET", f"/v1/jobs/{job}?wait=10").body)["status"] == "done")


def test_a_stop_does_not_wait_for_ever(tmp_path: Path) -> None:
    with running(tmp_path, STOP_SECONDS="1") as server:
        hanging = connect(server, form("hang.pdf"))
        server.until(lambda: server.metric("workers_busy") == 1)
        start = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        server.process.communicate(timeout=30)
        assert time.monotonic() - start < 12
        hanging.close()


def test_a_job_goes_on_after_kill_9_of_the_service(tmp_path: Path) -> None:
    with running(tmp_path) as server:
        job = json.loads(post_file(server.port, "/v1/jobs", "slow.pdf", pdf_of_samples(6)).body)["jobs"][0]["id"]
        server.until(lambda: server.metric("workers_busy") == 1)
        time.sleep(1)
        server.process.kill()
        server.process.wait()
    with running(tmp_path) as again:
        again.until(lambda: json.loads(ask(again.port, "GET", f"/v1/jobs/{job}?wait=20").body)["status"] == "done", 60)
        value = json.loads(ask(again.port, "GET", f"/v1/jobs/{job}/result").body)
        assert [page["page"] for page in value["pages"]] == [1, 2, 3, 4, 5, 6]
