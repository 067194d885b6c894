"""A document's result as JSON: document -> pages -> tables, under a versioned schema; and back again.

``table.io.tables_from_json`` reads the tables alone from the same text. The way back is for writers of other formats, after a
person corrected tables or long after the extraction: raw objects and traces are not read back, whatever a writer needs is.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pipeline.errors import InputError
from pipeline.models.recordings import object_to_dict
from pipeline.page_tables import POINT_DIGITS
from pipeline.results.result import DocumentResult, ErrorNote, PageResult, TableFailure
from pipeline.types import TableRegion
from table import BBox, GridError
from table.io import FormatError, table_from_dict, table_to_dict
from table.values import Evidence, document_evidence, read_alike, table_evidence

SCORE_DIGITS = 4
DOCUMENT_SCHEMA = "tablewright.document/1"
MAX_PAGES = 100_000
Json = dict[str, Any]


def to_json(result: DocumentResult, *, indent: int | None = None) -> str:
    """The result as JSON text."""
    return json.dumps(document_to_dict(result), ensure_ascii=False, allow_nan=False, indent=indent)


def document_to_dict(result: DocumentResult) -> Json:
    """The result as plain lists, strings and numbers."""
    evidence = document_evidence(result.tables)
    return {**_head(result, evidence), "pages": [_page(page, evidence) for page in result.pages]}


def head_and_revised_pages(result: DocumentResult) -> tuple[Json, Iterator[Json]]:
    """``document_to_dict`` in parts for somebody who has each page as it reads alone (``page_to_dict``): all but the pages, and
    the pages that may read otherwise in the whole document."""
    evidence = document_evidence(result.tables)
    revised = (_page(page, evidence) for page in result.pages if _may_read_otherwise(page, evidence))
    return _head(result, evidence), revised


def page_to_dict(page: PageResult) -> Json:
    """One page as it reads alone, in the form that it has in a document."""
    return _page(page, document_evidence(page.tables))


def _may_read_otherwise(page: PageResult, document: Evidence) -> bool:
    alone = document_evidence(page.tables)
    return not all(read_alike(table_evidence(table), alone, document) for table in page.tables)


def _head(result: DocumentResult, evidence: Evidence) -> Json:
    return {
        "schema": DOCUMENT_SCHEMA,
        "status": result.status,
        "name": result.name,
        "sha256": result.sha256,
        "num_pages": result.num_pages,
        "pages": [],
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


def read_result(text: str | bytes) -> DocumentResult:
    """The result whose ``to_json`` gave ``text``. Raises ``InputError`` naming what is wrong with any other text."""
    try:
        value = json.loads(text)
        return result_from_dict(value)
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError, FormatError, GridError) as error:
        raise InputError(f"this is no result of an extraction: {type(error).__name__}: {str(error)[:300]}") from error


def result_from_dict(value: Json) -> DocumentResult:
    pages = value["pages"]
    if len(pages) > MAX_PAGES:
        raise ValueError(f"{len(pages)} pages, at most {MAX_PAGES} are read")
    return DocumentResult(
        name=str(value.get("name", "")),
        sha256=str(value.get("sha256", "")),
        num_pages=int(value.get("num_pages", len(pages))),
        pages=tuple(map(_page_from, pages)),
        joined=tuple(map(table_from_dict, value.get("joined_tables", ()))),
        errors=tuple(map(_note_from, value.get("errors", ()))),
        options=dict(value.get("options", {})),
        versions=dict(value.get("versions", {})),
        seconds=dict(value.get("seconds", {})),
    )


def _page_from(value: Json) -> PageResult:
    return PageResult(
        number=int(value["page"]),
        width=float(value.get("width", 0)),
        height=float(value.get("height", 0)),
        text_source=value.get("text_source", "none"),
        tables=tuple(map(table_from_dict, value.get("tables", ()))),
        figures=tuple(BBox(*map(float, box)) for box in value.get("figures", ())),
        candidates=tuple(map(_candidate_from, value.get("candidates", ()))),
        error=_note_from(value["error"]) if value.get("error") else None,
        seconds=dict(value.get("seconds", {})),
    )


def _candidate_from(value: Json) -> TableRegion:
    return TableRegion(BBox(*map(float, value["bbox"])), float(value["score"]), int(value.get("rotation", 0)), is_weak=True)


def _note_from(value: Json) -> ErrorNote:
    return ErrorNote(str(value["code"]), str(value["message"]), value.get("page"), value.get("table"))
