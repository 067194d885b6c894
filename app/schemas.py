"""The shape of a JSON response, for the API's documentation and for its tests."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

Box = tuple[float, float, float, float]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class CellModel(_Model):
    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    bbox: Box | None
    is_column_header: bool
    is_projected_row_header: bool
    confidence: float | None


class WordModel(_Model):
    text: str
    bbox: Box
    line: int
    score: float
    is_bold: bool


class TableModel(_Model):
    schema_name: str = Field(alias="schema")
    id: str | None
    page: int
    bbox: Box | None
    rotation: int
    text_source: str
    confidence: float | None
    flags: list[str]
    num_rows: int
    num_columns: int
    cells: list[CellModel]
    unassigned_words: list[WordModel]


class ErrorModel(_Model):
    code: str
    message: str
    page: int | None
    table: int | None


class ObjectModel(_Model):
    label: str
    score: float
    bbox: Box


class FailureModel(_Model):
    id: str | None
    page: int
    bbox: Box
    rotation: int
    error: ErrorModel
    objects: list[ObjectModel]


class PageModel(_Model):
    page: int
    width: float
    height: float
    text_source: str
    tables: list[TableModel]
    failures: list[FailureModel]
    figures: list[Box]
    error: ErrorModel | None
    seconds: dict[str, float]
    picture: str | None = None


class DocumentModel(_Model):
    schema_name: str = Field(alias="schema")
    status: Literal["complete", "partial"]
    name: str
    sha256: str
    num_pages: int
    pages: list[PageModel]
    errors: list[ErrorModel]
    options: dict[str, Any]
    versions: dict[str, str]
    seconds: dict[str, float]


class ProblemModel(_Model):
    type: str
    title: str
    status: int
    detail: str
    code: str
