"""``python -m bench.service hostile DIR | throughput | soak | slow``: starts a service of its own on this machine and measures it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated, Any

import typer

from bench.results import environment, write_result
from bench.service import loads
from bench.service.running import served

app = typer.Typer(no_args_is_help=True, help="Measure the service; every command starts one of its own.")
SMALL = Path(__file__).parent.parent.parent / "examples" / "sample.pdf"
Out = Annotated[Path | None, typer.Option("-o", "--out", help="Result file (JSON).")]
Workers = Annotated[int, typer.Option(min=1, help="Worker processes.")]


@app.command("hostile")
def hostile_command(
    folder: Annotated[Path, typer.Argument(help="Files that hurt.")],
    times: Annotated[int, typer.Option(min=1)] = 3,
    page_seconds: Annotated[float, typer.Option(help="The service's limit for one page.")] = 20.0,
    quiet_seconds: float = 30.0,
    workers: Workers = 2,
    out: Out = None,
) -> None:
    """Every file several times while a neighbour sends small documents."""
    files = sorted(path for path in folder.iterdir() if path.suffix in (".pdf", ".png", ".jpg", ".tif"))
    settings = {"PAGE_SECONDS": str(page_seconds), "REQUEST_SECONDS": "120"}
    with served(settings, workers=workers) as service:
        found = loads.hostile(service, files, SMALL.read_bytes(), times=times, quiet_seconds=quiet_seconds)
    _tell("hostile", {"settings": settings, "workers": workers, **found}, out)


@app.command("throughput")
def throughput_command(seconds: float = 30.0, workers: Workers = 2, out: Out = None) -> None:
    """Documents per second of one client and of eight, in one run."""
    with served({"QUEUE_SIZE": "16"}, workers=workers) as service:
        found = loads.throughput(service, SMALL.read_bytes(), clients=(1, 8), seconds=seconds)
    _tell("throughput", {"workers": workers, "seconds": seconds, **found}, out)


@app.command("soak")
def soak_command(documents: Annotated[int, typer.Option(min=10)] = 1000, workers: Workers = 2, out: Out = None) -> None:
    """Memory over many documents."""
    with served({"QUEUE_SIZE": "16"}, workers=workers) as service:
        found = loads.soak(service, SMALL.read_bytes(), documents=documents, clients=2)
    _tell("soak", {"workers": workers, **found}, out)


@app.command("slow")
def slow_command(count: Annotated[int, typer.Option(min=1, max=400)] = 200, workers: Workers = 2, out: Out = None) -> None:
    """Connections whose headers come a byte at a time."""
    with served({"HEADER_SECONDS": str(loads.HEADER_SECONDS)}, workers=workers) as service:
        found = loads.slow_connections(service, SMALL.read_bytes(), count=count)
    _tell("slow", {"workers": workers, **found}, out)


def _tell(command: str, found: dict[str, Any], out: Path | None) -> None:
    typer.echo(json.dumps(found, indent=1))
    if out is not None:
        write_result({"schema": "tablewright.service/1", **found, "made_with": environment(f"python -m bench.service {command}")}, out)


if __name__ == "__main__":
    app()
