"""How much faster a batch is with more workers: ``python -m bench.batch_speed DATA``.

``tablewright batch`` reads the same folder with one worker and with several, in turn, as whole processes. Wall-clock seconds, so the
figure means something only on a machine that does nothing else; the load average is told beside it.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import typer

from bench.results import environment, show_result

app = typer.Typer()


def run_batch(folder: Path, workers: int) -> float:
    """Wall-clock seconds of one whole batch of ``folder``, its start included."""
    with TemporaryDirectory() as out:
        command = ["batch", str(folder), "-o", out, "--workers", str(workers), "--threads", "1", "--text", "pdf", "--ocr", "none"]
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-m", "tablewright", *command], capture_output=True, env={**os.environ, "OMP_NUM_THREADS": "1"}
        )
        seconds = time.perf_counter() - start
        if done.returncode:
            raise typer.BadParameter(f"the batch ended with {done.returncode}: {done.stderr.decode(errors='replace')[-500:]}")
        return seconds


@app.command()
def batch_speed_command(
    data: Annotated[Path, typer.Argument(help="A folder with PDFs.")],
    workers: Annotated[int, typer.Option(min=2, help="Workers beside one.")] = 2,
    rounds: Annotated[int, typer.Option(min=1, help="How often both are run.")] = 3,
    every: Annotated[int, typer.Option(min=1, help="Only every so many'th document.")] = 1,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the times as JSON here.")] = None,
) -> None:
    """Time a batch with one worker and with several."""
    documents = sorted(data.rglob("*.pdf"))[::every]
    found: dict[int, list[float]] = {1: [], workers: []}
    with TemporaryDirectory() as folder:
        for number, document in enumerate(documents):
            shutil.copyfile(document, Path(folder) / f"{number:05}.pdf")
        for _ in range(rounds):
            for count, runs in found.items():
                runs.append(run_batch(Path(folder), count))
    medians = {count: statistics.median(runs) for count, runs in found.items()}
    value: dict[str, Any] = {
        "schema": "tablewright.batch_speed/1",
        "dataset": data.name,
        "num_documents": len(documents),
        "rounds": rounds,
        "seconds_by_workers": {str(count): round(seconds, 3) for count, seconds in medians.items()},
        "times_faster": round(medians[1] / medians[workers], 2),
        "load_average": round(os.getloadavg()[0], 1),
        "made_with": environment(f"python -m bench.batch_speed DATA --workers {workers} --rounds {rounds} --every {every}"),
    }
    show_result(value, out)


if __name__ == "__main__":
    app()
