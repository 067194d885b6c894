"""The report of a build: what was kept, why each other table was not, and the paper's statistics before and after."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from canonicalize.survey import Survey, survey
from training.datasets.build.documents import Record, reasons, table_from_json
from training.datasets.build.samples import write_text


def summary(records: Sequence[Record]) -> dict[str, Any]:
    """The report as JSON. ``tables`` counts the sources' tables; a table in parts can be kept in part."""
    kept = [item for record in records for item in record.kept]
    before = survey([table_from_json(item["before"]) for item in kept])
    after = survey([table_from_json(item["after"]) for item in kept])
    changed = sum(_extents(item["before"]) != _extents(item["after"]) for item in kept)
    return {
        "documents": len(records),
        "unreadable_documents": {record.document: record.error for record in records if record.error},
        "tables": sum(record.num_tables for record in records),
        "whole_tables": sum(record.num_tables - _num_refused(record) for record in records),
        "samples": len(kept),
        "samples_by_split": dict(sorted(Counter(record.split for record in records for _ in record.kept).items())),
        "detection_pages": sum(record.num_pages for record in records),
        "refused": sum(len(record.refused) for record in records),
        "refused_by_reason": dict(reasons(list(records)).most_common()),
        "changed_by_canonicalization": changed,
        "before_canonicalization": asdict(before),
        "after_canonicalization": asdict(after),
        "refusals": [{"document": record.document, **item} for record in records for item in record.refused],
    }


def _num_refused(record: Record) -> int:
    """Tables of which a part or all was refused."""
    return len({item["name"].partition("_part_")[0] for item in record.refused})


def _extents(value: dict[str, Any]) -> tuple[int, int, frozenset[tuple[int, ...]]]:
    return value["num_rows"], value["num_columns"], frozenset(tuple(cell[:4]) for cell in value["cells"])


def write_report(root: Path, records: Sequence[Record]) -> dict[str, Any]:
    """Writes ``report.json`` and ``report.md`` under ``root`` and returns the summary."""
    value = summary(records)
    write_text(root / "report.json", json.dumps(value, indent=1, ensure_ascii=False))
    write_text(root / "report.md", as_markdown(value))
    return value


def as_markdown(value: dict[str, Any]) -> str:
    """The report to read."""
    lines = [
        "# Dataset report",
        "",
        f"{value['documents']} documents with {value['tables']} tables gave {value['samples']} samples "
        f"({', '.join(f'{name} {count}' for name, count in value['samples_by_split'].items()) or 'none'}) "
        f"and {value['detection_pages']} detection pages. {value['refused']} tables or parts were refused; "
        f"{value['whole_tables']} tables ({value['whole_tables'] / max(value['tables'], 1):.0%}) are there with all their parts.",
        "",
        "| refused because | tables |",
        "|---|---|",
        *(f"| {reason} | {count} |" for reason, count in value["refused_by_reason"].items()),
        "",
        f"Canonicalization changed {value['changed_by_canonicalization']} of {value['samples']} samples.",
        "",
        "| of the samples | before | after |",
        "|---|---|---|",
        *_survey_lines(Survey(**value["before_canonicalization"]), Survey(**value["after_canonicalization"])),
        "",
        "## Every refusal",
        "",
        *(f"- `{item['name']}`: {item['reason']}: {item['detail']}" for item in value["refusals"]),
        *(f"- `{name}`: unreadable: {error}" for name, error in value["unreadable_documents"].items()),
        "",
    ]
    return "\n".join(lines)


def _survey_lines(before: Survey, after: Survey) -> list[str]:
    names = {
        "simple": "simple tables",
        "complex": "complex tables",
        "unique_topologies": "unique topologies",
        "mean_rows": "rows per table",
        "mean_columns": "columns per table",
        "spanning_cells": "spanning cells per table",
        "with_header": "with a column header",
        "investigated": "investigated for oversegmentation",
        "with_projected": "with a projected row header",
        "with_oversegmented": "with an oversegmented one",
    }
    return [f"| {label} | {getattr(before, name)} | {getattr(after, name)} |" for name, label in names.items()]
