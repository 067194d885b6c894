"""Builds a dataset folder from many documents: in parallel, resumable, and with a record per document.

A document's record is written last, so a build that was stopped goes on where it was; a record made with other settings
is not reused. Documents are independent: one that fails is a line in the report, not the end of the build.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Protocol, TypeVar

from canonicalize.readers.splits import SPLITS, write_filelist
from training.datasets.build.documents import DocumentResult, Record, record_of
from training.datasets.build.samples import write_annotations, write_page, write_sample, write_text

RECORDS = "records"


class DocumentJob(Protocol):
    """Whatever names one document."""

    @property
    def document(self) -> str: ...


J = TypeVar("J", bound=DocumentJob)


@dataclass(frozen=True)
class BuildSettings:
    """What decides the files' content: a record made with other settings is made again."""

    source: str
    seed: str = ""
    version: int = 1

    @property
    def key(self) -> str:
        return f"{self.source}:{self.seed}:{self.version}"


def build(
    jobs: Sequence[J], make: Callable[[J], DocumentResult], root: Path, settings: BuildSettings, workers: int = 1
) -> Iterator[Record]:
    """The records of all documents, as they are finished; files go under ``root``."""
    work = partial(_build_one, make=make, root=root, key=settings.key)
    todo = []
    for job in jobs:
        known = read_record(root, job.document, settings.key)
        if known is None:
            todo.append(job)
        else:
            yield known
    if workers <= 1:
        yield from map(work, todo)
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(work, todo)


def _build_one(job: J, make: Callable[[J], DocumentResult], root: Path, key: str) -> Record:
    try:
        result = make(job)
        write_result(root, result)
    except Exception as error:  # one document must not end a build of thousands; the reason goes into the report
        result = DocumentResult(job.document, "", 0, error=f"{type(error).__name__}: {error}")
    record = record_of(result)
    write_text(_record_path(root, job.document), json.dumps({"key": key, **record.as_json()}, ensure_ascii=False))
    return record


def write_result(root: Path, result: DocumentResult) -> None:
    """Writes all files of one document."""
    for sample in result.samples:
        write_sample(root, sample)
    for page in result.pages:
        write_page(root, page)
    annotations = [sample.annotation for sample in result.samples if sample.annotation is not None]
    if annotations:
        write_annotations(root, result.document, annotations)


def _record_path(root: Path, document: str) -> Path:
    return root / RECORDS / f"{document}.json"


def read_record(root: Path, document: str, key: str | None = None) -> Record | None:
    """The record of a finished document; ``None`` if there is none, or it was made with other settings."""
    path = _record_path(root, document)
    if not path.exists():
        return None
    value = json.loads(path.read_text(encoding="utf-8"))
    if value.pop("key") != key and key is not None:
        return None
    return Record(**value)


def read_records(root: Path) -> list[Record]:
    """All records under ``root``, by document."""
    found = (read_record(root, path.stem) for path in sorted((root / RECORDS).glob("*.json")))
    return [record for record in found if record is not None]


def write_filelists(root: Path) -> None:
    """The lists of XML and image files per part, as in the published set."""
    for part in ("structure", "detection"):
        folder = root / part
        if not folder.exists():
            continue
        write_text(folder / "images_filelist.txt", write_filelist(_names(folder / "images", "*.jpg"), "images"))
        for split in SPLITS:
            write_text(folder / f"{split}_filelist.txt", write_filelist(_names(folder / split, "*.xml"), split))


def _names(folder: Path, pattern: str) -> list[str]:
    return [path.name for path in folder.glob(pattern)] if folder.exists() else []


def default_workers() -> int:
    """One process per core."""
    return max(1, len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
