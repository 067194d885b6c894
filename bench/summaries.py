"""From the scores of single tables to the numbers of a report: means with intervals, by kind and size of table.

Means are macro (every table weighs the same) as in the published tables; micro means (every cell weighs the same) stand
beside them. Intervals draw whole documents.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bench.evaluation import DETECTION_THRESHOLDS, Evaluation, TableResult
from bench.scoring import MICRO_METRICS
from grits import CocoScores, RegionCounts, Score, Summary, ValueCounts, coco_scores, end_to_end_mean, micro_mean, paired_test, summarise
from grits.aggregation import PairedTest

KINDS = (
    "all",
    "simple",
    "complex",
    "with projected row header",
    "with spanning column header",
    "up to 50 cells",
    "up to 100 cells",
    "up to 200 cells",
    "more than 200 cells",
)


@dataclass(frozen=True, slots=True)
class SummaryTable:
    """``rows[kind][metric]`` is the mean with its interval; kinds without tables are left out."""

    metrics: tuple[str, ...]
    rows: dict[str, dict[str, Summary]]
    micro: dict[str, Score]


def summary_table(evaluation: Evaluation, seed: int = 0) -> SummaryTable:
    """Means of every metric for every kind of table. Without any table the rows are empty."""
    rows, extra = {}, extra_documents(evaluation) if evaluation.options.extra_tables_cost else ()
    for kind in KINDS:
        chosen = [table for table in evaluation.tables if kind == "all" or kind in table.kind.names]
        if chosen:
            lost = extra if kind == "all" else ()
            rows[kind] = {metric: _summary(chosen, metric, seed, lost) for metric in evaluation.options.metrics}
    return SummaryTable(evaluation.options.metrics, rows, _micro(evaluation.tables, evaluation.options.metrics))


def extra_documents(evaluation: Evaluation) -> tuple[str, ...]:
    """The document of each predicted table that answers no true one."""
    document = {table.id: table.document for table in evaluation.tables}
    found = ((next((document[t.id] for t in sample.tables), sample.name), sample.num_extra) for sample in evaluation.samples)
    return tuple(name for name, number in found for _ in range(number))


def _summary(tables: Sequence[TableResult], metric: str, seed: int, lost: Sequence[str] = ()) -> Summary:
    """The mean with its interval; each document in ``lost`` adds a table with score 0."""
    groups = [*(table.document for table in tables), *lost]
    return summarise([*(table.scores.values[metric] for table in tables), *(0.0 for _ in lost)], groups=groups, seed=seed)


def _micro(tables: Sequence[TableResult], metrics: Sequence[str]) -> dict[str, Score]:
    found = {name: [table.scores.counts[name] for table in tables if name in table.scores.counts] for name in MICRO_METRICS}
    return {name: micro_mean(scores) for name, scores in found.items() if scores and name in metrics}


def detection_summary(evaluation: Evaluation) -> dict[str, Score]:
    """Detection F1 at each IoU threshold over all pages; empty where tables were given."""
    if not evaluation.pages:
        return {}
    return {f"{threshold:g}": evaluation.detection(threshold) for threshold in DETECTION_THRESHOLDS}


def region_counts(evaluation: Evaluation) -> RegionCounts:
    """ICDAR-2013 completeness and purity over all pages, by words; zero counts where words were not kept."""
    return sum((page.counts for page in evaluation.pages), RegionCounts())


def end_to_end_means(evaluation: Evaluation) -> dict[str, float]:
    """Means over max(true, predicted) tables of each document set, so that invented tables count as well."""
    num_predicted = sum(sample.num_predicted for sample in evaluation.samples)
    tables = evaluation.tables
    return {
        metric: end_to_end_mean([table.scores.values[metric] for table in tables], len(tables), num_predicted)
        for metric in evaluation.options.metrics
    }


def values_json(tables: Sequence[TableResult]) -> dict[str, float] | None:
    """Values wrong or lost per 1,000 of the truth, in tables without and with a flag; ``None`` where no truth has text."""
    counts = sum((table.scores.cell_values for table in tables), ValueCounts())
    flagged = sum((table.scores.cell_values for table in tables if table.flags), ValueCounts())
    if not counts.num:
        return None
    return {
        "num": counts.num,
        "wrong_per_1000": round(1000 * counts.num_wrong / counts.num, 2),
        "wrong_unflagged_per_1000": round(1000 * (counts.num_wrong - flagged.num_wrong) / counts.num, 2),
        "wrong_flagged_per_1000": round(1000 * flagged.num_wrong / counts.num, 2),
        "in_flagged_tables_per_1000": round(1000 * flagged.num / counts.num, 2),
    }


def structure_precision(evaluation: Evaluation) -> CocoScores | None:
    """COCO AP of the model's structure objects; ``None`` where either side has no objects."""
    tables = [table for table in evaluation.tables if table.true_boxes]
    if not tables or not any(table.objects for table in tables):
        return None
    return coco_scores([[(str(label), box) for label, box in table.true_boxes] for table in tables], [table.objects for table in tables])


def detection_precision(evaluation: Evaluation) -> CocoScores | None:
    """COCO AP of detected tables; ``None`` where tables were given or nothing was detected."""
    pages = evaluation.pages
    if not any(page.truth for page in pages) or not any(page.found for page in pages):
        return None
    return coco_scores([[(str(label), box) for label, box in page.truth] for page in pages], [page.found for page in pages])


def leading_metric(evaluation: Evaluation) -> str:
    """The metric that tables are ordered by: GriTS_Con, or GriTS_Top where the truth has no texts."""
    return "grits_con" if "grits_con" in evaluation.options.metrics else "grits_top"


def worst_tables(evaluation: Evaluation, number: int, metric: str = "") -> list[TableResult]:
    """The ``number`` lowest tables, lowest first; ties by id."""
    metric = metric or leading_metric(evaluation)
    return sorted(evaluation.tables, key=lambda table: (table.scores.values[metric], table.id))[:number]


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two evaluations of the same tables: a paired test per metric, and the tables that differ most."""

    first: str
    second: str
    tests: dict[str, PairedTest]
    differences: tuple[tuple[str, float, float], ...]  # table id, first and second value of ``metric``
    metric: str
    num_documents: int = 0


class ComparisonError(ValueError):
    """Two evaluations do not hold the same tables."""


def compare(first: Evaluation, second: Evaluation, metric: str = "", seed: int = 0) -> Comparison:
    """``second`` against ``first``. Raises ``ComparisonError`` unless both hold the same tables in the same order."""
    ids = [table.id for table in first.tables]
    if ids != [table.id for table in second.tables] or not ids:
        raise ComparisonError(f"{first.system} and {second.system} were not evaluated on the same tables")
    metric = metric or leading_metric(first)
    groups = [table.document for table in first.tables]
    tests = {name: paired_test(_values(first, name), _values(second, name), groups=groups, seed=seed) for name in _common(first, second)}
    pairs = zip(ids, _values(first, metric), _values(second, metric), strict=True)
    ordered = sorted((pair for pair in pairs if pair[1] != pair[2]), key=lambda pair: (-abs(pair[2] - pair[1]), pair[0]))
    return Comparison(first.system, second.system, tests, tuple(ordered), metric, len(set(groups)))


def _common(first: Evaluation, second: Evaluation) -> list[str]:
    return [name for name in first.options.metrics if name in second.options.metrics]


def _values(evaluation: Evaluation, metric: str) -> list[float]:
    return [table.scores.values[metric] for table in evaluation.tables]
