"""Which reader a folder or file needs: sniffed from what is in it, or named by the user."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from bench.readers.cells_json import read_icdar2013_json, read_pubtabnet_json
from bench.readers.pubtables import find_layout, read_pubtables
from bench.samples import Dataset, DatasetError

Reader = Callable[[Path], Dataset]
FORMATS: dict[str, Reader] = {
    "pubtables1m": read_pubtables,
    "icdar2013-json": read_icdar2013_json,
    "pubtabnet-json": read_pubtabnet_json,
}


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
    first = next(iter(sorted(path.rglob("*.json"))), None) if path.is_dir() else path
    if path.is_dir() and find_layout(path) is not None:
        return "pubtables1m"
    keys = set(_keys(first)) if first is not None else set()
    if "tables" in keys:
        return "icdar2013-json"
    if {"image", "cells"} <= keys:
        return "pubtabnet-json"
    raise DatasetError(f"{path}: no known dataset in it; name its format with --format ({', '.join(FORMATS)})")


def _keys(path: Path) -> list[str]:
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return []
    return list(value) if isinstance(value, dict) else []
