"""The outermost layer: a request id, security headers, keys and rates, one log line and the metrics of every request.

Keys are checked before a body is read. What is logged is never text of a document, a name of a file or a query.
"""

from __future__ import annotations

import logging
import secrets
import time
from http.cookies import CookieError, SimpleCookie
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.keys import Account, Accounts
from app.logs import log_request
from app.metrics import Metrics
from app.problems import CLIENT_GONE_STATUS, problem
from pipeline import ExtractionError

_log = logging.getLogger(__name__)
GUARDED = "/v1/"
LOOKS = ("GET", "HEAD")  # waiting for a job, or its pages and pictures, takes nothing of a key's allowance
OWNER_COOKIE = "tablewright_owner"  # tells the jobs of one browser from those of another where no keys are used
CONTENT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob: data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
SECURITY = {
    b"x-content-type-options": b"nosniff",
    b"referrer-policy": b"no-referrer",
    b"x-frame-options": b"DENY",
    b"cross-origin-opener-policy": b"same-origin",
    b"cross-origin-resource-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    b"content-security-policy": CONTENT_POLICY.encode(),
}


class Edge:
    """ASGI middleware. Sets ``scope["state"]``: ``request_id``, ``owner`` and ``facts`` (what the log line tells)."""

    def __init__(self, app: ASGIApp, *, accounts: Accounts, metrics: Metrics) -> None:
        self._app, self._accounts, self._metrics = app, accounts, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        visit = _Visit(scope, send)
        account: Account | None = None
        try:
            path = scope["path"].removeprefix(scope.get("root_path", ""))
            if self._accounts.is_open or not path.startswith(GUARDED) or scope["method"] == "OPTIONS":
                await self._app(scope, receive, visit.send)
                return
            found = self._accounts.find(dict(scope["headers"]))
            is_work = scope["method"] not in LOOKS
            refusal = found.refusal(time.monotonic()) if found is not None and is_work else None
            if found is None or refusal is not None:
                await _refuse(refusal, scope, receive, visit.send)
                return
            if is_work:
                account = found
                account.running += 1
            scope["state"]["owner"] = f"key:{found.key.name}"
            await self._app(scope, receive, visit.send)
        except Exception:
            _log.exception("unforeseen failure")
            if visit.is_open:
                await problem(500, ExtractionError.code, "internal error; it has been logged")(scope, receive, visit.send)
        finally:
            if account is not None:
                account.running -= 1
            visit.close(self._metrics)


async def _refuse(wait: int | None, scope: Scope, receive: Receive, send: Send) -> None:
    if wait:
        answer = problem(429, "too_many_requests", "too many requests for this key; try again later", {"Retry-After": str(wait)})
    else:
        answer = problem(401, "unauthorized", "give a valid API key: Authorization: Bearer KEY", {"WWW-Authenticate": "Bearer"})
    await answer(scope, receive, send)


class _Visit:
    """One request and its answer."""

    def __init__(self, scope: Scope, send: Send) -> None:
        self._scope, self._send, self._start, self._status = scope, send, time.perf_counter(), 0
        owner = _cookie_owner(dict(scope["headers"]).get(b"cookie", b""))
        self._new_owner = None if owner else secrets.token_urlsafe(18)
        self._id = secrets.token_hex(8)
        facts: dict[str, Any] = {}
        scope.setdefault("state", {}).update(request_id=self._id, owner=f"cookie:{owner or self._new_owner}", facts=facts)
        self._facts = facts

    @property
    def is_open(self) -> bool:
        """Whether no answer has been begun."""
        return self._status == 0

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._status = message["status"]
            message = {**message, "headers": self._headers(list(message["headers"]))}
        await self._send(message)

    def _headers(self, headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
        there = {name.lower() for name, _ in headers}
        headers += [(name, value) for name, value in SECURITY.items() if name not in there]
        headers.append((b"x-request-id", self._id.encode()))
        if b"cache-control" not in there:
            headers.append((b"cache-control", b"no-store" if "/v1/" in self._scope["path"] else b"no-cache"))
        if self._new_owner and self._facts.get("needs_owner"):
            secure = "; Secure" if self._scope.get("scheme") == "https" else ""
            cookie = f"{OWNER_COOKIE}={self._new_owner}; Path=/; HttpOnly; SameSite=Strict; Max-Age=31536000{secure}"
            headers.append((b"set-cookie", cookie.encode()))
        return headers

    def close(self, metrics: Metrics) -> None:
        route = self._scope.get("route")
        path = getattr(route, "path", "other")
        seconds = time.perf_counter() - self._start
        status = self._status or CLIENT_GONE_STATUS
        metrics.requests.labels(self._scope["method"], path, str(status)).inc()
        metrics.request_seconds.labels(path).observe(seconds)
        told = {name: value for name, value in self._facts.items() if name != "needs_owner"}
        log_request(request_id=self._id, method=self._scope["method"], route=path, status=status, seconds=round(seconds, 4), **told)


def _cookie_owner(header: bytes) -> str | None:
    try:
        found = SimpleCookie(header.decode("latin-1")).get(OWNER_COOKIE)
    except CookieError:
        return None
    return found.value[:64] if found is not None and found.value else None
