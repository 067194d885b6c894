"""Kills parts of the service in the middle of many jobs and checks that every job ends, once: ``make chaos``.

In turn: a worker, the supervisor (the service itself, which is then started again) and, with PostgreSQL installed, the
server of the queue; each with SIGKILL, several times, while jobs of small documents are read. Needs the shipped weights.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from app.jobs.store import JobStore  # noqa: E402
from bench.service.running import children, free_port, post_file, wait_ready  # noqa: E402
from tests.app.postgres import PostgresServer, find_programs  # noqa: E402

SMALL = ROOT / "examples" / "sample.pdf"
END_SECONDS = 300.0  # for all jobs after the last kill


class Service:
    """The service as a child process that can be killed and started again on the same jobs."""

    def __init__(self, database: str, log: Path) -> None:
        self.port, self._log = free_port(), log
        self._environment = {**os.environ, "OMP_NUM_THREADS": "1", "TABLEWRIGHT_DATABASE": database}
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        command = [sys.executable, "-m", "tablewright", "serve", "--port", str(self.port), "--workers", "2"]
        with self._log.open("ab") as log:
            self.process = subprocess.Popen(command, env=self._environment, stderr=log, cwd=ROOT)
        wait_ready(self.port, self.process)

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def workers(self) -> list[int]:
        """Process ids of its workers: the children of its helper process."""
        assert self.process is not None
        return [number for helper in children(self.process.pid, is_deep=False) for number in children(helper)]


def main() -> int:
    """0 when every job of every round ended once."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--jobs", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--kills", type=int, default=3, help="of each kind in a round")
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    dice = random.Random(chosen.seed)
    good = True
    for number in range(chosen.rounds):
        with tempfile.TemporaryDirectory() as folder:
            log = Path(folder) / "log"
            good &= _round(f"sqlite:///{folder}/jobs.db", chosen, dice, log, None, f"round {number + 1}, SQLite")
            if find_programs() is None:
                print("PostgreSQL is not installed: the queue's server is not killed")
                continue
            with PostgresServer(Path(folder) / f"postgres{number}") as queue:
                good &= _round(queue.url, chosen, dice, log, queue, f"round {number + 1}, PostgreSQL")
    return 0 if good else 1


def _round(database: str, chosen: argparse.Namespace, dice: random.Random, log: Path, queue: PostgresServer | None, name: str) -> bool:
    service = Service(database, log)
    service.start()
    try:
        ids = [_submit(service.port) for _ in range(chosen.jobs)]
        kinds = ["worker", "supervisor", *(["queue"] if queue else [])] * chosen.kills
        dice.shuffle(kinds)
        for kind in kinds:
            time.sleep(dice.uniform(1.0, 4.0))
            _kill(kind, service, queue, dice)
        return _check(database, ids, kinds, name)
    finally:
        service.kill()


def _submit(port: int) -> str:
    answer = post_file(port, "/v1/jobs", "small.pdf", SMALL.read_bytes())
    assert answer.status == 202, answer
    return str(json.loads(answer.body)["jobs"][0]["id"])


def _kill(kind: str, service: Service, queue: PostgresServer | None, dice: random.Random) -> None:
    if kind == "worker" and (workers := service.workers()):
        os.kill(dice.choice(workers), signal.SIGKILL)
    elif kind == "supervisor":
        service.kill()
        service.start()
    elif kind == "queue" and queue is not None:
        queue.kill()
        time.sleep(1)
        queue.start()


def _check(database: str, ids: list[str], kinds: list[str], name: str) -> bool:
    """Whether every job is done, ended once, with its page and table."""
    store = JobStore(database)
    end = time.monotonic() + END_SECONDS
    jobs = [store.get(number) for number in ids]
    while not all(job is not None and job.is_over for job in jobs) and time.monotonic() < end:
        time.sleep(0.5)
        jobs = [store.get(number) for number in ids]
    done = [job for job in jobs if job is not None and (job.state, job.ends, job.pages_done, job.num_tables) == ("done", 1, 1, 1)]
    lost = sum(job is None or not job.is_over for job in jobs)
    twice = sum(job is not None and job.ends > 1 for job in jobs)
    tries = sum(job.attempts for job in jobs if job is not None)
    print(f"{name}: {len(done)} of {len(ids)} done, {lost} lost, {twice} twice, {tries} attempts; killed: {', '.join(kinds)}", flush=True)
    store.close()
    return len(done) == len(ids)


if __name__ == "__main__":
    sys.exit(main())
