"""What a batch has to do: the documents of a folder, their given regions, and which of them are finished already.

A document is finished when the manifest holds its key (hash of its bytes, its regions file and the options) and all
files it wrote still exist. The manifest is a text file of one JSON object per line, appended after each document.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from pipeline import Options
from pipeline.options.checks import options_to_dict, service_version

SUFFIXES = frozenset({".pdf", ".png", ".jpg", ".jpeg", ".tif", ".tiff", ".webp", ".bmp", ".gif"})
MANIFEST = "manifest.jsonl"
_CHUNK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Job:
    """One document to do: ``document`` relative to the folder, with forward slashes; results go to ``folder/stem.*``.

    ``problem`` says why it cannot be done: a sub-folder that cannot be listed.
    """

    document: str
    path: Path
    regions: Path | None
    folder: Path
    stem: str
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the manifest and of ``summary.csv``; ``status`` is complete, partial or failed."""

    document: str
    key: str
    status: str
    num_pages: int = 0
    num_tables: int = 0
    num_errors: int = 0
    seconds: float = 0.0
    code: str = ""
    message: str = ""
    files: tuple[str, ...] = ()

    def to_line(self) -> str:
        return json.dumps(asdict(self)) + "\n"


def find_jobs(folder: Path, out: Path) -> list[Job]:
    """All documents below ``folder`` in order of their path; ``out`` and hidden folders are left out.

    A sub-folder that cannot be listed is one job with a ``problem``. Raises ``OSError`` when ``folder`` itself cannot be.
    """
    found = list(_walk(folder, out.resolve()))
    taken = Counter(str(path.with_suffix("")) for path, problem in found if not problem)
    return [_job(folder, out, path, problem, is_ambiguous=taken[str(path.with_suffix(""))] > 1) for path, problem in found]


def _walk(folder: Path, out: Path) -> Iterator[tuple[Path, str]]:
    """Documents, and folders that cannot be listed with the reason."""
    with os.scandir(folder) as listing:
        entries = sorted(listing, key=lambda entry: entry.name)
    for entry in entries:
        path = Path(entry.path)
        if entry.is_dir(follow_symlinks=False):
            if not entry.name.startswith(".") and path.resolve() != out:
                yield from _walk_below(path, out)
        elif path.suffix.lower() in SUFFIXES and entry.is_file():
            yield path, ""


def _walk_below(path: Path, out: Path) -> Iterator[tuple[Path, str]]:
    try:
        yield from _walk(path, out)
    except OSError as error:
        yield path, f"the folder cannot be read: {error.strerror}"


def _job(folder: Path, out: Path, path: Path, problem: str, *, is_ambiguous: bool) -> Job:
    relative = path.relative_to(folder)
    if problem:
        return Job(relative.as_posix(), path, None, out / relative.parent, path.name, problem)
    candidates = (path.with_suffix(".regions.json"), path.with_name(f"{path.name}.regions.json"))
    regions = next((candidate for candidate in candidates if candidate.is_file()), None)
    return Job(relative.as_posix(), path, regions, out / relative.parent, path.name if is_ambiguous else path.stem)


def job_key(job: Job, options: Options, formats: tuple[str, ...]) -> str:
    """Hexadecimal hash of everything the result depends on. Raises ``OSError`` for an unreadable file."""
    digest = hashlib.sha256()
    for path in (job.path, job.regions):
        digest.update(_file_digest(path) if path else b"-")
    settings = [options_to_dict(options), options.password, formats, service_version()]
    digest.update(json.dumps(settings, sort_keys=True).encode())
    return digest.hexdigest()


def _file_digest(path: Path) -> bytes:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def read_manifest(out: Path) -> dict[str, Row]:
    """The last row of each document of earlier runs; half-written lines are ignored."""
    path = out / MANIFEST
    rows: dict[str, Row] = {}
    for line in path.read_text("utf-8").splitlines() if path.exists() else ():
        try:
            values = json.loads(line)
            row = Row(**{**values, "files": tuple(values["files"])})
        except (ValueError, TypeError, KeyError):
            continue  # the process was killed while it wrote this line
        rows[row.document] = row
    return rows


def is_finished(row: Row | None, key: str, out: Path) -> bool:
    """Whether ``row`` is a result for ``key`` whose files all exist. Failed documents are tried again."""
    return row is not None and row.key == key and row.status != "failed" and all((out / name).is_file() for name in row.files)
