"""What every dataset reader returns: samples with their true tables, and why a sample cannot be used.

A sample is a picture cut round one table (boxes in its pixels) or a document (boxes in page points). Words are those
the dataset gives, or ``None`` where they come from the document or from OCR.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from canonicalize import AnnotationError
from table import BBox, Label, Table, Word

Unit = Literal["pixels", "points"]
TextOrigin = Literal["dataset words", "PDF words", "OCR", "none"]
LabelledBox = tuple[Label, BBox]


class DatasetError(ValueError):
    """A folder or file is no dataset we can read; the message says what was looked for and what to do."""


@dataclass(frozen=True, slots=True)
class TrueTable:
    """One table of the ground truth. ``table.bbox`` is its place in the sample's unit, ``None`` for the whole picture.

    ``objects`` are the labelled boxes of the annotation (rows and columns dilated), empty where the dataset has none;
    ``has_cell_boxes`` says whether the cells' boxes are grid cells that GriTS_Loc may be computed from.
    """

    id: str
    table: Table
    objects: tuple[LabelledBox, ...] = ()
    has_cell_boxes: bool = True


@dataclass(frozen=True, slots=True)
class Sample:
    """One picture or document with its true tables, in order of page and position.

    ``group`` names the document that several samples may come from: intervals draw whole documents.
    """

    name: str
    source: Path | None
    unit: Unit
    tables: tuple[TrueTable, ...]
    words: tuple[Word, ...] | None = None
    group: str = ""

    @property
    def document(self) -> str:
        return self.group or self.name


@dataclass(frozen=True, slots=True)
class BrokenSample:
    """A sample that cannot be scored, and why."""

    name: str
    reason: str


@dataclass(frozen=True, slots=True)
class Dataset:
    """The samples of one folder or file. ``key`` finds published figures of the same set."""

    key: str
    title: str
    path: Path
    text: TextOrigin
    samples: tuple[Sample, ...]
    broken: tuple[BrokenSample, ...] = ()
    is_detection_only: bool = False

    @property
    def sha256_of_names(self) -> str:
        """Tells whether two runs saw the same samples."""
        return hashlib.sha256("\n".join(sample.name for sample in self.samples).encode()).hexdigest()

    @property
    def num_tables(self) -> int:
        return sum(len(sample.tables) for sample in self.samples)

    def first(self, limit: int | None) -> Dataset:
        """At most ``limit`` samples, spread evenly over the set so that a small run sees all of it."""
        if limit is None or limit >= len(self.samples):
            return self
        step = len(self.samples) / limit
        return replace(self, samples=tuple(self.samples[int(number * step)] for number in range(limit)))


def read_bytes(path: Path) -> bytes:
    """The file's bytes; raises ``AnnotationError`` when it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise AnnotationError(f"cannot be read: {error.strerror or error}", source=path.name) from error
