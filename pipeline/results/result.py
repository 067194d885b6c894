"""What one extraction returns: a document of pages of tables, with everything that went wrong beside what went right.

``complete`` means that every asked-for page and table was read. A table without a consistent grid comes back as a
``TableFailure`` with its raw objects; "no table found" is an answer, not an error.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from pipeline.errors import ExtractionError
from pipeline.regions import RegionStep
from pipeline.types import StructureObject, TableRegion, TextSource, Trace
from table import BBox, Table
from table.io import chunks_text, html_page, records_text, to_tidy_csv, xlsx_bytes

Status = Literal["complete", "partial"]
SUFFIXES = {"records": "records.jsonl", "tidy": "tidy.csv", "chunks": "chunks.jsonl"}  # of formats whose name is none


@dataclass(frozen=True, slots=True)
class ErrorNote:
    """One failure in words a user can act on. ``page`` counts from 1, ``table`` from 0 within its page."""

    code: str
    message: str
    page: int | None = None
    table: int | None = None

    @staticmethod
    def of(error: ExtractionError, *, page: int | None = None, table: int | None = None) -> ErrorNote:
        """The note of ``error``; its own page and table win over the given ones."""
        own_page = page if error.page is None else error.page
        return ErrorNote(error.code, str(error), own_page, table if error.table is None else error.table)


@dataclass(frozen=True, slots=True)
class TableFailure:
    """A region that gave no table: where it is, why, and what the model saw there (view points)."""

    page: int
    region: TableRegion
    error: ErrorNote
    objects: tuple[StructureObject, ...] = ()


@dataclass(frozen=True, slots=True)
class PageResult:
    """One page's outcome: tables top to bottom, failed regions, or ``error`` when the page could not be read.

    ``figures`` are the boxes (page points) that the detector took for tables and that are charts, pictures or running
    text: they are not read unless the caller gives them as regions. ``candidates`` are boxes that scored below the detector's threshold,
    best first, and are not read either.
    ``width`` and ``height`` are points, 0 for an unreadable page. ``traces`` keep every intermediate value of
    the tables and ``region_steps`` the regions after each rule; both are there only when asked for.
    """

    number: int
    width: float = 0.0
    height: float = 0.0
    text_source: TextSource = "none"
    tables: tuple[Table, ...] = ()
    failures: tuple[TableFailure, ...] = ()
    figures: tuple[BBox, ...] = ()
    candidates: tuple[TableRegion, ...] = ()
    error: ErrorNote | None = None
    seconds: Mapping[str, float] = field(default_factory=dict, compare=False)
    region_steps: tuple[RegionStep, ...] = field(default=(), repr=False, compare=False)
    traces: tuple[Trace, ...] = field(default=(), repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """The outcome of one document. ``options`` and ``versions`` are enough to produce it again (no password).

    ``name`` is the file's name without folders ("" for bytes), ``sha256`` is over the document's bytes.
    """

    name: str
    sha256: str
    num_pages: int
    pages: tuple[PageResult, ...]
    joined: tuple[Table, ...] = ()  # tables that run over pages, whole; their parts are in ``pages`` as well
    errors: tuple[ErrorNote, ...] = ()  # of the document as a whole: time ran out, a region on a missing page
    options: Mapping[str, object] = field(default_factory=dict)
    versions: Mapping[str, str] = field(default_factory=dict)
    seconds: Mapping[str, float] = field(default_factory=dict, compare=False)

    @property
    def tables(self) -> tuple[Table, ...]:
        """All tables in page order, those that run over pages joined."""
        if not self.joined:
            return self.page_tables
        owner = {(part.page, part.bbox): table for table in self.joined for part in table.parts}
        whole = (owner.get((table.page, table.bbox), table) for table in self.page_tables)
        return tuple({id(table): table for table in whole}.values())

    @property
    def page_tables(self) -> tuple[Table, ...]:
        """All tables in page order, one for each page that a table stands on."""
        return tuple(table for page in self.pages for table in page.tables)

    @property
    def failures(self) -> tuple[TableFailure, ...]:
        return tuple(failure for page in self.pages for failure in page.failures)

    @property
    def notes(self) -> tuple[ErrorNote, ...]:
        """Every error there is: of the document, of its pages, of their tables."""
        pages = tuple(page.error for page in self.pages if page.error)
        return (*self.errors, *pages, *(failure.error for failure in self.failures))

    @property
    def status(self) -> Status:
        return "partial" if self.notes else "complete"

    def to_json(self, *, indent: int | None = None) -> str:
        """The whole result as JSON text, with its schema's version; see ``pipeline.results.json_format``."""
        from pipeline.results.json_format import to_json

        return to_json(self, indent=indent)

    def to_html(self) -> str:
        """A self-contained page with all tables."""
        return html_page(self.tables, title=self.name or "Tables")

    def to_markdown(self) -> str:
        """All tables, a blank line between them."""
        return "\n".join(table.to_markdown() for table in self.tables)

    def to_csv(self) -> str:
        """All tables, an empty line between them; use ``tables[i].to_csv()`` for one."""
        return "\r\n".join(table.to_csv() for table in self.tables)

    def to_xlsx(self) -> bytes:
        """A workbook with one sheet per table."""
        return xlsx_bytes(self.tables)

    def to_records(self) -> str:
        """JSON Lines, one record for each body row of each table."""
        return records_text(self.tables)

    def to_tidy_csv(self) -> str:
        """One line for each filled body cell, with its names, text, value and place."""
        return to_tidy_csv(self.tables)

    def to_chunks(self) -> str:
        """JSON Lines of rows grouped under repeated headers, for programs that read with language models."""
        return chunks_text(self.tables)
