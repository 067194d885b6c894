"""Folders that take long to make, made once below a cache folder."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path


def made_once(cache: Path, name: str, marks: str, make: Callable[[Path], None]) -> Path:
    """The folder ``cache/name-...`` of these ``marks`` (what it is made of), filled by ``make`` if it is not there.

    It gets its name when it is whole, so what a run left half done is made anew.
    """
    target = cache / f"{name}-{hashlib.sha256(marks.encode()).hexdigest()[:12]}"
    if not target.is_dir():
        partial = target.with_name(f"{target.name}.part")
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(parents=True)
        make(partial)
        partial.rename(target)
    return target
