"""What a system under test says about one sample: tables in the sample's unit, objects and regions for average precision."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol

from bench.samples import Sample
from pipeline.structure.signs import Signs
from table import BBox, Cell, Table

ScoredBox = tuple[str, BBox, float]


@dataclass(frozen=True, slots=True)
class PredictedTable:
    """One predicted table. ``content`` is a valid table, bare cells, or ``None`` with a ``problem``.

    ``objects`` are the model's raw structure objects; ``true_content`` replaces the ground truth where that has to go
    through the same post-processing as the prediction. ``page`` is ``None`` where nobody
    told it. ``flags`` name what the system itself was unsure of; ``signs`` what a calibration starts from.
    """

    content: Table | tuple[Cell, ...] | None
    page: int | None = 1
    bbox: BBox | None = None
    objects: tuple[ScoredBox, ...] = ()
    problem: str = ""
    seconds: float = 0.0
    true_content: tuple[Cell, ...] | None = None
    flags: tuple[str, ...] = ()
    id: str | None = None
    signs: Signs | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class SamplePrediction:
    """Everything said about one sample.

    When ``is_aligned``, ``tables[i]`` answers the sample's i-th true table; otherwise they are paired by ``bench.matching``.
    ``regions`` are detected table boxes as (page, label, box, score); ``words`` are the (page, box) of all words where
    tables had to be found, for completeness and purity.
    """

    tables: tuple[PredictedTable, ...] = ()
    regions: tuple[tuple[int, str, BBox, float], ...] = ()
    is_aligned: bool = True
    num_pages: int = 1
    problem: str = ""
    seconds: float = 0.0
    words: tuple[tuple[int, BBox], ...] = ()


class System(Protocol):
    """Anything that can be evaluated: a checkpoint, or a folder of somebody's output."""

    name: str

    def read(self, sample: Sample) -> SamplePrediction: ...


def failed_prediction(sample: Sample, reason: str) -> SamplePrediction:
    """Every table of ``sample`` missed, for one reason."""
    return SamplePrediction(tuple(PredictedTable(None, table.table.page, problem=reason) for table in sample.tables), problem=reason)


def bare_cells(content: Table | Sequence[Cell]) -> tuple[Cell, ...]:
    return content.cells if isinstance(content, Table) else tuple(content)
