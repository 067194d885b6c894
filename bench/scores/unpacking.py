"""Datasets that come as archives, unpacked once into a cache folder: ``images.tar``, ``annotations.tar.xz``, ``words.tar.xz``."""

from __future__ import annotations

import tarfile
from pathlib import Path

from bench.samples import DatasetError
from bench.scores.keeping import made_once


def unpacked(folder: Path, split: str, cache: Path) -> Path:
    """The folder below ``cache`` that holds the split's files of every archive in ``folder``.

    Archives that changed are unpacked anew. Raises ``DatasetError`` when there is no archive or one cannot be read.
    """
    archives = sorted(path for path in folder.glob("*.tar*") if path.is_file())
    if not archives:
        raise DatasetError(f"{folder}: no archive (*.tar, *.tar.xz) in it")
    marks = "\n".join(f"{path.name} {path.stat().st_size} {split}" for path in archives)

    def make(target: Path) -> None:
        for archive in archives:
            _unpack(archive, split, target)

    return made_once(cache, f"{folder.name}-{split}", marks, make)


def _unpack(archive: Path, split: str, target: Path) -> None:
    try:
        with tarfile.open(archive) as opened:
            members = [member for member in opened if member.isfile() and member.name.split("/")[0] == split]
            opened.extractall(target, members, filter="data")
    except (tarfile.TarError, OSError, EOFError) as error:
        raise DatasetError(f"{archive}: cannot be unpacked ({error})") from error
