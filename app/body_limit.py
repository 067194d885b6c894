"""Refuses request bodies that are too large or too slow before they are stored: by their claimed length, by counting, by the clock."""

from __future__ import annotations

import asyncio
import time

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.problems import Refusal, extraction_problem, problem
from pipeline.errors import TooLarge


class BodyLimit:
    """ASGI middleware; 413 when a body has more than ``max_bytes``, 408 when it has not arrived within ``seconds``."""

    def __init__(self, app: ASGIApp, *, max_bytes: int, seconds: float) -> None:
        self._app, self._max_bytes, self._seconds = app, max_bytes, seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        claimed = dict(scope["headers"]).get(b"content-length", b"0")
        if not claimed.isdigit():
            await problem(400, "invalid_input", "Content-Length is no number")(scope, receive, send)
        elif int(claimed) > self._max_bytes:
            await extraction_problem(self._error(), retry_after_seconds=0)(scope, receive, send)
        else:
            await self._app(scope, self._counting(receive), send)

    def _counting(self, receive: Receive) -> Receive:
        seen, is_whole, end = 0, False, time.monotonic() + self._seconds

        async def counted() -> Message:
            nonlocal seen, is_whole
            if is_whole:
                return await receive()  # what comes now is the client's leaving
            try:
                message = await asyncio.wait_for(receive(), max(0.0, end - time.monotonic()))
            except TimeoutError as error:
                raise Refusal(408, "too_slow", f"the request did not arrive within {self._seconds:g} s", {"Connection": "close"}) from error
            seen += len(message.get("body", b""))
            is_whole = not message.get("more_body", False)
            if seen > self._max_bytes:
                raise self._error()
            return message

        return counted

    def _error(self) -> TooLarge:
        return TooLarge(f"the request has more than {self._max_bytes} bytes, the limit of this server")
