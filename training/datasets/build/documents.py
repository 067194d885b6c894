"""Results of one source document, the same for every kind of source, and how they are kept for resuming and reporting."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field
from typing import Any

from canonicalize.quality import Verdict
from table import Cell, Table
from training.datasets.build.samples import AnnotatedPage, Sample


@dataclass(frozen=True)
class Refusal:
    """A table left out: its name, the rule or problem, the reason in words, and the verdicts if it came that far."""

    name: str
    reason: str
    detail: str
    verdicts: tuple[Verdict, ...] = ()


@dataclass(frozen=True)
class DocumentResult:
    """Everything one document gave."""

    document: str
    split: str
    num_tables: int
    samples: tuple[Sample, ...] = ()
    pages: tuple[AnnotatedPage, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    error: str = ""


@dataclass(frozen=True)
class Record:
    """What is kept of a document after its files are written: names, reasons, and the tables' structures for statistics."""

    document: str
    split: str
    num_tables: int
    kept: list[dict[str, Any]] = field(default_factory=list)
    refused: list[dict[str, Any]] = field(default_factory=list)
    num_pages: int = 0
    error: str = ""

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def record_of(result: DocumentResult) -> Record:
    """The record of ``result``."""
    kept = [
        {
            "name": sample.name,
            "before": table_json(sample.before),
            "after": table_json(sample.tight.table),
            "verdicts": [asdict(verdict) for verdict in sample.verdicts],
        }
        for sample in result.samples
    ]
    refused = [
        {"name": item.name, "reason": item.reason, "detail": item.detail, "verdicts": [asdict(v) for v in item.verdicts]}
        for item in result.refusals
    ]
    return Record(result.document, result.split, result.num_tables, kept, refused, len(result.pages), result.error)


def table_json(table: Table) -> dict[str, Any]:
    """Grid, spans, marks and texts of ``table``, short."""
    cells = [
        [c.rows.start, c.rows.stop, c.columns.start, c.columns.stop, c.text, int(c.is_column_header), int(c.is_projected_row_header)]
        for c in table.cells
    ]
    return {"num_rows": table.num_rows, "num_columns": table.num_columns, "cells": cells}


def table_from_json(value: dict[str, Any]) -> Table:
    """The inverse of ``table_json``."""
    cells = tuple(
        Cell(range(a, b), range(c, d), text, is_column_header=bool(header), is_projected_row_header=bool(projected))
        for a, b, c, d, text, header, projected in value["cells"]
    )
    return Table(value["num_rows"], value["num_columns"], cells)


def reasons(records: list[Record]) -> Counter[str]:
    """How often each reason refused a table."""
    return Counter(item["reason"] for record in records for item in record.refused)
