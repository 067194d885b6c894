"""Which reader a folder or file needs: sniffed from what is in it, or named by the user."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench.readers.cells_json import read_icdar2013_json, read_icdar2013_printed, read_pubtabnet_json
from bench.readers.pdf_parse_bench import read_pdf_parse_bench
from bench.readers.published import (
    read_ctdar_folder,
    read_fintabnet_jsonl,
    read_icdar2013_xml,
    read_own_json,
    read_pubtabnet_jsonl,
    read_scitsr_folder,
)
from bench.readers.pubtables import read_pubtables
from bench.samples import Dataset, DatasetError

Reader = Callable[[Path], Dataset]
FORMATS: dict[str, Reader] = {
    "pubtables1m": read_pubtables,
    "icdar2013-json": read_icdar2013_json,
    "icdar2013-printed": read_icdar2013_printed,
    "icdar2013-xml": read_icdar2013_xml,
    "pubtabnet-json": read_pubtabnet_json,
    "pubtabnet-jsonl": read_pubtabnet_jsonl,
    "fintabnet-jsonl": read_fintabnet_jsonl,
    "scitsr": read_scitsr_folder,
    "ctdar": read_ctdar_folder,
    "pdf-parse-bench": read_pdf_parse_bench,
    "own": read_own_json,
}
MOST_LOOKED_AT = 20  # files of a folder that are opened to find out what it is


def open_dataset(path: Path, format_name: str | None = None, split: str | None = None) -> Dataset:
    """The dataset at ``path``. Raises ``DatasetError`` when nothing there can be read; broken samples are listed in it."""
    if not path.exists():
        raise DatasetError(f"{path}: no such file or folder")
    name = format_name or _sniff(path)
    if name not in FORMATS:
        raise DatasetError(f"unknown dataset format {name!r}; choose one of {', '.join(FORMATS)}")
    dataset = read_pubtables(path, split) if name == "pubtables1m" else FORMATS[name](path)
    if not dataset.samples:
        reasons = "; ".join(f"{broken.name}: {broken.reason}" for broken in dataset.broken[:3])
        raise DatasetError(f"{path}: none of {len(dataset.broken)} samples can be used ({reasons})")
    return dataset


def _sniff(path: Path) -> str:
    """The format's name, from the names and first lines of a few files."""
    found = _of_xml(path) or _of_jsonl(path) or _of_json(path)
    if found is None:
        raise DatasetError(f"{path}: no known dataset in it; name its format with --format ({', '.join(FORMATS)})")
    return found


def _of_xml(path: Path) -> str | None:
    if path.is_file() or next(path.rglob("*.xml"), None) is None:
        return None
    if next(path.rglob("*-str.xml"), None) is not None:
        return "icdar2013-xml"
    heads = [file.read_bytes()[:600] for file in itertools.islice(path.rglob("*.xml"), MOST_LOOKED_AT)]
    if any(b"<annotation" in head for head in heads):
        return "pubtables1m"
    return "ctdar" if any(b"Coords" in head for head in heads) else None


def _of_jsonl(path: Path) -> str | None:
    files = [path] if path.is_file() else sorted(path.glob("*.jsonl"))
    if not files or files[0].suffix != ".jsonl" or (path.is_dir() and _of_json(path)):
        return None
    with files[0].open("rb") as stream:
        return "fintabnet-jsonl" if "table_id" in _object(stream.readline()) else "pubtabnet-jsonl"


def _of_json(path: Path) -> str | None:
    if path.is_file():
        return None
    if (path / "structure").is_dir() and ((path / "chunk").is_dir() or (path / "img").is_dir() or (path / "pdf").is_dir()):
        return "scitsr"
    for file in itertools.islice(path.rglob("*.json"), MOST_LOOKED_AT):
        value = _value(file.read_bytes())
        if isinstance(value, list) and value and isinstance(value[0], dict) and {"type", "data"} <= set(value[0]):
            return "pdf-parse-bench"
        keys = set(value) if isinstance(value, dict) else set()
        if {"schema", "cells"} <= keys or {"schema", "pages"} <= keys:
            return "own"
        if "tables" in keys:
            return "icdar2013-json"
        if {"image", "cells"} <= keys:
            return "pubtabnet-json"
    return None


def _object(data: bytes) -> dict[str, Any]:
    value = _value(data)
    return value if isinstance(value, dict) else {}


def _value(data: bytes) -> Any:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None
