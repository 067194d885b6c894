"""``tablewright batch FOLDER -o OUT``: a whole folder with worker processes, resumable, never stopped by one document."""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from pipeline import InputError, Options
from pipeline.option_checks import check_options
from table.io import guard_formula
from tablewright import flags
from tablewright.batch_plan import MANIFEST, Job, Row, find_jobs, is_finished, job_key, read_manifest
from tablewright.batch_pool import Done, Pool
from tablewright.batch_work import MakeWork, failed
from tablewright.exits import Exit
from tablewright.option_parsing import FORMATS, parse_formats
from tablewright.outputs import write_whole
from tablewright.terminal import note_line

app = typer.Typer()
SUMMARY = "summary.csv"
SUMMARY_COLUMNS = ("document", "status", "num_pages", "num_tables", "num_errors", "seconds", "code", "message")
Task = tuple[Job, str]


@app.command("batch", no_args_is_help=True)
def batch_command(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="Walked with its subfolders.")],
    out: Annotated[Path, typer.Option("-o", "--out", help="Results, manifest.jsonl and summary.csv.")],
    format_names: Annotated[str, typer.Option("--format", help=f"Any of {','.join(FORMATS)}.")] = "html,json",
    workers: Annotated[
        int | None, typer.Option("--workers", "-j", min=1, max=256, help="Worker processes; default: half the CPUs.")
    ] = None,
    page_timeout: Annotated[float, typer.Option(help="Seconds without a finished page until a worker is stopped.", min=0.1)] = 60.0,
    timeout: Annotated[float, typer.Option(help="Seconds for one document.", min=0.1)] = 3600.0,
    redo: Annotated[bool, typer.Option("--redo", help="Do finished documents again.")] = False,
    password: Annotated[str | None, typer.Option(help="Password for encrypted PDFs.")] = None,
    detector: flags.Detector = "default",
    structure: flags.Structure = "default",
    mode: flags.Mode = "improved",
    text: flags.Text = "auto",
    words_from: flags.WordsFrom = "pdfium",
    ocr: flags.Ocr = "auto",
    ocr_language: flags.OcrLanguage = "eng",
    threshold: flags.Threshold = None,
    threads: flags.Threads = None,
    no_canonicalize: flags.NoCanonicalize = False,
    keep_blank_lanes: flags.KeepBlankLanes = False,
) -> None:
    """Extract the tables of every document in a folder.

    NAME.regions.json beside a document gives its table boxes. Documents whose bytes and options have not changed are
    skipped when the command runs again; failed ones are tried again.
    """
    num_workers = workers or max(1, (os.cpu_count() or 2) // 2)
    options = Options(
        password=password,
        detector=detector,
        structure=structure,
        mode=mode,
        text=text,
        words_from=words_from,
        ocr=ocr,
        ocr_language=ocr_language,
        detection_threshold=threshold,
        canonicalize=not no_canonicalize,
        keep_blank_lanes=keep_blank_lanes,
        threads=threads or max(1, (os.cpu_count() or 2) // num_workers),
    )
    check_options(options)
    settings = MakeWork(options, parse_formats(format_names))
    pool: Pool[Task] = Pool(settings, num_workers=num_workers, page_seconds=page_timeout, file_seconds=timeout)
    rows = run_batch(folder, out, settings, pool, redo=redo)
    _tell(rows, out)
    raise typer.Exit(_code(rows))


def run_batch(folder: Path, out: Path, settings: MakeWork, pool: Pool[Task], *, redo: bool = False) -> list[Row]:
    """Does what is not finished yet and writes ``summary.csv``; one row per document, in order of the documents.

    Raises ``InputError`` when the folder cannot be read or the output cannot be written.
    """
    if not folder.is_dir():
        raise InputError(f"{str(folder)!r} is not a folder; use `tablewright extract` for single files")
    try:
        out.mkdir(parents=True, exist_ok=True)
        jobs = find_jobs(folder, out)
        rows, tasks = _plan(jobs, out, settings, redo=redo)
        if tasks and (skipped := len(jobs) - len(tasks)):
            note_line(f"{skipped} of {len(jobs)} documents are finished already or unreadable")
        try:
            _do(tasks, pool, rows, out)
        finally:
            ordered = [rows[job.document] for job in jobs if job.document in rows]
            write_whole(out / SUMMARY, summary_csv(ordered).encode("utf-8", errors="replace"))
    except OSError as error:
        raise InputError(f"cannot read {str(folder)!r} or write to {str(out)!r}: {error.strerror}") from error
    return ordered


def _plan(jobs: Iterable[Job], out: Path, settings: MakeWork, *, redo: bool) -> tuple[dict[str, Row], list[Task]]:
    """Rows that are known already, and the tasks that are left."""
    known = {} if redo else read_manifest(out)
    rows: dict[str, Row] = {}
    tasks: list[Task] = []
    for job in jobs:
        try:
            key = job_key(job, settings.options, settings.formats)
        except OSError as error:
            rows[job.document] = failed(job, "", InputError.code, f"cannot be read: {error.strerror}")
            continue
        row = known.get(job.document)
        if row is not None and is_finished(row, key, out):
            rows[job.document] = row
        else:
            tasks.append((job, key))
    return rows, tasks


def _do(tasks: Sequence[Task], pool: Pool[Task], rows: dict[str, Row], out: Path) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with (out / MANIFEST).open("a", encoding="utf-8") as manifest, Progress(*columns, console=Console(stderr=True)) as bar:
        shown = bar.add_task("documents", total=len(tasks))
        for event in pool.run(tasks):
            job, key = tasks[event.index]
            if not isinstance(event, Done):
                bar.update(shown, description=f"documents (page {event.done} of {event.total})")
                continue
            row = event.value if event.problem is None else failed(job, key, "worker_stopped", event.problem)
            rows[job.document] = row
            manifest.write(row.to_line())
            manifest.flush()
            bar.advance(shown)


def summary_csv(rows: Sequence[Row]) -> str:
    """One line per document; document names and messages are guarded against formulas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(SUMMARY_COLUMNS)
    writer.writerows([guard_formula(str(getattr(row, name))) for name in SUMMARY_COLUMNS] for row in rows)
    return buffer.getvalue()


def _tell(rows: Sequence[Row], out: Path) -> None:
    counts = {status: sum(row.status == status for row in rows) for status in ("complete", "partial", "failed")}
    tables = sum(row.num_tables for row in rows)
    note_line(f"{len(rows)} documents: {', '.join(f'{n} {status}' for status, n in counts.items())}; {tables} tables; see {out / SUMMARY}")
    for row in rows:
        if row.status != "complete":
            note_line(f"  {row.status}: {row.document}: {row.message}")


def _code(rows: Sequence[Row]) -> Exit:
    statuses = {row.status for row in rows}
    if "failed" in statuses:
        return Exit.DOCUMENT
    return Exit.PARTIAL if "partial" in statuses else Exit.READ
