"""Who may do what: API keys compared in constant time, and each key's own concurrency and rate."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from app.settings import ApiKey

MINUTE = 60.0


@dataclass(slots=True)
class Account:
    """One key's use at present."""

    key: ApiKey
    digest: bytes
    running: int = 0
    recent: deque[float] = field(default_factory=deque)

    def refusal(self, now: float) -> int | None:
        """Seconds to wait when a request is one too many, else ``None`` and the request is counted."""
        while self.recent and now - self.recent[0] >= MINUTE:
            self.recent.popleft()
        if len(self.recent) >= self.key.per_minute:
            return max(1, round(MINUTE - (now - self.recent[0])))
        if self.running >= self.key.concurrency:
            return 1
        self.recent.append(now)
        return None


class Accounts:
    """All keys of the service; without any, everybody may."""

    def __init__(self, keys: Sequence[ApiKey]) -> None:
        self._accounts = [Account(key, _digest(key.key.get_secret_value())) for key in keys]

    @property
    def is_open(self) -> bool:
        return not self._accounts

    def find(self, headers: dict[bytes, bytes]) -> Account | None:
        """The account of ``Authorization: Bearer KEY`` or ``X-API-Key: KEY``. Every key is compared, whatever was found."""
        given = headers.get(b"x-api-key", b"")
        scheme, _, token = headers.get(b"authorization", b"").partition(b" ")
        given = token.strip() if scheme.lower() == b"bearer" else given
        digest = hashlib.sha256(given).digest()
        found = None
        for account in self._accounts:
            if hmac.compare_digest(account.digest, digest):
                found = account
        return found


def now() -> float:
    return time.monotonic()


def _digest(key: str) -> bytes:
    kind, _, digest = key.partition(":")
    return bytes.fromhex(digest) if kind == "sha256" else hashlib.sha256(key.encode()).digest()
