"""Splits by document and the file lists of PubTables-1M."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

SPLITS = ("train", "val", "test")
SHARES = (0.8, 0.1, 0.1)  # of the documents, as in the paper


def split_of(document: str, seed: str = "") -> str:
    """The split of a document, 80/10/10, from a hash of its name: the same whatever else is in the set."""
    value = fraction_of(document, seed)
    return SPLITS[0] if value < SHARES[0] else SPLITS[1] if value < SHARES[0] + SHARES[1] else SPLITS[2]


def read_filelist(data: str) -> tuple[str, ...]:
    """The names in a file list: the last path component of each line that is not blank."""
    return tuple(line.strip().replace("\\", "/").rsplit("/", 1)[-1] for line in data.splitlines() if line.strip())


def write_filelist(names: Iterable[str], folder: str) -> str:
    """One ``folder/name`` per line, sorted."""
    return "".join(f"{folder}/{name}\n" for name in sorted(names))


def fraction_of(document: str, seed: str = "") -> float:
    """A number 0..1 that depends on the name and the seed only, evenly spread over documents."""
    return int.from_bytes(hashlib.sha256(f"{seed}{document}".encode()).digest()[:8], "big") / 2**64
