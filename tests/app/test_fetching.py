"""Documents by URL: public addresses only, where the connection is made and at every redirect; size and time limits."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from app import fetching
from app.fetching import Limits, check_url, fetch, is_public, public_address
from pipeline.errors import InputError, TooLarge

OPEN = Limits(seconds=3, max_bytes=1000, allow_private=True)


class _Site(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        where = {"/loop": "/loop", "/moved": "/good", "/inside": "http://127.0.0.1:1/", "/file": "file:///etc/passwd"}.get(self.path)
        self.send_response(302 if where else 404 if self.path == "/missing" else 200)
        if where:
            self.send_header("Location", where)
        self.end_headers()
        if self.path == "/large":
            self.wfile.write(b"x" * 5000)
        if self.path == "/good":
            self.wfile.write(b"%PDF-")
        if self.path == "/slow":
            for _ in range(100):
                self.wfile.write(b"x")
                self.wfile.flush()
                time.sleep(0.1)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def site() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.1.2.3", "192.168.0.1", "172.16.0.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1", "255.255.255.255",
        "::1", "::", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "2002:7f00:1::", "64:ff9b::7f00:1", "ff02::1",
    ],
)  # fmt: skip
def test_inner_addresses_are_not_public(address: str) -> None:
    assert not is_public(address)


def test_public_ones_are() -> None:
    assert is_public("93.184.216.34")
    assert is_public("2606:4700::1111")


def test_one_private_answer_of_the_name_server_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = [(socket.AF_INET, 0, 0, "", (address, 80)) for address in ("93.184.216.34", "10.0.0.1")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: answers)
    with pytest.raises(InputError, match="not public"):
        public_address("example.org", 80, allow_private=False)


def test_the_connection_goes_to_the_address_that_was_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["93.184.216.34", "127.0.0.1"])  # the second answer would lead inside
    asked: list[object] = []
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [(socket.AF_INET, 0, 0, "", (next(answers), 80))])

    def connect(address: object, timeout: float) -> socket.socket:
        asked.append(address)
        raise ConnectionRefusedError

    monkeypatch.setattr(fetching.socket, "create_connection", connect)
    with pytest.raises(InputError, match="cannot be reached"):
        fetch("http://rebinding.example/", Limits(3, 1000))
    assert asked == [("93.184.216.34", 80)]


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "ftp://x/", "http://", "http://u:p@x/", "http://x:0/", "http://x:99999/", "//x/", "http://[/"]
)
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(InputError):
        check_url(url)


def test_a_public_page_of_a_private_address_is_refused(site: str) -> None:
    with pytest.raises(InputError, match="not public"):
        fetch(f"{site}/good", Limits(3, 1000))


def test_redirects_are_followed_and_checked_again(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    assert fetch(f"{site}/moved", OPEN) == b"%PDF-"
    with pytest.raises(InputError, match="redirects more than"):
        fetch(f"{site}/loop", OPEN)
    with pytest.raises(InputError, match="http or https"):
        fetch(f"{site}/file", OPEN)
    real = public_address
    seen: list[str] = []

    def once(host: str, port: int, *, allow_private: bool) -> str:
        seen.append(host)
        return real(host, port, allow_private=len(seen) == 1)

    monkeypatch.setattr(fetching, "public_address", once)
    with pytest.raises(InputError, match="not public"):
        fetch(f"{site}/inside", OPEN)


def test_size_time_and_status_are_limited(site: str) -> None:
    with pytest.raises(TooLarge):
        fetch(f"{site}/large", OPEN)
    with pytest.raises(InputError, match="answered 404"):
        fetch(f"{site}/missing", OPEN)
    start = time.monotonic()
    with pytest.raises(InputError):
        fetch(f"{site}/slow", Limits(1, 1000, allow_private=True))
    assert time.monotonic() - start < 3
