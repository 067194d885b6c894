"""The folder for large messages between processes: one for each pool, and those of pools that were killed are removed by the next one.

A pool holds a lock on a file in its folder for as long as it lives; whoever can take the lock of another folder is its heir.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from pathlib import Path
from typing import IO

try:
    import fcntl
except ImportError:  # Windows: leftovers stay
    fcntl = None  # type: ignore[assignment]

PREFIX, LOCK = "tablewright-", "lock"


class MessageFolder:
    """A new folder, removed by ``remove``."""

    def __init__(self) -> None:
        remove_leftovers()
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._lock = _locked(self.path / LOCK, "xb")

    def remove(self) -> None:
        shutil.rmtree(self.path, ignore_errors=True)
        if self._lock is not None:
            self._lock.close()


def remove_leftovers() -> None:
    """Removes the folders of this user's pools that are not there any more."""
    for folder in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        with contextlib.suppress(OSError):
            if is_own(folder.lstat()) and (lock := _locked(folder / LOCK, "rb")) is not None:
                shutil.rmtree(folder, ignore_errors=True)
                lock.close()


def is_own(found: os.stat_result) -> bool:
    """Whether a file or folder is this user's; Windows keeps each user's temporary folder apart and has no such numbers."""
    return not hasattr(os, "geteuid") or found.st_uid == os.geteuid()


def _locked(path: Path, mode: str) -> IO[bytes] | None:
    """The open file with its lock; ``None`` when another process has it, or there is no such file."""
    if fcntl is None:
        return None
    try:
        stream = path.open(mode)
    except OSError:
        return None
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stream.close()
        return None
    return stream
