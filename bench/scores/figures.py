"""Results of the development sets as plain values: the figures of each set, and a line per table."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from bench.evaluation import TableResult
from bench.predictions import bare_cells
from bench.reliability import reliability_json
from bench.results import environment
from bench.scores.run import RowsRight, SetResult
from bench.summaries import region_counts, summary_table, values_json
from grits import normalisation_name

SCORES_SCHEMA = "tablewright.scores/1"
DIGITS = 5
Json = dict[str, Any]


def scores_json(results: Sequence[SetResult], weights: Json, *, command: str, seed: int, without: Sequence[str]) -> Json:
    """Everything about one run: where it came from, the figures of each set, a line per table."""
    return {
        "schema": SCORES_SCHEMA,
        "weights": weights,
        "without": list(without),
        "seed": seed,
        "made_with": environment(command),
        "seconds": round(sum(result.seconds for result in results), 1),
        "sets": {result.of.name: set_json(result, seed) for result in results},
    }


def set_json(result: SetResult, seed: int = 0) -> Json:
    """One set: what it is, its figures, its tables."""
    evaluation = result.evaluation
    return {
        "title": result.of.title,
        "regime": str(result.of.regime),
        "texts": normalisation_name(result.of.options.switches),
        "num_samples": len(result.dataset.samples),
        "sha256_of_names": result.dataset.sha256_of_names,
        "broken": len(result.dataset.broken),
        "figures": figures(result, seed),
        "seconds": round(result.seconds, 1),
        "problems": [f"{sample.name}: {sample.problem}" for sample in evaluation.samples if sample.problem],
        "tables": [row_line(row) for row in result.rows] or [table_line(table) for table in evaluation.tables],
    }


def figures(result: SetResult, seed: int = 0) -> Json:
    """The set's numbers: means with 95 % intervals, detection F1, regions complete and pure, values wrong or lost per 1,000, rows right."""
    evaluation = result.evaluation
    found: Json = {}
    if result.rows:
        found["rows"] = _rows(result.rows)
    if evaluation.tables:
        macro = summary_table(evaluation, seed).rows["all"]
        found["num_tables"] = len(evaluation.tables)
        found["means"] = {name: [round(value, DIGITS) for value in (item.mean, item.low, item.high)] for name, item in macro.items()}
        found["num_missed"] = sum(table.prediction is None for table in evaluation.tables)
        found["values"] = values_json(evaluation.tables)
        found["reliability"] = reliability_json(evaluation)
    if result.of.regime.task != "structure" and not result.rows:
        found["num_predicted"] = sum(sample.num_predicted for sample in evaluation.samples)
    if any(page.truth for page in evaluation.pages):
        found["detection_f1"] = {f"{threshold:g}": round(evaluation.detection(threshold).value, DIGITS) for threshold in (0.5, 0.9)}
        found["completeness_and_purity"] = asdict(region_counts(evaluation))
    return found


def _rows(rows: Sequence[RowsRight]) -> Json:
    right, num = sum(row.num_right for row in rows), sum(row.num for row in rows)
    whole = sum(row.num_right == row.num for row in rows)
    return {"right": right, "num": num, "share": round(right / num, DIGITS), "tables_whole": whole, "num_tables": len(rows)}


def row_line(row: RowsRight) -> Json:
    return {"document": row.document, "table": row.table, "right": row.num_right, "num": row.num}


def table_line(table: TableResult) -> Json:
    """One table: its main scores, and a digest of the prediction that tells whether anything changed."""
    kept = ("grits_top", "grits_con", "acc_con_no_space", "exact_topology")
    return {
        "id": table.id,
        "scores": [round(table.scores.values[name], DIGITS) for name in kept if name in table.scores.values],
        "wrong": table.scores.cell_values.num_wrong,
        "flags": len(table.flags),
        "digest": digest(table),
    }


def digest(table: TableResult) -> str:
    """Ten hexadecimal digits of the predicted cells: extents, texts and roles; empty for a missed table."""
    if table.prediction is None:
        return ""
    cells = [(c.rows, c.columns, c.text, c.is_column_header, c.is_projected_row_header) for c in bare_cells(table.prediction)]
    return hashlib.sha256(repr(cells).encode()).hexdigest()[:10]
