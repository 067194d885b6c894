"""Reading many samples so that one broken file never stops the others."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, TypeVar

from bench.samples import BrokenSample, Sample
from canonicalize import AnnotationError
from table import BBox, GridError

PICTURES = (".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp")
Item = TypeVar("Item")
Gathered = tuple[tuple[Sample, ...], tuple[BrokenSample, ...]]


def gather(items: Iterable[Item], name: Callable[[Item], str], read: Callable[[Item], Sample]) -> Gathered:
    """The samples that could be read, and the reason for each that could not."""
    samples: list[Sample] = []
    broken: list[BrokenSample] = []
    for item in items:
        try:
            samples.append(read(item))
        except (AnnotationError, GridError) as error:
            broken.append(BrokenSample(name(item), str(error)))
    return tuple(samples), tuple(broken)


def picture_named(stem: str, *folders: Path) -> Path | None:
    """The picture ``stem`` with any usual ending in the first of ``folders`` that has it."""
    paths = (folder / f"{stem}{ending}" for folder in folders for ending in PICTURES)
    return next((path for path in paths if path.is_file()), None)


def json_box(value: Any, source: str) -> BBox | None:
    """A box of four numbers, ``None`` for null; raises ``AnnotationError`` for anything else."""
    if value is None:
        return None
    try:
        x0, y0, x1, y1 = map(float, value)
        return BBox(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    except (TypeError, ValueError) as error:
        raise AnnotationError(f"no box of four numbers: {value!r}", source=source) from error
