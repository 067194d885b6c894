"""Runs the development sets: every sample is opened once and read by every variant, its networks run once per input."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bench.checkpoint_system import CheckpointSystem
from bench.evaluation import Evaluation, SampleResult, evaluate_sample
from bench.predictions import SamplePrediction
from bench.rule_switches import ASKED_FOR
from bench.samples import Dataset, Sample
from bench.scores.field_rows import Expected, num_right, read_field_cases
from bench.scores.models import Models
from bench.scores.reading import Reader
from bench.scores.sets import FIELD_CASES, DevelopmentSet
from pipeline import Options
from pipeline.watching import watch_rules
from table import Table


@dataclass(frozen=True, slots=True)
class Variant:
    """One way of reading: the options of a user, under a name. ``rule``: all that is off, of a variant of the first one."""

    name: str
    options: Options = field(default_factory=Options)
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class RowsRight:
    """What became of one expected table of the field cases."""

    document: str
    table: str
    num_right: int
    num: int


@dataclass(frozen=True, slots=True)
class SetResult:
    """One variant on one set: an evaluation, or rows right; ``seconds`` are of reading, without models already asked."""

    of: DevelopmentSet
    dataset: Dataset
    variant: Variant
    evaluation: Evaluation
    rows: tuple[RowsRight, ...] = ()
    seconds: float = 0.0


def run_set(
    one: DevelopmentSet, data: Path, cache: Path, models: Models, variants: Sequence[Variant], *, is_quick: bool = False
) -> list[SetResult]:
    """The results of every variant, in their order. Raises ``DatasetError`` when the set cannot be read."""
    models.memory.keep_for(one.folder)
    dataset = one.read(data / one.folder, cache).first(one.quick if is_quick else None)
    reader = Reader(cache)
    systems = [make_system(one, models, variant, reader) for variant in variants]
    expected = _expected(data / one.folder) if one.name == FIELD_CASES else {}
    start = time.perf_counter()
    read: list[list[SampleResult]] = [[] for _ in variants]
    rows: list[list[RowsRight]] = [[] for _ in variants]
    for sample in dataset.samples:
        scored: list[tuple[SamplePrediction, SampleResult]] = []
        for index, found in enumerate(_predictions(sample, variants, systems)):
            known = next((result for other, result in scored if other == found), None)
            result = known or evaluate_sample(sample, found, one.regime, one.options)
            if known is None:
                scored.append((found, result))
            read[index].append(result)
            rows[index] += _rows(sample, found, expected.get(sample.name, ()))
    reader.end()
    seconds = (time.perf_counter() - start) / len(variants)
    return [
        SetResult(one, dataset, variant, Evaluation(variant.name, one.regime, one.options, tuple(results)), tuple(right), seconds)
        for variant, results, right in zip(variants, read, rows, strict=True)
    ]


def _predictions(sample: Sample, variants: Sequence[Variant], systems: Sequence[CheckpointSystem]) -> Iterator[SamplePrediction]:
    """What each variant reads, in their order; what need not be read anew is the first one's."""
    with watch_rules() as acting:
        first = without_seconds(systems[0].read(sample))
    yield first
    for variant, system in zip(variants[1:], systems[1:], strict=True):
        yield first if is_spared(variant, acting) else without_seconds(system.read(sample))


def is_spared(variant: Variant, acting: Collection[str]) -> bool:
    """Whether a variant reads as the first one did, whose ``acting`` rules changed something: its own rule did nothing."""
    return variant.rule is not None and variant.rule not in acting and variant.rule not in ASKED_FOR


def without_seconds(found: SamplePrediction) -> SamplePrediction:
    """The same prediction without its times, so that equal predictions are equal and are scored once."""
    return replace(found, seconds=0.0, tables=tuple(replace(table, seconds=0.0) for table in found.tables))


def make_system(one: DevelopmentSet, models: Models, variant: Variant, reader: Reader) -> CheckpointSystem:
    """The system that reads the samples of ``one`` as ``variant`` says."""
    detector = None if one.regime.task == "structure" else models.detector
    options = replace(variant.options, structure_form=one.structure_form)
    return CheckpointSystem(
        variant.name, one.regime, models.recognizer, detector, options=options, opener=reader.open, has_marked_spans=one.has_marked_spans
    )


def _expected(folder: Path) -> dict[str, tuple[Expected, ...]]:
    return {case.document.name: case.expected for case in read_field_cases(folder)}


def _rows(sample: Sample, found: SamplePrediction, expected: Iterable[Expected]) -> list[RowsRight]:
    tables = [item.content for item in found.tables if isinstance(item.content, Table)]
    return [RowsRight(sample.name, one.name, num_right(one, tables), one.size) for one in expected]
