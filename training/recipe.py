"""What a user asks of a training, checked: data with weights, how long, from what, to where."""

from __future__ import annotations

import enum
import re
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import InputError
from pipeline.models.profile import Task

SYNTHETIC = "synthetic"
SHARD_SUFFIX = ".xz"
_SPEC = re.compile(r"(.+?)(?::(\d+(?:\.\d+)?))?")


class TaskName(enum.StrEnum):
    """The two models of an extraction."""

    STRUCTURE = "structure"
    DETECTION = "detection"


@dataclass(frozen=True, slots=True)
class DataSpec:
    """One source: a folder of labelled pictures or articles, a shard of samples, or synthetic documents (``folder`` is ``None``).

    Weights are relative.
    """

    folder: Path | None
    weight: float = 1.0

    @property
    def is_shard(self) -> bool:
        return self.folder is not None and is_shard(self.folder)


def is_shard(path: Path) -> bool:
    """Whether ``path`` is named like a file of samples (see ``training/shards.py``)."""
    return path.suffix == SHARD_SUFFIX


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """A training. ``seconds`` counts all of it, resumed runs included, as does ``samples``, which may end it before;
    ``start``: checkpoint to go on from, ``None``: a layout model from scratch; ``learning_rate`` ``None``: what suits the
    kind of start; ``unlabelled_headers``: folders without the two header classes; ``paste``: folders whose tables stand on
    half of the synthetic pages;
    ``word_channels``: groups of further input channels, all that the model shall have, those of its start first;
    ``num_validated``: tables or pages scored each time."""

    task: Task
    data: tuple[DataSpec, ...]
    seconds: float
    state: Path
    out: Path
    start: str | None = None
    validation: Path | None = None
    validate_every: float = 900.0
    num_validated: int = 100
    samples: int | None = None
    unlabelled_headers: tuple[Path, ...] = ()
    paste: tuple[Path, ...] = ()
    word_channels: tuple[str, ...] = ()
    learning_rate: float | None = None
    workers: int = 0
    seed: int = 0
    device: str = "cpu"

    def __post_init__(self) -> None:
        if not self.data:
            raise InputError("training needs data: give --data at least once, a folder or `synthetic`")
        if self.seconds <= 0:
            raise InputError(f"--minutes must be more than 0, got {self.seconds / 60:g}")
        if self.samples is not None and self.samples < 1:
            raise InputError(f"--samples must be at least 1, got {self.samples}")
        folders = {spec.folder.resolve() for spec in self.data if spec.folder}
        if stray := [folder for folder in self.unlabelled_headers if folder.resolve() not in folders]:
            raise InputError(f"--no-header-labels {stray[0]}: no --data has this folder")
        if self.word_channels and self.task != "structure":
            raise InputError("--word-channels: only structure models have them")
        if self.paste and self.task != "detection":
            raise InputError("--paste puts tables on pages: it goes with --task detection; for structure give the folder as --data")
        if self.paste and all(spec.folder is not None for spec in self.data):
            raise InputError("--paste puts tables on synthetic pages: add --data synthetic")

    def has_header_labels(self, folder: Path) -> bool:
        return folder.resolve() not in {other.resolve() for other in self.unlabelled_headers}


def parse_data(text: str) -> DataSpec:
    """The source that ``DIR``, ``DIR:WEIGHT``, ``synthetic`` or ``synthetic:WEIGHT`` names.

    >>> parse_data("synthetic:55")
    DataSpec(folder=None, weight=55.0)
    """
    match = _SPEC.fullmatch(text)
    if match is None:
        raise InputError("--data needs a folder or `synthetic`, with an optional :WEIGHT")
    weight = float(match[2]) if match[2] else 1.0
    if weight <= 0:
        raise InputError(f"--data {text}: the weight must be above 0")
    return DataSpec(None if match[1] == SYNTHETIC else Path(match[1]).expanduser(), weight)
