"""``tablewright batch FOLDER -o OUT``: a whole folder with worker processes, resumable, never stopped by one document."""

from __future__ import annotations

import csv
import io
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Annotated, cast

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as ProgressBar

from pipeline import InputError, Options
from pipeline.options import Where
from table.io import guard_formula
from tablewright.batch_plan import MANIFEST, Job, Row, find_jobs, is_finished, job_key, read_manifest
from tablewright.batch_work import STOPPED, MakeWork, failed
from tablewright.exits import Exit
from tablewright.flags import takes_options
from tablewright.lines import note_line
from tablewright.option_parsing import FORMATS, parse_formats
from tablewright.outputs import FULL, DiskFull, remove_parts, write_whole
from workers import MEMORY_BYTES, Done, Event, Failed, Limits, Pool, Progress, default_workers, run_all

app = typer.Typer()
PRELOAD = ("tablewright.batch_work", "pipeline.models.detector", "pipeline.models.recognizer")
SUMMARY = "summary.csv"
GOES_ON = "stopped by a signal; the same command goes on where this one stopped"
SUMMARY_COLUMNS = ("document", "status", "num_pages", "num_tables", "num_errors", "seconds", "code", "message")
COLUMNS = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
Task = tuple[Job, str]


@app.command("batch", no_args_is_help=True)
@takes_options(Where.BATCH)
def batch_command(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="Walked with its subfolders; with --ray also a URL (s3://...).")],
    out: Annotated[str, typer.Option("-o", "--out", help="Results, manifest and summary.csv; with --ray also a URL.")],
    format_names: Annotated[
        str | None, typer.Option("--format", help=f"Any of {','.join(FORMATS)} (default html,json); with --ray json, parquet or both.")
    ] = None,
    ray: Annotated[
        str | None,
        typer.Option("--ray", metavar="[ADDRESS]", help="On a Ray cluster: auto, ray://HOST:PORT, HOST:PORT; without an address here."),
    ] = None,
    workers: Annotated[
        int | None, typer.Option("--workers", "-j", min=1, max=256, help="Worker processes; default: by cores and memory.")
    ] = None,
    page_timeout: Annotated[float, typer.Option(help="Seconds without a finished page until a worker is stopped.", min=0.1)] = 60.0,
    timeout: Annotated[float, typer.Option(help="Seconds for one document.", min=0.1)] = 3600.0,
    memory: Annotated[int, typer.Option(help="MB that a worker may take; 0: no limit.", min=0)] = MEMORY_BYTES // 1_000_000,
    redo: Annotated[bool, typer.Option("--redo", help="Do finished documents again.")] = False,
    *,
    options: Options,
) -> None:
    """Extract the tables of every document in a folder.

    NAME.regions.json beside a document gives its table boxes. Documents whose bytes and options have not changed are
    skipped when the command runs again; failed ones are tried again.
    """
    num_workers = workers or default_workers()
    if options.threads is None:
        options = replace(options, threads=1 if ray else max(1, (os.cpu_count() or 2) // num_workers))
    limits = Limits(silent_seconds=page_timeout, task_seconds=timeout, memory_bytes=memory * 1_000_000 or None)
    with stop_signal() as is_stopped, _telling_how_to_go_on():
        if ray is not None:
            rows = _on_ray(folder, out, format_names, options, limits, ray, workers, redo, is_stopped)
        else:
            settings = MakeWork(options, parse_formats(format_names or "html,json"))
            pool = Pool(settings, num_workers=num_workers, limits=limits, preload=PRELOAD)
            rows = run_batch(_local(folder), _local(out), settings, pool, redo=redo, is_stopped=is_stopped)
    _tell(rows, out)
    if is_stopped():
        note_line(GOES_ON)
        raise typer.Exit(Exit.TERMINATED)
    raise typer.Exit(_code(rows))


def _local(path: str) -> Path:
    if "://" in path:
        raise InputError(f"{path!r} is a URL: object stores are read and written with --ray")
    return Path(path)


def _on_ray(
    folder: str,
    out: str,
    format_names: str | None,
    options: Options,
    limits: Limits,
    address: str,
    num_workers: int | None,
    redo: bool,
    is_stopped: Callable[[], bool],
) -> list[Row]:
    from tablewright.wide.reading import MakeReading, Settings
    from tablewright.wide.run import run_wide
    from tablewright.wide.shards import FORMATS as WIDE
    from tablewright.wide.shards import Store

    formats = parse_formats(format_names or "parquet,json")
    if others := sorted(set(formats) - set(WIDE)):
        raise InputError(f"format {', '.join(others)}: with --ray choose from {', '.join(WIDE)}; tables of a result are made from its JSON")
    settings = Settings(folder, out, formats, options, limits, MakeReading(options))
    with ProgressBar(*COLUMNS, console=Console(stderr=True)) as bar:
        shown = bar.add_task("documents", total=None)
        rows = run_wide(
            settings,
            address=address,
            num_workers=num_workers,
            redo=redo,
            is_stopped=is_stopped,
            on_row=lambda row, total: bar.update(shown, advance=1, total=total),
        )
    Store(out, formats).write(SUMMARY, summary_csv(rows).encode("utf-8", errors="replace"))
    return rows


def run_batch(
    folder: Path, out: Path, settings: MakeWork, pool: Pool, *, redo: bool = False, is_stopped: Callable[[], bool] = lambda: False
) -> list[Row]:
    """Does what is not finished yet and writes ``summary.csv``; one row per document, in order of the documents.

    Raises ``InputError`` when the folder cannot be read or the output cannot be written, ``DiskFull`` as soon as there is
    no room for results. The summary holds what was done until then.
    """
    if not folder.is_dir():
        raise InputError(f"{str(folder)!r} is not a folder; use `tablewright extract` for single files")
    rows: dict[str, Row] = {}
    try:
        out.mkdir(parents=True, exist_ok=True)
        jobs = find_jobs(folder, out)
        try:
            _do(jobs, _open_tasks(jobs, out, settings, rows, redo=redo), pool, rows, out, is_stopped)
        finally:
            _remove_parts(job for job in jobs if job.document not in rows or rows[job.document].code == STOPPED)
            ordered = [rows[job.document] for job in jobs if job.document in rows]
            write_whole(out / SUMMARY, summary_csv(ordered).encode("utf-8", errors="replace"))
    except OSError as error:
        if error.errno in FULL:
            raise DiskFull(f"{str(out)!r} has no room left; {len(rows)} documents are done, the same command goes on there") from error
        raise InputError(f"cannot read {str(folder)!r} or write to {str(out)!r}: {error.strerror}") from error
    return ordered


def _open_tasks(jobs: Iterable[Job], out: Path, settings: MakeWork, rows: dict[str, Row], *, redo: bool) -> Iterator[Task]:
    """The tasks that are left, in order; ``rows`` gets those of documents that are finished already or cannot be read."""
    known = {} if redo else read_manifest(out)
    for job in jobs:
        try:
            key = "" if job.problem else job_key(job, settings.options, settings.formats)
            problem = job.problem
        except OSError as error:
            key, problem = "", f"cannot be read: {error.strerror}"
        row = known.get(job.document)
        if problem:
            rows[job.document] = failed(job.document, key, InputError.code, problem)
        elif row is not None and is_finished(row, key, out):
            rows[job.document] = row
        else:
            yield job, key


def _do(jobs: Sequence[Job], tasks: Iterator[Task], pool: Pool, rows: dict[str, Row], out: Path, is_stopped: Callable[[], bool]) -> None:
    with (out / MANIFEST).open("a", encoding="utf-8") as manifest, ProgressBar(*COLUMNS, console=Console(stderr=True)) as bar:
        shown = bar.add_task("documents", total=len(jobs))
        for (job, key), event in run_all(pool, tasks, is_stopped=is_stopped):
            if isinstance(event, Progress):
                done, total = event.value
                bar.update(shown, description=f"documents (page {done} of {total})")
                continue
            row = _row_of(job, key, event)
            if row.code == DiskFull.code:
                raise DiskFull(f"{row.message}; {len(rows)} documents are done, the same command goes on there")
            rows[job.document] = row
            manifest.write(row.to_line())
            manifest.flush()
            bar.update(shown, completed=len(rows))


def _remove_parts(jobs: Iterable[Job]) -> None:
    """Removes what workers that were stopped had half written."""
    stems: dict[Path, set[str]] = {}
    for job in jobs:
        stems.setdefault(job.folder, set()).add(job.stem)
    for folder, unfinished in stems.items():
        remove_parts(folder, unfinished)


def _row_of(job: Job, key: str, event: Event) -> Row:
    if isinstance(event, Done):
        return cast(Row, event.value)
    assert isinstance(event, Failed)
    return failed(job.document, key, DiskFull.code if event.code == "no_room" else STOPPED, event.reason)


@contextmanager
def _telling_how_to_go_on() -> Iterator[None]:
    try:
        yield
    except KeyboardInterrupt:
        note_line(GOES_ON)
        raise


@contextmanager
def stop_signal() -> Iterator[Callable[[], bool]]:
    """Whether SIGTERM has come: the batch then ends between two documents, with its summary."""
    seen: list[int] = []
    if threading.current_thread() is not threading.main_thread():
        yield lambda: False
        return
    before = signal.signal(signal.SIGTERM, lambda number, _: seen.append(number))
    try:
        yield lambda: bool(seen)
    finally:
        signal.signal(signal.SIGTERM, before)


def summary_csv(rows: Sequence[Row]) -> str:
    """One line per document; document names and messages are guarded against formulas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\r\n")
    writer.writerow(SUMMARY_COLUMNS)
    writer.writerows([guard_formula(str(getattr(row, name))) for name in SUMMARY_COLUMNS] for row in rows)
    return buffer.getvalue()


def _tell(rows: Sequence[Row], out: str) -> None:
    counts = {status: sum(row.status == status for row in rows) for status in ("complete", "partial", "failed")}
    tables, place = sum(row.num_tables for row in rows), f"{out.rstrip('/')}/{SUMMARY}"
    note_line(f"{len(rows)} documents: {', '.join(f'{n} {status}' for status, n in counts.items())}; {tables} tables; see {place}")
    for row in rows:
        if row.status != "complete":
            note_line(f"  {row.status}: {row.document}: {row.message}")


def _code(rows: Sequence[Row]) -> Exit:
    statuses = {row.status for row in rows}
    if "failed" in statuses:
        return Exit.DOCUMENT
    return Exit.PARTIAL if "partial" in statuses else Exit.READ
