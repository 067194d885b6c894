"""To which sample a file of predictions belongs, and what its name says about the table's page and number.

Tools name their exports after the document in their own ways: ``NAME.json``, ``NAME.pdf.json``,
``NAME-page-2-table-1.csv`` (camelot), ``NAME-table-1.csv`` (docling), ``tabula-NAME.csv``, ``NAME_0.csv``, or any file in a
folder ``NAME``. The longest sample name that a file's name starts with (or ends with, or whose folder it lies in) wins.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

_DOCUMENT_ENDINGS = re.compile(r"\.(pdf|png|jpe?g|tiff?|webp|bmp)$", re.IGNORECASE)
_PAGE = re.compile(r"(?<![a-z])(?:page|pg|p)[-_ .]*(\d+)(?![a-z])", re.IGNORECASE)
_NUMBERS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class NamedFile:
    """A file, the sample it belongs to, the page its name tells (``None``: none), and its place among its siblings."""

    path: Path
    sample: str
    page: int | None
    order: tuple[int, ...]


def named_files(folder: Path, paths: Iterable[Path], names: Iterable[str]) -> tuple[list[NamedFile], list[Path]]:
    """The files that belong to samples called ``names``, in order, and those that belong to none."""
    known = sorted(set(names), key=lambda name: (-len(name), name))
    found, others = [], []
    for path in paths:
        item = _named(folder, path, known)
        if item is None:
            others.append(path)
        else:
            found.append(item)
    return sorted(found, key=lambda item: (item.sample, item.order, item.path.name)), others


def _named(folder: Path, path: Path, known: Sequence[str]) -> NamedFile | None:
    """The sample by the file's own name first, then by its folders from the nearest outwards."""
    for name in known:
        rest = _rest(path.stem, name)
        if rest is not None:
            return _with_numbers(path, name, rest)
    for parent in path.relative_to(folder).parent.parts[::-1]:
        bare = _DOCUMENT_ENDINGS.sub("", parent)
        match = next((name for name in known if name.casefold() == bare.casefold()), None)
        if match is not None:
            return _with_numbers(path, match, path.stem)
    return None


def _rest(stem: str, name: str) -> str | None:
    """What is left of a file's name without the sample's; ``None`` when it is not in it as a whole word at either end."""
    low, sought = stem.casefold(), name.casefold()
    if low.startswith(sought) and not low[len(sought) : len(sought) + 1].isalnum():
        return stem[len(name) :]
    if low.endswith(sought) and not low[: len(low) - len(sought)][-1:].isalnum():
        return stem[: len(stem) - len(name)]
    return None


def _with_numbers(path: Path, name: str, rest: str) -> NamedFile:
    page = _PAGE.search(_DOCUMENT_ENDINGS.sub("", rest))
    return NamedFile(path, name, int(page[1]) if page else None, tuple(int(number) for number in _NUMBERS.findall(rest)))
