"""``tablewright synth``: a synthetic data set for fine-tuning, in PubTables-1M's format."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.progress import Progress

from training.synthesis.dataset import write_dataset

app = typer.Typer()


@app.command("synth", no_args_is_help=True)
def synth_command(
    out: Annotated[Path, typer.Option("-o", "--out", help="An empty or new folder.")],
    num: Annotated[int, typer.Option("-n", "--num", min=0, help="How many tables.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed writes the same tables.")] = 0,
) -> None:
    """Write synthetic tables with exact labels: images, PASCAL VOC files, words and file lists."""
    try:
        with Progress(transient=True) as progress:
            task = progress.add_task("tables", total=num)
            write_dataset(num, out, seed, on_progress=lambda done: progress.update(task, completed=done))
    except FileExistsError as error:
        raise typer.BadParameter(str(error), param_hint="--out") from error
    typer.echo(f"{num} tables in {out}")
