"""Batches: resuming, broken and hanging documents, given regions, the summary."""

from __future__ import annotations

import csv
import errno
import json
import os
import shutil
import time
from pathlib import Path

import pytest

from pipeline import DocumentResult, Extractor, InputError, Options
from tablewright.batch_command import run_batch
from tablewright.batch_plan import MANIFEST, Row, find_jobs, is_finished, job_key, read_manifest
from tablewright.batch_work import MakeWork, work
from tablewright.outputs import DiskFull, write_whole
from tests.fakes import SAMPLE
from tests.tablewright.workers import Replaying
from workers import Limits, Pool

FORMATS = ("html", "csv")


def pool(settings: Replaying, page_seconds: float = 60) -> Pool:
    return Pool(settings, num_workers=2, limits=Limits(silent_seconds=page_seconds, task_seconds=60))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "in" / "sub").mkdir(parents=True)
    shutil.copy(SAMPLE, tmp_path / "in" / "sub" / "good.pdf")
    (tmp_path / "in" / "broken.pdf").write_bytes(b"%PDF-1.4 nothing")
    (tmp_path / "in" / "notes.txt").write_text("no document")
    return tmp_path / "in"


def test_a_batch_writes_results_resumes_and_lists_failures(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    settings = Replaying(Options(), FORMATS)
    shutil.copy(SAMPLE, folder / "hang.pdf")
    rows = run_batch(folder, out, settings, pool(settings, page_seconds=3))
    assert [(row.document, row.status) for row in rows] == [("broken.pdf", "failed"), ("hang.pdf", "failed"), ("sub/good.pdf", "complete")]
    assert "no page was finished for 3 s" in rows[1].message
    assert {path.name for path in (out / "sub").iterdir()} == {"good.html", "good.table-1.csv"}
    with (out / "summary.csv").open(newline="") as stream:
        assert [(line["document"], line["status"], line["num_tables"]) for line in csv.DictReader(stream)][2] == (
            "sub/good.pdf",
            "complete",
            "1",
        )

    (folder / "hang.pdf").unlink()
    before = (out / "sub" / "good.html").stat().st_mtime_ns
    again = run_batch(folder, out, settings, pool(settings))
    assert [row.document for row in again] == ["broken.pdf", "sub/good.pdf"]
    assert again[1] == rows[2]
    assert (out / "sub" / "good.html").stat().st_mtime_ns == before


def test_finished_means_same_bytes_options_and_files(folder: Path, tmp_path: Path) -> None:
    job = find_jobs(folder, tmp_path / "out")[1]
    key = job_key(job, Options(), FORMATS)
    row = Row(job.document, key, "complete", files=("sub/good.html",))
    (tmp_path / "out" / "sub").mkdir(parents=True)
    assert not is_finished(row, key, tmp_path / "out")
    (tmp_path / "out" / "sub" / "good.html").touch()
    assert is_finished(row, key, tmp_path / "out")
    assert not is_finished(None, key, tmp_path / "out")
    assert key != job_key(job, Options(mode="compat"), FORMATS)
    assert key != job_key(job, Options(password="x"), FORMATS)
    assert key != job_key(job, Options(), ("html",))
    job.path.write_bytes(b"other")
    assert key != job_key(job, Options(), FORMATS)


def test_regions_beside_a_document_are_found_and_part_of_the_key(folder: Path, tmp_path: Path) -> None:
    before = job_key(find_jobs(folder, tmp_path)[1], Options(), FORMATS)
    (folder / "sub" / "good.regions.json").write_text('{"regions": []}')
    job = find_jobs(folder, tmp_path / "out")[1]
    assert job.regions == folder / "sub" / "good.regions.json"
    assert job_key(job, Options(), FORMATS) != before


def test_broken_regions_fail_their_document_only(folder: Path, tmp_path: Path) -> None:
    (folder / "sub" / "good.regions.json").write_text("{")
    settings = Replaying(Options(), FORMATS)
    rows = run_batch(folder, tmp_path / "out", settings, pool(settings))
    assert (rows[1].status, rows[1].code) == ("failed", "invalid_input")


def test_a_document_beyond_the_memory_is_too_large_and_an_unforeseen_error_names_its_kind_only(folder: Path, tmp_path: Path) -> None:
    class Failing(Extractor):
        def __init__(self, error: Exception) -> None:
            self.error = error

        def extract(self, *_: object, **__: object) -> DocumentResult:
            raise self.error

    job, settings = find_jobs(folder, tmp_path)[0], MakeWork(Options(), ("json",))
    rows = [work(Failing(error), job, "key", settings, print) for error in (MemoryError(), RuntimeError("the document's words"))]
    assert [(row.status, row.code) for row in rows] == [("failed", "too_large"), ("failed", "extraction_error")]
    assert "words" not in rows[1].message


def test_same_stems_keep_their_extension_and_the_output_is_not_input(tmp_path: Path) -> None:
    for name in ("a.pdf", "a.png", "b.PDF", ".hidden/c.pdf", "out/d.pdf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert [(job.document, job.stem) for job in find_jobs(tmp_path, tmp_path / "out")] == [
        ("a.pdf", "a.pdf"),
        ("a.png", "a.png"),
        ("b.PDF", "b"),
    ]


def test_half_written_manifest_lines_are_ignored(tmp_path: Path) -> None:
    row = Row("a.pdf", "k", "complete", files=("a.html",))
    (tmp_path / MANIFEST).write_text(row.to_line() + '{"document": "b.pdf", "key"')
    assert read_manifest(tmp_path) == {"a.pdf": row}
    assert read_manifest(tmp_path / "nothing") == {}


def test_an_empty_folder_is_an_answer_and_a_missing_one_an_error(tmp_path: Path) -> None:
    settings = Replaying(Options(), FORMATS)
    (tmp_path / "in").mkdir()
    assert run_batch(tmp_path / "in", tmp_path / "out", settings, pool(settings)) == []
    assert len((tmp_path / "out" / "summary.csv").read_text().splitlines()) == 1
    with pytest.raises(InputError, match="not a folder"):
        run_batch(tmp_path / "none", tmp_path / "out", settings, pool(settings))


def test_manifest_rows_are_plain_json() -> None:
    assert json.loads(Row("ä", "k", "failed").to_line())["document"] == "ä"


def test_an_unreadable_sub_folder_is_one_failed_row(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = os.scandir

    def scandir(path: str | Path | int) -> object:
        if isinstance(path, Path) and path.name == "sub":
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scandir)
    settings = Replaying(Options(), FORMATS)
    rows = run_batch(folder, tmp_path / "out", settings, pool(settings))
    assert [(row.document, row.status) for row in rows] == [("broken.pdf", "failed"), ("sub", "failed")]
    assert "Permission denied" in rows[1].message


def test_a_full_disk_ends_the_batch_without_half_files(folder: Path, tmp_path: Path) -> None:
    for number in range(6):
        shutil.copy(SAMPLE, folder / f"{number}.full.pdf")
    settings = Replaying(Options(), FORMATS)
    with pytest.raises(DiskFull, match=r"No space left on device; \d documents are done"):
        run_batch(folder, tmp_path / "out", settings, pool(settings))
    assert not list((tmp_path / "out").rglob("*.part"))
    assert (tmp_path / "out" / "summary.csv").exists()


def test_a_worker_stopped_while_it_writes_leaves_no_half_file(folder: Path, tmp_path: Path) -> None:
    shutil.copy(SAMPLE, folder / "sub" / "a.half.pdf")
    (tmp_path / "out" / "sub").mkdir(parents=True)
    kept = tmp_path / "out" / "sub" / ".another.html.part"
    kept.touch()
    settings = Replaying(Options(), FORMATS)
    rows = run_batch(folder, tmp_path / "out", settings, pool(settings, page_seconds=2))
    assert {row.document: row.code for row in rows}["sub/a.half.pdf"] == "worker_stopped"
    assert list((tmp_path / "out").rglob("*.part")) == [kept]


def test_a_failed_write_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    with pytest.raises(OSError, match="No space"):
        write_whole(tmp_path / "a.html", b"x")
    assert list(tmp_path.iterdir()) == []


def test_a_batch_that_is_stopped_has_a_summary_and_goes_on_later(folder: Path, tmp_path: Path) -> None:
    shutil.copy(SAMPLE, folder / "hang.pdf")
    settings = Replaying(Options(), FORMATS)
    seen = tmp_path / "out" / "manifest.jsonl"

    def is_stopped() -> bool:
        return seen.exists() and "good.pdf" in seen.read_text()

    rows = run_batch(
        folder, tmp_path / "out", settings, pool(settings), is_stopped=lambda: seen.exists() and "good.pdf" in seen.read_text()
    )
    assert [(row.document, row.status) for row in rows] == [("broken.pdf", "failed"), ("sub/good.pdf", "complete")]
    assert len((tmp_path / "out" / "summary.csv").read_text().splitlines()) == 3


def test_documents_of_one_name_are_found_in_linear_time(tmp_path: Path) -> None:
    for number in range(3000):
        (tmp_path / f"{number}.pdf").touch()
    (tmp_path / "7.png").touch()
    start = time.perf_counter()
    jobs = find_jobs(tmp_path, tmp_path / "out")
    assert time.perf_counter() - start < 2  # it was 9,000,000 comparisons
    assert {job.stem for job in jobs if job.document.startswith("7.")} == {"7.pdf", "7.png"}
