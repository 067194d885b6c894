"""The way back from JSON to a result: for writers of other formats, after a person corrected tables or long after the extraction.

Raw objects and traces are not read back; whatever a writer needs is.
"""

from __future__ import annotations

import json
from typing import Any

from pipeline.errors import InputError
from pipeline.result import DocumentResult, ErrorNote, PageResult
from pipeline.types import TableRegion
from table import BBox, GridError
from table.io import FormatError, table_from_dict

MAX_PAGES = 100_000
Json = dict[str, Any]


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
        pages=tuple(map(_page, pages)),
        joined=tuple(map(table_from_dict, value.get("joined_tables", ()))),
        errors=tuple(map(_note, value.get("errors", ()))),
        options=dict(value.get("options", {})),
        versions=dict(value.get("versions", {})),
        seconds=dict(value.get("seconds", {})),
    )


def _page(value: Json) -> PageResult:
    return PageResult(
        number=int(value["page"]),
        width=float(value.get("width", 0)),
        height=float(value.get("height", 0)),
        text_source=value.get("text_source", "none"),
        tables=tuple(map(table_from_dict, value.get("tables", ()))),
        figures=tuple(BBox(*map(float, box)) for box in value.get("figures", ())),
        candidates=tuple(map(_candidate, value.get("candidates", ()))),
        error=_note(value["error"]) if value.get("error") else None,
        seconds=dict(value.get("seconds", {})),
    )


def _candidate(value: Json) -> TableRegion:
    return TableRegion(BBox(*map(float, value["bbox"])), float(value["score"]), int(value.get("rotation", 0)), is_weak=True)


def _note(value: Json) -> ErrorNote:
    return ErrorNote(str(value["code"]), str(value["message"]), value.get("page"), value.get("table"))
