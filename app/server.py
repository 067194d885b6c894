"""The HTTP server: uvicorn with a clock on headers, a cap on connections, and a stop that lets running work finish."""

from __future__ import annotations

import asyncio
import logging
import os
import time
from collections.abc import Callable
from types import FrameType
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from app.factory import create_app
from app.logs import set_up_logs
from app.service import Service
from app.settings import Settings
from workers.child import Work

CLOSE_SECONDS = 3.0  # for answers that are being sent when the server closes
FULL = b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 5\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
_log = logging.getLogger(__name__)


def serve(
    settings: Settings, *, host: str, port: int, forwarded_allow_ips: str | None = None, make_work: Callable[[], Work] | None = None
) -> int:
    """Serves until SIGTERM or SIGINT; returns the exit code. ``make_work`` is for tests."""
    set_up_logs()
    os.environ.setdefault("OMP_NUM_THREADS", str(settings.threads or 1))  # before a worker imports torch
    app = create_app(settings, make_work)
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=guarded_protocol(settings),
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=int(CLOSE_SECONDS),
        proxy_headers=forwarded_allow_ips is not None,
        forwarded_allow_ips=forwarded_allow_ips,
    )
    server = Draining(config, app.state.service, settings.stop_seconds)
    server.run()
    return 0 if server.started else 4


class Draining(uvicorn.Server):
    """On the first signal ``/ready`` says no and running work goes on for ``stop_seconds``; a second signal ends it at once."""

    def __init__(self, config: uvicorn.Config, service: Service, stop_seconds: float) -> None:
        super().__init__(config)
        self._service, self._stop_seconds = service, stop_seconds
        self._stop_at: float | None = None

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        if self._stop_at is None and self.started:
            self._stop_at = time.monotonic() + self._stop_seconds
            self._service.drain()
            return
        self.should_exit = True
        self.force_exit = self._stop_at is not None

    async def on_tick(self, counter: int) -> bool:
        if self._stop_at is not None and (self._service.is_idle or time.monotonic() > self._stop_at):
            await asyncio.sleep(0.2)  # answers of work that has just ended
            return True
        return await super().on_tick(counter)


def guarded_protocol(settings: Settings) -> type[H11Protocol]:
    """uvicorn's protocol that closes connections beyond the cap, and those whose headers do not come."""

    class Guarded(H11Protocol):
        _headers_due: asyncio.TimerHandle | None = None

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            if len(self.connections) > settings.max_connections:
                transport.write(FULL)
                transport.close()
                return
            self._expect_headers()

        def data_received(self, data: bytes) -> None:
            if self._is_between_requests() and self._headers_due is None:
                self._expect_headers()
            super().data_received(data)
            if not self._is_between_requests():
                self._forget_headers()

        def connection_lost(self, exc: Exception | None) -> None:
            self._forget_headers()
            super().connection_lost(exc)

        def _is_between_requests(self) -> bool:
            return self.cycle is None or self.cycle.response_complete

        def _expect_headers(self) -> None:
            self._headers_due = self.loop.call_later(settings.header_seconds, self._close_late)

        def _forget_headers(self) -> None:
            if self._headers_due is not None:
                self._headers_due.cancel()
                self._headers_due = None

        def _close_late(self) -> None:
            self._headers_due = None
            if self._is_between_requests() and not self.transport.is_closing():
                self.transport.close()

    return Guarded
