"""The shape of a JSON response, for the API's documentation and for its tests."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, FiniteFloat

Box = tuple[float, float, float, float]


class _Model(BaseModel):
    model_config = ConfigDict(extra="forbid")


class _Open(_Model):
    """Further fields stand beside these where something is known (a value's unit, a table's caption)."""

    model_config = ConfigDict(extra="allow")


class CellModel(_Open):
    row: int
    column: int
    row_span: int
    column_span: int
    text: str
    bbox: Box | None
    is_column_header: bool
    is_projected_row_header: bool
    is_row_header: bool
    confidence: float | None
    type: str = Field(description="What the text says: number, percent, date, text, ...")
    value: Any = Field(description="The typed value, or null.")


class WordModel(_Open):
    text: str
    bbox: Box
    line: int
    score: float
    is_bold: bool
    rotation: int


class TableModel(_Open):
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
    columns: list[dict[str, Any]] = Field(description="Type of each column and the share of its cells that have it.")
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


class WeakCandidateModel(_Model):
    bbox: Box
    score: float
    rotation: int


class PageModel(_Model):
    page: int
    width: float
    height: float
    text_source: str
    tables: list[TableModel]
    failures: list[FailureModel]
    figures: list[Box]
    candidates: list[WeakCandidateModel] = Field(default=[], description="Boxes below the detector's threshold, best first; not read.")
    error: ErrorModel | None
    seconds: dict[str, float]
    picture: str | None = None
    corrected_tables: list[TableModel] | None = None


class DocumentModel(_Model):
    schema_name: str = Field(alias="schema")
    status: Literal["complete", "partial"]
    name: str
    sha256: str
    num_pages: int
    pages: list[PageModel]
    joined_tables: list[TableModel] = Field(default=[], description="Tables that run over pages, whole; their parts are in pages too.")
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


class JobModel(_Model):
    id: str
    batch: str
    name: str
    status: Literal["queued", "running", "done", "failed", "cancelled"]
    result_status: Literal["complete", "partial"] | None
    created: str
    started: str | None
    finished: str | None
    num_pages: int | None
    pages_asked: int | None
    pages_done: int
    num_tables: int
    num_joined: int = Field(description="Tables that run over pages; a result has them whole.")
    sha256: str | None
    problem: dict[str, Any] | None
    errors: list[ErrorModel]
    revision: int


class JobListModel(_Model):
    jobs: list[JobModel]


class TablesModel(_Model):
    tables: list[dict[str, Any]] = Field(max_length=1000, description="Whole tables as in a result's JSON.")


class SpanModel(_Model):
    rows: tuple[int, int] = Field(description="First grid row and the one after the last.")
    columns: tuple[int, int]
    is_projected_row_header: bool = False


class WantedModel(_Model):
    page: int = Field(ge=1, le=10_000_000)
    id: str | None = Field(default=None, max_length=200)
    rotation: Literal[0, 90, 180, 270] | None = None
    bbox: Box | None = None
    row_edges: list[FiniteFloat] | None = Field(default=None, max_length=2001)
    column_edges: list[FiniteFloat] | None = Field(default=None, max_length=2001)
    spans: list[SpanModel] = Field(default=[], max_length=10_000)
    num_header_rows: int = Field(default=0, ge=0)


class WantedListModel(_Model):
    tables: list[WantedModel] = Field(min_length=1, max_length=1000)


class RecognizedModel(_Model):
    tables: list[TableModel]
    failures: list[FailureModel]


class CandidateModel(_Model):
    bbox: Box
    score: float
    rotation: int
    is_sure: bool


class CandidatePageModel(_Model):
    page: int
    width: float
    height: float
    regions: list[CandidateModel]


class CandidatesModel(_Model):
    pages: list[CandidatePageModel]
