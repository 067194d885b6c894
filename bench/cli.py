"""``tablewright evaluate DATA``: scores of checkpoints, or of anybody's output, on a dataset with ground truth."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer

from bench.evaluation import Evaluation
from bench.formats import SUFFIXES
from bench.makers import CheckpointMaker, FolderMaker
from bench.prediction_folder import FolderSystem, sample_names
from bench.published_text import print_published
from bench.readers import FORMATS, open_dataset
from bench.regime import PostProcessing, Regime, Task, Text
from bench.report import report_page
from bench.results import result_json, write_result
from bench.running import Job, run
from bench.samples import Dataset, DatasetError
from bench.scoring import COMPARED_AS, ScoringOptions
from bench.summaries import compare
from bench.terminal import PatientConsole, print_comparison, print_evaluation
from canonicalize import AnnotationError
from grits import Mode
from pipeline.errors import InputError

app = typer.Typer()


@app.command("evaluate", no_args_is_help=True)
def evaluate_command(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="A dataset's folder or file with ground truth.")],
    checkpoint: Annotated[
        list[str] | None, typer.Option("--checkpoint", help="Structure checkpoint; twice compares two. Default: the shipped weights.")
    ] = None,
    predictions: Annotated[
        list[Path] | None,
        typer.Option(
            "--predictions",
            help="A folder of output (HTML, JSON of several tools, CSV, XLSX) named after the samples, instead of a checkpoint.",
        ),
    ] = None,
    detector: Annotated[str, typer.Option("--detector", help="Detection checkpoint, for --task end-to-end and detection.")] = "default",
    without: Annotated[
        list[str] | None, typer.Option("--without", help="A rule after the models to switch off, by its name; repeatable.")
    ] = None,
    task: Annotated[
        Task | None,
        typer.Option("--task", help="structure (table box given; the default), end-to-end (that of output for documents), or detection."),
    ] = None,
    text: Annotated[Text | None, typer.Option("--text", help="Dataset's or PDF's words, or OCR; default: what the set has.")] = None,
    post_processing: Annotated[
        PostProcessing,
        typer.Option("--post-processing", help="ours; reference: truth and prediction through the published steps; reference-service."),
    ] = "ours",
    mode: Annotated[Mode, typer.Option("--mode", help="GriTS flavour: reference (as published) or exact.")] = "reference",
    cell_texts: Annotated[
        Literal["by-boxes", "as-returned"],
        typer.Option(
            "--cell-texts", help="Where the truth is boxes and words: by-boxes (predicted texts by the same rule) or as-returned."
        ),
    ] = "by-boxes",
    teds: Annotated[bool, typer.Option("--teds/--no-teds", help="TEDS and TEDS-Struct too (default for PubTabNet).")] = False,
    records: Annotated[bool, typer.Option("--records", help="TableRecordMatch, GTRM and T-LAG too.")] = False,
    format_name: Annotated[str | None, typer.Option("--format", help=f"The dataset's format: {', '.join(FORMATS)}.")] = None,
    split: Annotated[str | None, typer.Option("--split", help="train, val or test where the folder has them.")] = None,
    extra: Annotated[
        bool, typer.Option("--extra", help="Each predicted table that answers no true one counts as a table with score 0.")
    ] = False,
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
    asked = task or ("end-to-end" if predictions and all(sample.unit == "points" for sample in dataset.samples) else "structure")
    regime = settled_regime(dataset, asked, post_processing, text)
    options = ScoringOptions(
        mode=mode,
        with_loc=all(true.has_cell_boxes for sample in dataset.samples for true in sample.tables),
        with_content=dataset.text != "none",
        with_records=records,
        with_teds=teds or dataset.key == "pubtabnet",
        extra_tables_cost=extra,
        cell_texts="by boxes" if cell_texts == "by-boxes" else "as returned",
        switches=COMPARED_AS.get(dataset.key, ()),
    )
    console = PatientConsole(highlight=False)
    evaluations: list[Evaluation] = []
    for number, made in enumerate(_systems(dataset, checkpoint, predictions, detector, regime, threads, tuple(without or ()))):
        found = run(dataset, made.name, Job(made, regime, options), workers=workers or os.cpu_count() or 1, is_quiet=quiet)
        found.facts.update(made.facts())
        evaluations.append(found)
        if out:  # before anything is printed: whatever happens then, the scores are there
            path = out if number == 0 else out.with_name(f"{out.stem}-{number + 1}{out.suffix}")
            write_result(result_json(found, dataset, seed=seed, command=command_line()), path)
        with unbroken():
            print_evaluation(found, dataset, console, seed)
            if compare_published:
                print_published(found, dataset, console)
    if report:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(report_page(evaluations, dataset, worst=worst, seed=seed, command=command_line()), "utf-8")
    if len(evaluations) == 2:
        with unbroken():
            print_comparison(compare(evaluations[0], evaluations[1], seed=seed), console)


@contextmanager
def unbroken() -> Iterator[None]:
    """Printing to a pipe that nobody reads any more ends the printing and nothing else."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def command_line() -> str:
    return " ".join(["tablewright", *sys.argv[1:]])


def settled_regime(dataset: Dataset, task: Task, post_processing: PostProcessing, text: Text | None) -> Regime:
    """The regime of a run, as it will be labelled. Raises ``InputError`` for one that this set cannot be scored under.

    Words are the set's own where it has any, otherwise OCR's.
    """
    if dataset.is_detection_only and task != "detection":
        raise InputError(f"{dataset.title} has table boxes only: ask for --task detection")
    has_words = dataset.text in ("dataset words", "PDF words")
    is_crop = any(sample.unit == "pixels" for sample in dataset.samples)
    if text == "given" and is_crop and not has_words:
        raise InputError(f"{dataset.title} gives no words: ask for --text ocr")
    if post_processing != "ours" and dataset.text == "none" and not dataset.is_detection_only:
        raise InputError(f"{dataset.title} has no texts: the reference's steps start from words")
    return Regime(task, post_processing, text or ("given" if has_words else "ocr"))


def _systems(
    dataset: Dataset,
    checkpoints: list[str] | None,
    folders: list[Path] | None,
    detector: str,
    regime: Regime,
    threads: int,
    without: tuple[str, ...],
) -> list[CheckpointMaker | FolderMaker]:
    """What is to be evaluated; raises ``InputError`` when both kinds are asked for or a folder does not fit the set."""
    if folders and checkpoints:
        raise InputError("give --checkpoint or --predictions, not both")
    if folders:
        makers = [FolderMaker(folder.name, folder, sample_names(dataset.samples)) for folder in folders]
        for maker in makers:
            check_folder(maker(), dataset)
        return list(makers)
    return [CheckpointMaker(Path(name).name, name, detector, regime, threads, without) for name in checkpoints or ["default"]]


def check_folder(system: FolderSystem, dataset: Dataset) -> None:
    """Says how the folder fits. Raises ``InputError`` when there is nothing to read or most files match no sample."""
    if not system.num_files:
        raise InputError(f"{system.name}: no file of predictions ({', '.join(SUFFIXES)})")
    check = system.check(dataset.samples)
    examples = ", ".join(check.unused[:3])
    if check.is_misfit:
        wanted = ", ".join(sample.name for sample in dataset.samples[:3])
        raise InputError(
            f"{system.name}: {len(check.unused)} of {system.num_files} files match no sample (such as {examples}); "
            f"name them after the samples ({wanted}), alone or followed by page and table"
        )
    if check.unused:
        typer.echo(f"{system.name}: {len(check.unused)} files match no sample and are left out ({examples})", err=True)
    if check.missing:
        typer.echo(f"{system.name}: no file for {len(check.missing)} of {len(dataset.samples)} samples: they count 0", err=True)
