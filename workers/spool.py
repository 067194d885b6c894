"""Messages between supervisor and worker: small ones through the pipe, large ones through a file whose name goes through the pipe.

A pipe holds 64 kB; whoever writes more waits for the reader. A supervisor must never wait for a worker.
"""

from __future__ import annotations

import pickle
import tempfile
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

MAX_PIPED_BYTES = 16_000


def send(pipe: Connection, message: Any, folder: Path) -> None:
    """Sends any picklable value without blocking on its size. Raises ``OSError`` when the other side is gone."""
    data = pickle.dumps(message, protocol=pickle.HIGHEST_PROTOCOL)
    if len(data) <= MAX_PIPED_BYTES:
        pipe.send_bytes(b"m" + data)
        return
    with tempfile.NamedTemporaryFile(dir=folder, prefix="message-", delete=False) as stream:
        stream.write(data)
    pipe.send_bytes(b"f" + stream.name.encode())


def receive(pipe: Connection) -> Any:
    """The next message. Raises ``EOFError`` or ``OSError`` when the other side is gone."""
    data = pipe.recv_bytes()
    if data[:1] == b"m":
        return pickle.loads(data[1:])
    path = Path(data[1:].decode())
    try:
        return pickle.loads(path.read_bytes())
    finally:
        path.unlink(missing_ok=True)
