"""``tablewright evaluate DATA``: scores of checkpoints, or of anybody's output, on a dataset with ground truth."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from bench.checkpoint_system import CheckpointSystem
from bench.predictions import System
from bench.readers import FORMATS, open_dataset
from bench.regime import PostProcessing, Regime, Task, Text
from bench.results import result_json, write_result
from bench.running import Job, run
from bench.samples import Dataset, DatasetError
from bench.scoring import ScoringOptions
from bench.summaries import compare
from bench.terminal import print_comparison, print_evaluation
from canonicalize import AnnotationError
from pipeline.errors import InputError

app = typer.Typer()


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Makes the system of one checkpoint in whatever process needs it."""

    name: str
    structure: str
    detector: str
    regime: Regime
    threads: int | None

    def __call__(self) -> System:
        from pipeline.models.detector import load_detector
        from pipeline.models.recognizer import load_recognizer

        recognizer = load_recognizer(self.structure, threads=self.threads)
        detector = None if self.regime.task == "structure" else load_detector(self.detector, threads=self.threads)
        return CheckpointSystem(self.name, self.regime, recognizer, detector)


def weights_facts(checkpoint: Checkpoint) -> dict[str, object]:
    """Name, revision and checksum of the weights that a run uses."""
    from pipeline.models.checkpoints import load_checkpoint

    names = {"structure": checkpoint.structure}
    if checkpoint.regime.task != "structure":
        names["detection"] = checkpoint.detector
    found: dict[str, object] = {}
    for task, name in names.items():
        loaded = load_checkpoint(name, task)  # type: ignore[arg-type]
        found[task] = {"name": Path(name).name, "revision": loaded.revision, "sha256": loaded.sha256}
    return found


@app.command("evaluate", no_args_is_help=True)
def evaluate_command(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="A dataset's folder or file with ground truth.")],
    checkpoint: Annotated[
        list[str] | None, typer.Option("--checkpoint", help="Structure checkpoint; twice compares two. Default: the weights in the box.")
    ] = None,
    detector: Annotated[str, typer.Option("--detector", help="Detection checkpoint, for --task end-to-end and detection.")] = "default",
    task: Annotated[str, typer.Option("--task", help="structure (table box given), end-to-end, or detection.")] = "structure",
    text: Annotated[str, typer.Option("--text", help="given (dataset's or PDF's words) or ocr; default: what the set has.")] = "",
    post_processing: Annotated[
        str, typer.Option("--post-processing", help="ours, or reference: truth and prediction through the published code's steps.")
    ] = "ours",
    mode: Annotated[str, typer.Option("--mode", help="GriTS flavour: reference (as published) or exact.")] = "reference",
    teds: Annotated[bool, typer.Option("--teds/--no-teds", help="TEDS and TEDS-Struct too (default for PubTabNet).")] = False,
    format_name: Annotated[str | None, typer.Option("--format", help=f"The dataset's format: {', '.join(FORMATS)}.")] = None,
    split: Annotated[str | None, typer.Option("--split", help="train, val or test where the folder has them.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="At most so many samples, spread over the set.")] = None,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the result as JSON here.")] = None,
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
        mode="exact" if mode == "exact" else "reference", with_loc=has_boxes, with_teds=teds or dataset.key == "pubtabnet"
    )
    console = Console(highlight=False)
    evaluations = []
    for name in checkpoint or ["default"]:
        made = Checkpoint(Path(name).name, name, detector, regime, threads)
        found = run(dataset, made.name, Job(made, regime, options), workers=workers or os.cpu_count() or 1, is_quiet=quiet)
        found.facts.update(weights_facts(made))
        print_evaluation(found, dataset, console, seed)
        evaluations.append(found)
    if len(evaluations) == 2:
        print_comparison(compare(evaluations[0], evaluations[1], seed=seed), console)
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


def _text(name: str, dataset: Dataset) -> Text:
    """The text asked for; by default OCR where the dataset has neither words nor a text layer."""
    if name not in ("", "given", "ocr"):
        raise typer.BadParameter(f"unknown text {name!r}: given or ocr", param_hint="--text")
    return name or ("ocr" if dataset.text == "OCR" else "given")  # type: ignore[return-value]
