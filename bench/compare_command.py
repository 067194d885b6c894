"""``tablewright compare OLD NEW FOLDER``: two checkpoints, or outputs of two versions or tools, on the same documents.

With ground truth in FOLDER both are scored: wins, losses and a paired test. Without, their answers are set against each
other and every table that differs is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from bench.agreement import Agreement, agreement
from bench.cli import check_folder, command_line, settled_regime, unbroken
from bench.evaluation import Evaluation
from bench.formats import SUFFIXES
from bench.makers import CheckpointMaker, FolderMaker
from bench.prediction_folder import sample_names
from bench.readers import open_dataset
from bench.regime import Regime, Task
from bench.report import report_page
from bench.report.agreement import agreement_page
from bench.results import environment, result_json, write_result
from bench.running import Job, run
from bench.samples import Dataset, DatasetError, Sample
from bench.scoring import COMPARED_AS, ScoringOptions
from bench.summaries import compare
from bench.terminal import PatientConsole, print_comparison
from canonicalize import AnnotationError
from pipeline.errors import InputError

DOCUMENTS = (".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".gif")
CONFIG_FILE = "config.json"  # what makes a folder a checkpoint
AGREEMENT_SCHEMA = "tablewright.agreement/1"
Maker = CheckpointMaker | FolderMaker

app = typer.Typer()


@app.command("compare", no_args_is_help=True)
def compare_command(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A structure checkpoint, or a folder with output of any version or tool.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Likewise.")],
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Documents, with or without ground truth.")],
    old_detector: Annotated[str, typer.Option("--old-detector", help="Detection checkpoint of OLD.")] = "default",
    new_detector: Annotated[str, typer.Option("--new-detector", help="Detection checkpoint of NEW.")] = "default",
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the result as JSON here.")] = None,
    report: Annotated[Path | None, typer.Option("--report", help="Write one self-contained HTML page here.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="At most so many documents, spread over the folder.")] = None,
    seed: Annotated[int, typer.Option("--seed", help="Of intervals and paired tests.")] = 0,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress bar.")] = False,
) -> None:
    """Compare two checkpoints, versions or tools on your own files."""
    dataset, has_truth = _dataset(folder)
    dataset = dataset.first(limit)
    task: Task = "structure" if any(sample.unit == "pixels" for sample in dataset.samples) and has_truth else "end-to-end"
    regime = settled_regime(dataset, task, "ours", None) if has_truth else Regime("end-to-end")
    makers = [_maker(name, detector, dataset, regime) for name, detector in ((old, old_detector), (new, new_detector))]
    if makers[0].name == makers[1].name:
        raise InputError(f"both are called {makers[0].name}: rename a folder, so that the result tells which is which")
    console = PatientConsole(highlight=False)
    if has_truth:
        _with_truth(dataset, makers, regime, console, out, report, seed, quiet)
    else:
        _without_truth(dataset, makers, console, out, report)


def _dataset(folder: Path) -> tuple[Dataset, bool]:
    """The folder as a set with truth, or its documents as samples without."""
    try:
        return open_dataset(folder), True
    except (DatasetError, AnnotationError):
        paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in DOCUMENTS) if folder.is_dir() else []
    if not paths:
        raise InputError(f"{folder}: neither a dataset nor a folder with documents ({', '.join(DOCUMENTS)})")
    samples = tuple(Sample(path.stem, path, "points", ()) for path in paths)
    return Dataset("documents", folder.name, folder, "PDF words", samples), False


def _maker(name: str, detector: str, dataset: Dataset, regime: Regime) -> Maker:
    path = Path(name)
    is_output = path.is_dir() and not (path / CONFIG_FILE).is_file() and any(p.suffix.lower() in SUFFIXES for p in path.rglob("*"))
    if not is_output:
        return CheckpointMaker(path.name, name, detector, regime, 1)
    maker = FolderMaker(path.name, path, sample_names(dataset.samples))
    check_folder(maker(), dataset)
    return maker


def _with_truth(
    dataset: Dataset,
    makers: Sequence[Maker],
    regime: Regime,
    console: Console,
    out: Path | None,
    report: Path | None,
    seed: int,
    quiet: bool,
) -> None:
    has_boxes = all(true.has_cell_boxes for sample in dataset.samples for true in sample.tables)
    options = ScoringOptions(with_loc=has_boxes, with_content=dataset.text != "none", switches=COMPARED_AS.get(dataset.key, ()))
    found = [_evaluated(dataset, maker, Job(maker, regime, options), quiet) for maker in makers]
    comparison = compare(found[0], found[1], seed=seed)
    if out:
        results = [result_json(item, dataset, seed=seed, command=command_line()) for item in found]
        write_result({"schema": AGREEMENT_SCHEMA, "systems": results, "differences": comparison.differences}, out)
    if report:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(report_page(found, dataset, seed=seed, command=command_line()), "utf-8")
    with unbroken():
        console.print(f"{comparison.second} against {comparison.first} on {dataset.title}: {regime}")
        print_comparison(comparison, console)


def _evaluated(dataset: Dataset, maker: Maker, job: Job, quiet: bool) -> Evaluation:
    found = run(dataset, maker.name, job, is_quiet=quiet)
    found.facts.update(maker.facts())
    return found


def _without_truth(dataset: Dataset, makers: Sequence[Maker], console: Console, out: Path | None, report: Path | None) -> None:
    found = agreement(makers[0](), makers[1](), dataset.samples)
    facts = [maker.facts() for maker in makers]
    if out:
        write_result(agreement_json(found, facts, command_line()), out)
    if report:
        report.parent.mkdir(parents=True, exist_ok=True)
        report.write_text(agreement_page(found, facts, command_line()), "utf-8")
    with unbroken():
        _print_agreement(found, console)


def agreement_json(found: Agreement, facts: Sequence[dict[str, object]], command: str) -> dict[str, Any]:
    """Counts, and a line for every table that differs."""
    lines = [
        {
            "document": item.document,
            "page": item.page,
            "in": [name for name, content in ((found.first, item.first), (found.second, item.second)) if content is not None],
            "grits_con": round(item.grits_con, 6),
            "grits_top": round(item.grits_top, 6),
            "num_differing_cells": item.num_differing,
        }
        for item in found.differing
    ]
    return {
        "schema": AGREEMENT_SCHEMA,
        "systems": dict(zip((found.first, found.second), facts, strict=True)),
        "num_documents": found.num_documents,
        "num_tables": len(found.tables),
        "num_equal": found.num_equal,
        "problems": [list(problem) for problem in found.problems],
        "made_with": environment(command),
        "tables": lines,
    }


def _print_agreement(found: Agreement, console: Console) -> None:
    only = [sum(t.second is None for t in found.tables), sum(t.first is None for t in found.tables)]
    console.print(
        f"{found.num_documents} documents, {len(found.tables)} tables: {found.num_equal} equal, {len(found.differing) - sum(only)} differ, "
        f"{only[0]} only in {found.first}, {only[1]} only in {found.second}"
    )
    for item in found.differing[:20]:
        side = f"only in {found.first if item.second is None else found.second}"
        text = side if item.first is None or item.second is None else f"GriTS_Con {item.grits_con:.3f}, {item.num_differing} cells differ"
        console.print(f"  {item.document}, page {item.page or '?'}: {text}", markup=False)
    for system, document, reason in found.problems:
        console.print(f"  {system}, {document}: {reason}", markup=False)
