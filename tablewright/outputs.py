"""A document's result as files, each written whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from pathlib import Path

from pipeline import DocumentResult, InputError

TEXT_FORMATS = ("html", "json", "csv", "md")
FULL = (errno.ENOSPC, errno.EDQUOT)


class DiskFull(InputError):
    """There is no room for the results: no other document will fare better."""

    code = "disk_full"


def render(result: DocumentResult, format_name: str) -> str:
    """The whole document in one of the text formats."""
    if format_name == "html":
        return result.to_html()
    if format_name == "json":
        return result.to_json(indent=1) + "\n"
    return result.to_markdown() if format_name == "md" else result.to_csv()


def write_outputs(result: DocumentResult, folder: Path, stem: str, formats: tuple[str, ...]) -> list[Path]:
    """Writes ``STEM.html``, ``.json``, ``.md``, ``.xlsx`` and one ``STEM.table-N.csv`` per table; returns the paths.

    CSV files of an earlier run with more tables are removed.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if "csv" in formats:
            _remove_stale(folder, stem)
        return [write_whole(folder / name, data) for name, data in _files(result, stem, formats)]
    except OSError as error:
        kind = DiskFull if error.errno in FULL else InputError
        raise kind(f"cannot write to {str(folder)!r}: {error.strerror}") from error


def write_whole(path: Path, data: bytes) -> Path:
    """Writes beside the target and renames, so a reader never sees half a file; nothing is left behind when that fails."""
    temporary = path.with_name(f".{path.name[:200]}.part")
    try:
        temporary.write_bytes(data)
        os.replace(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
    return path


def _files(result: DocumentResult, stem: str, formats: tuple[str, ...]) -> Iterator[tuple[str, bytes]]:
    for name in formats:
        if name == "xlsx":
            yield f"{stem}.xlsx", result.to_xlsx()
        elif name == "csv":
            for number, table in enumerate(result.tables, start=1):
                yield f"{stem}.table-{number}.csv", _utf8(table.to_csv())
        else:
            yield f"{stem}.{name}", _utf8(render(result, name))


def _utf8(text: str) -> bytes:
    return text.encode("utf-8", errors="replace")  # a lone surrogate of a broken font has no UTF-8 form


def _remove_stale(folder: Path, stem: str) -> None:
    for path in folder.iterdir():
        if path.name.startswith(f"{stem}.table-") and path.suffix == ".csv":
            path.unlink()
