"""Tells a caller's URL that a job is over: signed, and again with growing pauses until it says 2xx."""

from __future__ import annotations

import hashlib
import hmac
import json
import logging
import threading
import time

from app.fetching import Limits, post
from app.jobs.store import JobStore
from app.jobs.tables import Job
from pipeline.errors import InputError

PAUSES = (5.0, 30.0, 120.0, 600.0, 3600.0)  # seconds after the first, second, ... failed try
POLL_SECONDS = 1.0
_log = logging.getLogger(__name__)


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """``t=TIME,v1=HEX``: HMAC-SHA-256 of ``TIME.BODY``; receivers recompute it and refuse old times."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


class Callbacks:
    """A thread that sends what is due; several processes may do so from one store."""

    def __init__(self, store: JobStore, secret: str, limits: Limits) -> None:
        self._store, self._secret, self._limits = store, secret, limits
        self._is_stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="callbacks", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._is_stopping.set()
        if self._thread.ident is not None:
            self._thread.join(timeout=5)

    def _run(self) -> None:
        while not self._is_stopping.wait(POLL_SECONDS):
            try:
                while not self._is_stopping.is_set() and (job := self._store.due_callback(self._limits.seconds * 2)):
                    self._send(job)
            except Exception as error:
                _log.warning("callbacks wait for the job store (%s)", type(error).__name__)

    def _send(self, job: Job) -> None:
        body = json.dumps(
            {"id": job.id, "status": job.state, "name": job.name, "num_pages": job.num_pages, "num_tables": job.num_tables}
        ).encode()
        now = int(time.time())
        headers = {"Content-Type": "application/json", "X-Tablewright-Signature": signature(self._secret, now, body)}
        try:
            is_heard = 200 <= post(job.callback or "", body, headers, self._limits) < 300
        except InputError:
            is_heard = False
        tries = job.callback_tries
        again = None if is_heard or tries > len(PAUSES) else time.time() + PAUSES[tries - 1]
        self._store.settle_callback(job.id, again)
        _log.info("callback", extra={"fields": {"job": job.id, "try": tries, "heard": is_heard}})
