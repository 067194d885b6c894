"""A document's result as files, each written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Collection, Iterator
from pathlib import Path

from pipeline import DocumentResult, InputError, Table
from pipeline.results.result import SUFFIXES
from table.io import to_parquet
from table.values import Evidence, document_evidence

FULL = (errno.ENOSPC, errno.EDQUOT)
PART = ".part"  # of a file that is being written


class DiskFull(InputError):
    """There is no room for the results: no other document will fare better."""

    code = "disk_full"


_RENDER: dict[str, Callable[[DocumentResult], str]] = {
    "html": DocumentResult.to_html,
    "json": lambda result: result.to_json(indent=1) + "\n",
    "csv": DocumentResult.to_csv,
    "md": DocumentResult.to_markdown,
    "records": DocumentResult.to_records,
    "tidy": DocumentResult.to_tidy_csv,
    "chunks": DocumentResult.to_chunks,
}
TEXT_FORMATS = tuple(_RENDER)


def render(result: DocumentResult, format_name: str) -> str:
    """The whole document in one of the text formats."""
    return _RENDER[format_name](result)


def write_outputs(result: DocumentResult, folder: Path, stem: str, formats: tuple[str, ...]) -> list[Path]:
    """Writes ``STEM.html``, ``.json``, ``.md``, ``.xlsx``, ... and one ``STEM.table-N.csv`` (``.parquet``) per table; returns the paths.

    CSV and Parquet files of an earlier run with more tables are removed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name in {"csv", "parquet"} & set(formats):
            _remove_stale(folder, stem, name)
        return [write_whole(folder / name, data) for name, data in _files(result, stem, formats)]
    except OSError as error:
        kind = DiskFull if error.errno in FULL else InputError
        raise kind(f"cannot write to {str(folder)!r}: {error.strerror}") from error


def write_whole(path: Path, data: bytes) -> Path:
    """Writes beside the target and renames, so a reader never sees half a file; nothing is left behind when that fails."""
    temporary = path.with_name(f".{path.name[:200]}{PART}")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return path


def remove_parts(folder: Path, stems: Collection[str]) -> None:
    """Removes what a killed process left of the documents ``stems`` in ``folder``: the half files of ``write_whole``."""
    for path in folder.glob(f".*{PART}"):
        pieces = path.name[1 : -len(PART)].split(".")
        if any(".".join(pieces[:count]) in stems for count in range(1, len(pieces))):
            path.unlink(missing_ok=True)


def _files(result: DocumentResult, stem: str, formats: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for name in formats:
        if name == "xlsx":
            yield f"{stem}.xlsx", result.to_xlsx()
        elif name == "parquet":
            evidence = document_evidence(result.tables)
            for number, table in enumerate(result.tables, start=1):
                yield f"{stem}.table-{number}.parquet", _parquet(table, evidence)
        elif name == "csv":
            for number, table in enumerate(result.tables, start=1):
                yield f"{stem}.table-{number}.csv", _utf8(table.to_csv())
        else:
            yield f"{stem}.{SUFFIXES.get(name, name)}", _utf8(render(result, name))


def _parquet(table: Table, evidence: Evidence) -> bytes:
    try:
        return to_parquet(table, document=evidence)
    except ImportError as error:
        raise InputError(str(error)) from error


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")  # a lone surrogate of a broken font has no UTF-8 form


def _remove_stale(folder: Path, stem: str, suffix: str) -> None:
    for path in folder.iterdir():
        if path.name.startswith(f"{stem}.table-") and path.suffix == f".{suffix}":
            path.unlink()
