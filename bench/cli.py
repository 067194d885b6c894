"""``tablewright evaluate DATA``: scores of checkpoints, or of anybody's output, on a dataset with ground truth."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench.formats import SUFFIXES
from bench.makers import CheckpointMaker, FolderMaker
from bench.published_text import print_published
from bench.readers import FORMATS, open_dataset
from bench.regime import PostProcessing, Regime, Task, Text
from bench.report import report_page
from bench.results import result_json, write_result
from bench.running import Job, run
from bench.samples import Dataset, DatasetError
from bench.scoring import CellTexts, ScoringOptions
from bench.summaries import compare
from bench.terminal import print_comparison, print_evaluation
from canonicalize import AnnotationError
from pipeline.errors import InputError

app = typer.Typer()


@app.command("evaluate", no_args_is_help=True)
def evaluate_command(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="A dataset's folder or file with ground truth.")],
    checkpoint: Annotated[
        list[str] | None, typer.Option("--checkpoint", help="Structure checkpoint; twice compares two. Default: the weights in the box.")
    ] = None,
    predictions: Annotated[
        list[Path] | None,
        typer.Option(
            "--predictions",
            help="A folder of output (HTML, JSON of several tools, CSV, XLSX) named after the samples, instead of a checkpoint.",
        ),
    ] = None,
    detector: Annotated[str, typer.Option("--detector", help="Detection checkpoint, for --task end-to-end and detection.")] = "default",
    task: Annotated[str, typer.Option("--task", help="structure (table box given), end-to-end, or detection.")] = "structure",
    text: Annotated[str, typer.Option("--text", help="given (dataset's or PDF's words) or ocr; default: what the set has.")] = "",
    post_processing: Annotated[
        str, typer.Option("--post-processing", help="ours, or reference: truth and prediction through the published code's steps.")
    ] = "ours",
    mode: Annotated[str, typer.Option("--mode", help="GriTS flavour: reference (as published) or exact.")] = "reference",
    cell_texts: Annotated[
        str,
        typer.Option(
            "--cell-texts", help="Where the truth is boxes and words: by-boxes (predicted texts by the same rule) or as-returned."
        ),
    ] = "by-boxes",
    teds: Annotated[bool, typer.Option("--teds/--no-teds", help="TEDS and TEDS-Struct too (default for PubTabNet).")] = False,
    format_name: Annotated[str | None, typer.Option("--format", help=f"The dataset's format: {', '.join(FORMATS)}.")] = None,
    split: Annotated[str | None, typer.Option("--split", help="train, val or test where the folder has them.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="At most so many samples, spread over the set.")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the result as JSON here.")] = None,
    report: Annotated[Path | None, typer.Option("--report", help="Write one self-contained HTML page here.")] = None,
    worst: Annotated[int, typer.Option("--worst", min=0, help="How many of the worst tables the report draws.")] = 10,
    compare_published: Annotated[
        bool, typer.Option("--compare-published", help="Published figures of the same set and regime beside ours.")
    ] = False,
    workers: Annotated[int | None, typer.Option("--workers", "-j", min=1, help="Processes; default: all CPUs.")] = None,
    threads: Annotated[int, typer.Option("--threads", min=1, help="Threads of each process's models.")] = 1,
    seed: Annotated[int, typer.Option("--seed", help="Of intervals and paired tests.")] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
) -> None:
    """Score checkpoints on a dataset: GriTS, AccCont, exact topology, adjacency, headers, TEDS, AP."""
    try:
        dataset = open_dataset(data, format_name, split).first(limit)
    except (DatasetError, AnnotationError) as error:
        raise InputError(str(error)) from error
    regime = Regime(_task(task), _post_processing(post_processing), _text(text, dataset))
    has_boxes = all(true.has_cell_boxes for sample in dataset.samples for true in sample.tables)
    options = ScoringOptions(
        mode="exact" if mode == "exact" else "reference",
        with_loc=has_boxes,
        with_teds=teds or dataset.key == "pubtabnet",
        cell_texts=_cell_texts(cell_texts),
    )
    console = Console(highlight=False)
    evaluations = []
    for made in _systems(checkpoint, predictions, detector, regime, threads):
        found = run(dataset, made.name, Job(made, regime, options), workers=workers or os.cpu_count() or 1, is_quiet=quiet)
        found.facts.update(made.facts())
        print_evaluation(found, dataset, console, seed)
        if compare_published:
            print_published(found, dataset, console)
        evaluations.append(found)
    if len(evaluations) == 2:
        print_comparison(compare(evaluations[0], evaluations[1], seed=seed), console)
    if report:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(report_page(evaluations, dataset, worst=worst, seed=seed, command=command_line()), "utf-8")
    if out:
        for number, found in enumerate(evaluations):
            path = out if number == 0 else out.with_name(f"{out.stem}-{number + 1}{out.suffix}")
            write_result(result_json(found, dataset, seed=seed, command=command_line()), path)


def command_line() -> str:
    return " ".join(["tablewright", *sys.argv[1:]])


def _task(name: str) -> Task:
    if name not in ("structure", "end-to-end", "detection"):
        raise typer.BadParameter(f"unknown task {name!r}: structure, end-to-end or detection", param_hint="--task")
    return name  # type: ignore[return-value]


def _post_processing(name: str) -> PostProcessing:
    if name not in ("ours", "reference"):
        raise typer.BadParameter(f"unknown post-processing {name!r}: ours or reference", param_hint="--post-processing")
    return name  # type: ignore[return-value]


def _cell_texts(name: str) -> CellTexts:
    if name not in ("by-boxes", "as-returned"):
        raise typer.BadParameter(f"unknown cell texts {name!r}: by-boxes or as-returned", param_hint="--cell-texts")
    return "by boxes" if name == "by-boxes" else "as returned"


def _text(name: str, dataset: Dataset) -> Text:
    """The text asked for; by default OCR where the dataset has neither words nor a text layer."""
    if name not in ("", "given", "ocr"):
        raise typer.BadParameter(f"unknown text {name!r}: given or ocr", param_hint="--text")
    return name or ("ocr" if dataset.text == "OCR" else "given")  # type: ignore[return-value]


def _systems(
    checkpoints: list[str] | None, folders: list[Path] | None, detector: str, regime: Regime, threads: int
) -> list[CheckpointMaker | FolderMaker]:
    """What is to be evaluated; raises ``InputError`` when both kinds are asked for or a folder has nothing to read."""
    if folders and checkpoints:
        raise InputError("give --checkpoint or --predictions, not both")
    if folders:
        makers = [FolderMaker(folder.name, folder) for folder in folders]
        for maker in makers:
            if not maker().num_files:
                raise InputError(f"{maker.folder}: no file of predictions ({', '.join(SUFFIXES)})")
        return list(makers)
    return [CheckpointMaker(Path(name).name, name, detector, regime, threads) for name in checkpoints or ["default"]]
