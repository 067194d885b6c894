"""``tablewright train``: train or fine-tune a detection or structure model; the same command again goes on."""

from __future__ import annotations

import logging
import math
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from pipeline.errors import ModelError
from training.recipe import Recipe, TaskName, parse_data

app = typer.Typer()
_SMOOTHING = 0.95  # of the loss shown
_DATA = (
    "Folder in PubTables-1M's layout, or `synthetic`; for detection also a folder of articles (PDF and JATS markup). "
    "WEIGHT: its share of the samples, relative to the others (1). Repeatable."
)


@app.command("train", no_args_is_help=True)
def train_command(
    task: Annotated[TaskName, typer.Option(help="Recognise structure, or find tables on pages.")],
    data: Annotated[list[str], typer.Option(metavar="DIR[:WEIGHT]", help=_DATA)],
    minutes: Annotated[float, typer.Option(min=0.001, help="Training time in all, earlier runs of the same state included.")],
    state: Annotated[Path, typer.Option(help="File to resume from; written every few minutes.", dir_okay=False)],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the trained checkpoint.", file_okay=False)],
    samples: Annotated[
        int | None,
        typer.Option(min=1, help="End after so many samples, if not before: runs of the same size on any machine."),
    ] = None,
    start: Annotated[
        str | None, typer.Option("--from", metavar="CHECKPOINT", help="`default`, a folder, a hub id or a .pth to fine-tune.")
    ] = None,
    validation: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Labelled folder to score on: GriTS of given tables, or F1 of found ones.")
    ] = None,
    no_header_labels: Annotated[list[Path] | None, typer.Option(metavar="DIR", help="A --data folder without header classes.")] = None,
    paste: Annotated[
        list[Path] | None,
        typer.Option(metavar="DIR", help="Detection: tables of this folder stand on half of the synthetic pages. Repeatable."),
    ] = None,
    word_channels: Annotated[
        str,
        typer.Option(metavar="GROUPS", help="Structure: further input channels, of bold,size,kinds; new ones start at 0."),
    ] = "",
    validate_every: Annotated[float, typer.Option(min=0.1, help="Minutes of training between validations.")] = 15.0,
    num_validated: Annotated[int, typer.Option(min=1, help="Tables or pages scored each time.")] = 100,
    learning_rate: Annotated[float | None, typer.Option(help="In place of the usual one for this kind of model.")] = None,
    device: Annotated[str, typer.Option(help="`auto`, `cpu` or `cuda`.")] = "auto",
    threads: Annotated[int, typer.Option(min=1, help="Threads of the CPU. More than the free cores makes it slower.")] = 1,
    workers: Annotated[int, typer.Option(min=0, help="Processes that prepare samples beside the training (for a GPU).")] = 0,
    seed: Annotated[int, typer.Option(min=0, help="Of samples and of fresh weights.")] = 0,
) -> None:
    """Train a layout model from scratch, or fine-tune any supported checkpoint, on your tables, public sets, synthetic ones."""
    recipe = Recipe(
        task=task.value,
        data=tuple(map(parse_data, data)),
        seconds=60 * minutes,
        samples=samples,
        state=state,
        out=out,
        start=start,
        validation=validation,
        validate_every=60 * validate_every,
        num_validated=num_validated,
        unlabelled_headers=tuple(no_header_labels or ()),
        paste=tuple(paste or ()),
        word_channels=tuple(filter(None, word_channels.split(","))),
        learning_rate=learning_rate,
        workers=workers,
        seed=seed,
        device=_prepare_machine(device, threads),
    )
    _train(recipe)


def _prepare_machine(device: str, threads: int) -> str:
    """Sets threads and returns the device to train on. Raises ``ModelError`` when it is not usable."""
    import cv2
    import torch

    torch.set_num_threads(threads)
    torch.set_float32_matmul_precision("high")
    cv2.setNumThreads(threads)
    chosen = ("cuda" if torch.cuda.is_available() else "cpu") if device == "auto" else device
    try:
        torch.zeros(1, device=chosen)
    except (RuntimeError, AssertionError) as error:
        raise ModelError(f"--device {device!r} cannot be used here: {error}") from error
    return chosen


def _train(recipe: Recipe) -> None:
    from pipeline.models.transformers_door import disable_progress_bar
    from training import assembly
    from training.loop import Progress as Report

    disable_progress_bar()  # type: ignore[no-untyped-call]
    console = Console(stderr=True)
    logging.getLogger("training").setLevel(logging.WARNING if console.is_terminal else logging.INFO)
    if not console.is_terminal:  # a log file gets lines, not a bar
        logging.basicConfig(level=logging.WARNING, format="%(message)s")
    columns = (
        TextColumn("{task.completed:.1f}/{task.total:.1f} min"),
        BarColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=console) as progress:
        bar = progress.add_task("reading data", total=recipe.seconds / 60)
        smooth = math.nan

        def show(report: Report) -> None:
            nonlocal smooth
            loss = sum(report.losses.values())
            smooth = loss if math.isnan(smooth) else _SMOOTHING * smooth + (1 - _SMOOTHING) * loss
            parts = " ".join(f"{name} {value:.2f}" for name, value in report.losses.items())
            progress.update(bar, completed=report.seconds / 60, description=f"{report.samples} samples, loss {smooth:.3f} ({parts})")

        def show_reading(done: int, total: int) -> None:
            progress.update(bar, description=f"reading articles: {done} of {total}")

        run = assembly.run_recipe(recipe, show, show_reading)
    for scores in run.history:
        typer.echo(", ".join([f"{scores['samples']:.0f} samples", *(f"{k} {v:.4f}" for k, v in scores.items() if k != "samples")]))
    typer.echo(f"{run.samples} samples in {run.seconds / 60:.1f} min; checkpoint in {recipe.out}")
