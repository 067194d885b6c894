"""A PostgreSQL server for tests, from Debian's packages: a fresh cluster in a folder, on a socket of its own port."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from pathlib import Path
from types import TracebackType


def find_programs() -> Path | None:
    """The folder of ``initdb`` and ``postgres``, newest version first."""
    folders = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    return next((folder for folder in folders if (folder / "initdb").exists()), None)


def _as_user() -> dict[str, object]:
    """PostgreSQL refuses to run as root: then as the user of Debian's package."""
    if os.getuid() != 0:
        return {}
    user = pwd.getpwnam("postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


class PostgresServer:
    """A context manager; ``kill`` and ``start`` play a crash of the server."""

    def __init__(self, folder: Path, *, encoding: str = "UTF8") -> None:
        programs = find_programs()
        assert programs is not None
        self._programs, self._folder = programs, Path("/tmp") / f"tablewright-postgres-{os.getpid()}-{abs(hash(folder)) % 10**8}"
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self._process: subprocess.Popen[bytes] | None = None
        self._encoding = encoding
        self.url = f"postgresql+psycopg://tester@127.0.0.1:{self.port}/postgres"

    def __enter__(self) -> PostgresServer:
        self._folder.mkdir(mode=0o700)
        if user := _as_user():
            os.chown(self._folder, user["user"], user["group"])  # type: ignore[arg-type]
        command = [
            self._programs / "initdb",
            "-D",
            self._folder,
            "-U",
            "tester",
            "--auth=trust",
            "--no-sync",
            f"--encoding={self._encoding}",
            "--locale=C",
        ]
        subprocess.run(command, check=True, capture_output=True, cwd="/tmp", **_as_user())  # type: ignore[call-overload]
        self.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process is not None:
            self._process.send_signal(signal.SIGINT)
            self._process.wait(30)
        shutil.rmtree(self._folder, ignore_errors=True)

    def start(self) -> None:
        options = ["-c", f"port={self.port}", "-c", "listen_addresses=127.0.0.1", "-c", f"unix_socket_directories={self._folder}"]
        command = [self._programs / "postgres", "-D", self._folder, *options]
        self._process = subprocess.Popen(
            command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd="/tmp", start_new_session=True, **_as_user()
        )  # type: ignore[call-overload]
        end = time.monotonic() + 30
        while subprocess.run([self._programs / "pg_isready", "-h", "127.0.0.1", "-p", str(self.port)], capture_output=True).returncode:
            assert time.monotonic() < end
            time.sleep(0.1)

    def kill(self) -> None:
        """kill -9 of the server and all its processes."""
        assert self._process is not None
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait(10)
        self._process = None
        (self._folder / "postmaster.pid").unlink(missing_ok=True)
        time.sleep(0.5)
