"""Messages between supervisor and worker: small ones through the pipe, large ones through a file whose name goes through the pipe.

A pipe holds 64 kB; whoever writes more waits for the reader. A supervisor must never wait for a worker.
"""

from __future__ import annotations

import contextlib
import os
import pickle
import stat
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from workers.folders import is_own

MAX_PIPED_BYTES = 16_000


class NoRoom(OSError):
    """A large message could not be laid down: the disk is full, or the folder for messages cannot be used."""


def send(pipe: Connection, message: Any, folder: Path) -> None:
    """Sends any picklable value without blocking on its size. Raises ``NoRoom``, ``OSError`` when the other side is gone."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    if len(data) <= MAX_PIPED_BYTES:
        pipe.send_bytes(b"m" + data)
        return
    try:
        path = _laid_down(data, folder)
    except OSError as error:
        raise NoRoom(error.errno, f"no temporary file can be written here ({error.strerror})") from error
    pipe.send_bytes(b"f" + os.fsencode(path))


def receive(pipe: Connection) -> Any:
    """The next message. Raises ``EOFError`` or ``OSError`` when the other side is gone."""
    data = pipe.recv_bytes()
    if data[:1] == b"m":
        return pickle.loads(data[1:])
    path = Path(os.fsdecode(data[1:]))
    try:
        return pickle.loads(path.read_bytes())
    finally:
        path.unlink(missing_ok=True)


def _laid_down(data: bytes, folder: Path) -> str:
    """The name of a new file with these bytes; nothing of it is left where they found no room."""
    _check_folder(folder)
    with tempfile.NamedTemporaryFile(dir=folder, prefix="message-", delete=False) as stream:
        try:
            stream.write(data)
            stream.flush()
        except OSError:
            Path(stream.name).unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                stream.close()  # which tries to write the rest
            raise
    return stream.name


def _check_folder(folder: Path) -> None:
    """Makes the folder anew where a cleaner of temporary files took it.

    Raises ``OSError`` where it is another user's: messages are unpickled from it.
    """
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or not is_own(found):
        raise PermissionError(None, "the folder is another user's")
