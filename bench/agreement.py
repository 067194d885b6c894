"""Where two systems differ on the same documents, without any truth: tables paired, likeness measured, differences listed.

Neither side is right: "GriTS_Con" here is how alike the two answers are.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from bench.evaluation import Content
from bench.matching import Candidate, match
from bench.predictions import PredictedTable, SamplePrediction, System, bare_cells
from bench.samples import Sample
from grits import ScoreLimitError, grits_scores, met_cells
from table import GridError


@dataclass(frozen=True, slots=True)
class Difference:
    """One table of a document as two systems see it; ``None`` on the side of the one that has no such table."""

    document: str
    page: int | None
    first: Content | None
    second: Content | None
    grits_con: float = 0.0
    grits_top: float = 0.0
    num_differing: int = 0  # cells of either side that do not meet an equal one

    @property
    def is_equal(self) -> bool:
        """Whether every cell of either side meets an equal one."""
        return self.first is not None and self.second is not None and not self.num_differing


@dataclass(frozen=True, slots=True)
class Agreement:
    """Two systems on a set of documents: every table of either, and documents that one of them could not read."""

    first: str
    second: str
    num_documents: int
    tables: tuple[Difference, ...]
    problems: tuple[tuple[str, str, str], ...] = ()  # system, document, reason

    @property
    def num_equal(self) -> int:
        return sum(table.is_equal for table in self.tables)

    @property
    def differing(self) -> tuple[Difference, ...]:
        """The tables that differ, those that only one side has first, then the least alike."""
        return tuple(sorted((t for t in self.tables if not t.is_equal), key=lambda t: (t.grits_con, t.document, t.page or 0)))


def agreement(first: System, second: System, samples: Sequence[Sample]) -> Agreement:
    """Both systems' tables of every document, compared. A document that fails for one is a problem and has no tables there."""
    tables: list[Difference] = []
    problems: list[tuple[str, str, str]] = []
    for sample in samples:
        answers = [system.read(sample) for system in (first, second)]
        problems += [(system.name, sample.name, a.problem) for system, a in zip((first, second), answers, strict=True) if a.problem]
        tables += _compared(sample, *(_tables(answer) for answer in answers))
    return Agreement(first.name, second.name, len(samples), tuple(tables), tuple(problems))


def _tables(answer: SamplePrediction) -> list[PredictedTable]:
    return [table for table in answer.tables if table.content is not None]


def _compared(sample: Sample, first: Sequence[PredictedTable], second: Sequence[PredictedTable]) -> list[Difference]:
    """Pairs in the order of the first side, then what only the second has."""
    chosen = match([_candidate(table) for table in first], [_candidate(table) for table in second])
    pairs = [(table, second[index] if index is not None else None) for table, index in zip(first, chosen, strict=True)]
    left = [table for index, table in enumerate(second) if index not in chosen]
    return [*(_difference(sample.name, a, b) for a, b in pairs), *(_difference(sample.name, None, b) for b in left)]


def _candidate(table: PredictedTable) -> Candidate:
    return Candidate(table.content, table.page, table.bbox)


def _difference(document: str, first: PredictedTable | None, second: PredictedTable | None) -> Difference:
    page = next((table.page for table in (first, second) if table and table.page), None)
    one, other = (table.content if table else None for table in (first, second))
    num_cells = sum(len(bare_cells(content)) for content in (one, other) if content is not None)
    if one is not None and other is not None:
        with suppress(GridError, ScoreLimitError):
            scores, met = grits_scores(one, other), met_cells(one, other)
            num_met = len({a for a, _ in met}) + len({b for _, b in met})
            return Difference(document, page, one, other, scores.con.value, scores.top.value, max(0, num_cells - num_met))
    return Difference(document, page, one, other, num_differing=num_cells)
