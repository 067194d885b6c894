"""The service as a client: a document named by URL, and callbacks. Only public addresses, checked where the connection is made.

Each name is resolved here and the connection goes to the very address that was checked, so a second answer of the name
server changes nothing; every redirect is checked again.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
import ssl
import time
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit

from pipeline.errors import InputError, TooLarge

MAX_REDIRECTS = 5
REDIRECTS = (301, 302, 303, 307, 308)
CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Limits:
    """``allow_private`` is for tests on one machine."""

    seconds: float
    max_bytes: int
    allow_private: bool = False


def fetch(url: str, limits: Limits) -> bytes:
    """The bytes behind a public ``http`` or ``https`` URL. Raises ``InputError`` (with ``TooLarge``) for anything else."""
    end = time.monotonic() + limits.seconds
    for _ in range(MAX_REDIRECTS + 1):
        response, body = _ask("GET", url, None, {}, limits, end)
        if response.status not in REDIRECTS:
            if response.status != 200:
                raise InputError(f"the URL answered {response.status}")
            return body
        url = urljoin(url, response.getheader("location") or "")
    raise InputError(f"the URL redirects more than {MAX_REDIRECTS} times")


def post(url: str, body: bytes, headers: dict[str, str], limits: Limits) -> int:
    """The status of a POST; redirects are not followed. Raises ``InputError`` when there is no answer."""
    return _ask("POST", url, body, headers, limits, time.monotonic() + limits.seconds)[0].status


def check_url(url: str) -> SplitResult:
    """The parts of a URL we may use; raises ``InputError``."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise InputError("the URL cannot be read") from error
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username is not None or port == 0:
        raise InputError("give an http or https URL without user name and password")
    return parts


def public_address(host: str, port: int, *, allow_private: bool) -> str:
    """An address of ``host``, all of whose addresses are public; raises ``InputError``."""
    try:
        found = {str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)}
    except (OSError, UnicodeError) as error:
        raise InputError("the URL's host is not known") from error
    if not allow_private and not all(map(is_public, found)):
        raise InputError("the URL's host is not public")
    return sorted(found)[0]


def is_public(address: str) -> bool:
    """Whether an IP address is on the open internet: not private, loopback, link-local, multicast or reserved."""
    ip = ipaddress.ip_address(address.split("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            ip = inner
        elif ip in ipaddress.ip_network("64:ff9b::/96"):  # IPv4 behind a translator
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return ip.is_global and not ip.is_multicast


def _ask(
    method: str, url: str, body: bytes | None, headers: dict[str, str], limits: Limits, end: float
) -> tuple[http.client.HTTPResponse, bytes]:
    parts = check_url(url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = public_address(str(parts.hostname), port, allow_private=limits.allow_private)
    connection = _connection(parts, address, port, _left(end))
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        connection.request(method, target, body, {"User-Agent": "tablewright", "Accept": "*/*", "Connection": "close", **headers})
        response = connection.getresponse()
        return response, _body(response, connection, limits, end)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise InputError(f"the URL cannot be read ({type(error).__name__})") from error
    finally:
        connection.close()


def _connection(parts: SplitResult, address: str, port: int, seconds: float) -> http.client.HTTPConnection:
    """A connection to ``address`` that speaks for the URL's host (its name in ``Host`` and in the certificate)."""
    host = str(parts.hostname)
    try:
        stream: socket.socket = socket.create_connection((address, port), timeout=seconds)
        if parts.scheme == "https":
            stream = ssl.create_default_context().wrap_socket(stream, server_hostname=host)
    except OSError as error:
        raise InputError(f"the URL's host cannot be reached ({type(error).__name__})") from error
    connection = http.client.HTTPConnection(f"[{host}]" if ":" in host else host, port, timeout=seconds)
    connection.sock = stream
    return connection


def _body(response: http.client.HTTPResponse, connection: http.client.HTTPConnection, limits: Limits, end: float) -> bytes:
    found = bytearray()
    while True:
        if connection.sock is not None:
            connection.sock.settimeout(_left(end))
        chunk = response.read1(CHUNK)
        if not chunk:
            return bytes(found)
        found += chunk
        if len(found) > limits.max_bytes:
            raise TooLarge(f"the document has more than {limits.max_bytes} bytes, the limit of this server")
        _left(end)


def _left(end: float) -> float:
    left = end - time.monotonic()
    if left <= 0:
        raise InputError("the URL took too long to answer")
    return left
