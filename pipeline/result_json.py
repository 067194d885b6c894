"""A document's result as JSON: document -> pages -> tables, under a versioned schema.

``table.io.tables_from_json`` reads the tables back from the same text.
"""

from __future__ import annotations

import json
from typing import Any

from pipeline.page_tables import POINT_DIGITS
from pipeline.recordings import object_to_dict
from pipeline.result import DocumentResult, ErrorNote, PageResult, TableFailure
from pipeline.types import TableRegion
from table import BBox
from table.io import table_to_dict
from table.values import Evidence, document_evidence

SCORE_DIGITS = 4
DOCUMENT_SCHEMA = "tablewright.document/1"
Json = dict[str, Any]


def to_json(result: DocumentResult, *, indent: int | None = None) -> str:
    """The result as JSON text."""
    return json.dumps(document_to_dict(result), ensure_ascii=False, allow_nan=False, indent=indent)


def document_to_dict(result: DocumentResult) -> Json:
    """The result as plain lists, strings and numbers."""
    evidence = document_evidence(result.tables)
    return {
        "schema": DOCUMENT_SCHEMA,
        "status": result.status,
        "name": result.name,
        "sha256": result.sha256,
        "num_pages": result.num_pages,
        "pages": [_page(page, evidence) for page in result.pages],
        "joined_tables": [table_to_dict(table, document=evidence) for table in result.joined],
        "errors": [_error(note) for note in result.errors],
        "options": dict(result.options),
        "versions": dict(result.versions),
        "seconds": _rounded(result.seconds),
    }


def _page(page: PageResult, evidence: Evidence) -> Json:
    return {
        "page": page.number,
        "width": round(page.width, POINT_DIGITS),
        "height": round(page.height, POINT_DIGITS),
        "text_source": page.text_source,
        "tables": [table_to_dict(table, document=evidence) for table in page.tables],
        "failures": [_failure(failure) for failure in page.failures],
        "figures": [_box(bbox) for bbox in page.figures],
        "candidates": [_candidate(region) for region in page.candidates],
        "error": None if page.error is None else _error(page.error),
        "seconds": _rounded(page.seconds),
    }


def _failure(failure: TableFailure) -> Json:
    return {
        "id": failure.region.id,
        "page": failure.page,
        "bbox": _box(failure.region.bbox),
        "rotation": failure.region.rotation,
        "error": _error(failure.error),
        "objects": [object_to_dict(item) for item in failure.objects],
    }


def _candidate(region: TableRegion) -> Json:
    return {"bbox": _box(region.bbox), "score": round(region.score, SCORE_DIGITS), "rotation": region.rotation}


def _error(note: ErrorNote) -> Json:
    return {"code": note.code, "message": note.message, "page": note.page, "table": note.table}


def _box(bbox: BBox) -> list[float]:
    return [round(side, POINT_DIGITS) for side in bbox]


def _rounded(seconds: Any) -> Json:
    return {name: round(value, 4) for name, value in seconds.items()}
