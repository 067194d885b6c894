"""A result as JSON: every score, where it came from and how to make it again."""

from __future__ import annotations

import json
import os
import platform
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from rich.console import Console

from bench.evaluation import Evaluation, TableResult
from bench.reliability import reliability_json
from bench.samples import Dataset
from bench.summaries import (
    SummaryTable,
    detection_precision,
    detection_summary,
    end_to_end_means,
    region_counts,
    structure_precision,
    summary_table,
    values_json,
)
from grits import CocoScores, Score, Summary, normalisation_name

RESULT_SCHEMA = "tablewright.evaluation/1"
DIGITS = 6
Json = dict[str, Any]


def result_json(evaluation: Evaluation, dataset: Dataset, *, seed: int = 0, command: str = "") -> Json:
    """The whole result as plain values; scores are rounded to six digits."""
    table = summary_table(evaluation, seed)
    return {
        "schema": RESULT_SCHEMA,
        "system": evaluation.system,
        "weights": evaluation.facts,
        "dataset": dataset_facts(dataset),
        "regime": asdict(evaluation.regime),
        "text": text_origin(evaluation, dataset),
        "scoring": _scoring(evaluation),
        "summary": _summary_json(table),
        "values": values_json(evaluation.tables),
        "reliability": reliability_json(evaluation),
        "detection_f1": {name: _score_json(score) for name, score in detection_summary(evaluation).items()},
        "completeness_and_purity": asdict(region_counts(evaluation)) if evaluation.pages else {},
        "mean_over_max_of_true_and_predicted": _rounded(end_to_end_means(evaluation)) if evaluation.regime.task == "end-to-end" else {},
        "num_extra_tables": sum(sample.num_extra for sample in evaluation.samples),
        "structure_ap": _coco_json(structure_precision(evaluation)),
        "detection_ap": _coco_json(detection_precision(evaluation)),
        "failures": [{"sample": sample.name, "reason": sample.problem} for sample in evaluation.samples if sample.problem],
        "seconds": round(sum(sample.seconds for sample in evaluation.samples), 3),
        "seed": seed,
        "made_with": environment(command),
        "tables": [_table_json(item, evaluation.options.metrics) for item in evaluation.tables],
    }


def text_origin(evaluation: Evaluation, dataset: Dataset) -> str:
    """Where the cells' texts came from, as every score must say."""
    return "OCR" if evaluation.regime.text == "ocr" else dataset.text


def dataset_facts(dataset: Dataset) -> Json:
    """The set's name, size, contents and what could not be used."""
    return {
        "key": dataset.key,
        "title": dataset.title,
        "folder": dataset.path.name,
        "num_samples": len(dataset.samples),
        "num_tables": dataset.num_tables,
        "sha256_of_names": dataset.sha256_of_names,
        "broken": [{"sample": broken.name, "reason": broken.reason} for broken in dataset.broken],
    }


def _scoring(evaluation: Evaluation) -> Json:
    options = evaluation.options
    return {
        "mode": options.mode,
        "text_normalisation": normalisation_name(options.switches),
        "cell_texts": f"{options.cell_texts} where the truth is boxes and words",
        "averaging": "macro over tables; intervals: 95 % bootstrap over documents",
        "failures": "a missed or failed table counts 0",
        "extra_tables": "each counts as a table with score 0" if options.extra_tables_cost else "counted, without cost",
        "metrics": list(options.metrics),
    }


def _summary_json(table: SummaryTable) -> Json:
    kinds = {kind: {"num": next(iter(row.values())).num, **{m: _interval(s) for m, s in row.items()}} for kind, row in table.rows.items()}
    return {"macro": kinds, "micro": {name: _score_json(score) for name, score in table.micro.items()}}


def _interval(summary: Summary) -> Json:
    return _rounded({"mean": summary.mean, "low": summary.low, "high": summary.high})


def _score_json(score: Score) -> Json:
    return _rounded({"f1": score.value, "precision": score.precision, "recall": score.recall})


def _coco_json(scores: CocoScores | None) -> Json | None:
    if scores is None:
        return None
    per_class = {label: _rounded(asdict(item)) for label, item in scores.per_class.items()}
    return {**_rounded(asdict(scores.overall)), "per_class": per_class, "num_images": scores.num_images}


def _table_json(item: TableResult, metrics: Sequence[str]) -> Json:
    return {
        "id": item.id,
        "document": item.document,
        "page": item.place.page,
        "num_rows": item.kind.num_rows,
        "num_columns": item.kind.num_columns,
        "kinds": list(item.kind.names),
        "scores": _rounded({name: item.scores.values[name] for name in metrics}),
        **({"problems": list(item.scores.problems)} if item.scores.problems else {}),
    }


def _rounded(values: Mapping[str, float]) -> Json:
    return {name: round(float(value), DIGITS) for name, value in values.items()}


def environment(command: str) -> Json:
    """Commit, machine, versions and the command, as far as this machine tells."""
    return {
        "commit": _commit(),
        "command": command,
        "machine": f"{platform.machine()}, {os.cpu_count()} CPUs, {_processor()}",
        "python": sys.version.split()[0],
        "versions": {name: _version(name) for name in ("tablewright", "torch", "transformers", "numpy")},
    }


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "not installed"


def _commit() -> str:
    """The commit of the checkout this runs from, "+ changes" when files differ, "unknown" outside one."""
    folder = Path(__file__).parent
    try:
        commit = _git(folder, "rev-parse", "HEAD")
        is_changed = bool(_git(folder, "status", "--porcelain", "--untracked-files=no"))
    except (OSError, subprocess.SubprocessError):
        return "unknown"
    return f"{commit} + changes" if is_changed else commit


def _git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], capture_output=True, text=True, timeout=10, check=True)
    return done.stdout.strip()


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or "unknown processor"
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "unknown processor")


def show_result(value: Json, path: Path | None) -> None:
    """Prints the JSON and, where a path is given, writes it there."""
    if path:
        write_result(value, path)
    Console().print_json(data=value)


def write_result(value: Json, path: Path) -> None:
    """Writes the JSON with a line per table, so that results compare well in version control."""
    path.parent.mkdir(parents=True, exist_ok=True)
    if "tables" not in value:
        path.write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", "utf-8")
        return
    tables = value["tables"]
    head = json.dumps({**value, "tables": "@"}, indent=2, ensure_ascii=False)
    lines = ",\n    ".join(json.dumps(item, ensure_ascii=False) for item in tables)
    path.write_text(head.replace('"tables": "@"', f'"tables": [\n    {lines}\n  ]' if tables else '"tables": []') + "\n", "utf-8")
