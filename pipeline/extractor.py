"""The whole service: a document in, its tables out. Models are loaded once and reused; pages are read one at a time.

``Extractor`` is for many documents, ``extract`` for one. Everything that can go wrong on one page or table is in the
result; only what concerns the whole document is raised.
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from pipeline.collecting import collecting_later
from pipeline.continuations import PageMargins, join_pages, margins_of
from pipeline.documents import Document, Source, open_document
from pipeline.documents.opening import read_source
from pipeline.errors import CorruptDocument, Deadline, ExtractionError, InputError, capture_error
from pipeline.models.cache import ModelCache, model_version
from pipeline.models.recordings import Recording, RecordingDetector, RecordingRecognizer
from pipeline.options import Options
from pipeline.options.checks import check_options, options_to_dict, service_version
from pipeline.page import Outcome, PageReading, read_page
from pipeline.regions import given_region
from pipeline.results.result import DocumentResult, ErrorNote, PageResult, TableFailure
from pipeline.surroundings import find_surroundings, text_lines, with_surroundings, with_turned_surroundings
from pipeline.types import Detector, Page, Recognizer, TableRegion, calibration_of
from table import Table
from table.values import type_table
from table.values.arithmetic import weigh_sums


@dataclass(frozen=True, slots=True)
class PageDone:
    """Told after each page while the document is open: ``page`` can still be rendered (``None``: it was unreadable).

    ``result`` holds the traces; ``done`` of ``total`` pages are finished. ``margins``: what joining with its neighbours asks.
    """

    page: Page | None
    result: PageResult
    done: int
    total: int
    margins: PageMargins | None = None


OnPage = Callable[[PageDone], None]


class Extractor:
    """Extracts tables from any number of documents with the same models.

    ``detector`` and ``recognizer`` replace the checkpoints that the options name (fakes, recordings, other backends);
    ``keep_traces`` keeps every intermediate value in the result. Not meant for two threads at once.
    """

    def __init__(self, *, detector: Detector | None = None, recognizer: Recognizer | None = None, keep_traces: bool = False) -> None:
        self._models = ModelCache(detector, recognizer)
        self._keep_traces = keep_traces

    def load(self, options: Options | None = None) -> None:
        """Loads both models now; raises ``ModelError`` when one cannot be loaded."""
        self._models.detector(options or Options())
        self._models.recognizer(options or Options())

    def extract(
        self,
        source: Source,
        options: Options | None = None,
        *,
        record: Recording | None = None,
        on_page: OnPage | None = None,
        earlier: Sequence[PageDone] = (),
    ) -> DocumentResult:
        """The tables of ``source``: a path, bytes or a binary stream.

        ``record`` receives everything the models say; ``on_page`` is called after each page. ``earlier`` are pages of the
        document that another run has read: they are in the result, joined with those read now. Raises ``InputError``
        and its kinds for a document or options that cannot be used, ``ModelError`` when a model cannot be loaded,
        ``DeadlineExceeded`` when the time ran out before any page was finished.
        """
        chosen = options or Options()
        check_options(chosen)
        start = time.perf_counter()
        data, name = read_source(source, chosen.max_bytes)
        with open_document(data, chosen) as document:
            numbers, errors = _pages_to_read(document, chosen)
            run = _Run(document, chosen, self._models, record)
            pages, late = _read_pages(run, numbers, Deadline(chosen.deadline_seconds), on_page, self._keep_traces)
            num_pages = document.num_pages
            lost = [ErrorNote(CorruptDocument.code, loss.message, loss.page) for loss in document.losses(numbers)]
        pages, margins = _with_earlier(pages, run.margins, earlier)
        return DocumentResult(
            name=name,
            sha256=hashlib.sha256(data).hexdigest(),
            num_pages=num_pages,
            pages=pages,
            joined=_joined(pages, margins) if chosen.merge_pages and not chosen.regions else (),
            errors=(*lost, *errors, *late),
            options=options_to_dict(chosen),
            versions=self._versions(chosen),
            seconds={"total": time.perf_counter() - start},
        )

    def _versions(self, options: Options) -> dict[str, str]:
        loaded = self._models.loaded()
        is_calibrated = options.mode != "compat" and calibration_of(self._models.recognizer(options)) is not None
        models = {task: model_version(model) for task, model in loaded.items()}
        return {"tablewright": service_version(), **models, "confidence": "calibrated" if is_calibrated else "uncalibrated"}


def _with_earlier(
    pages: tuple[PageResult, ...], margins: Mapping[int, PageMargins], earlier: Sequence[PageDone]
) -> tuple[tuple[PageResult, ...], Mapping[int, PageMargins]]:
    kept = {event.result.number: event.margins for event in earlier if event.margins is not None}
    return tuple(sorted((*(event.result for event in earlier), *pages), key=lambda page: page.number)), {**kept, **margins}


def _joined(pages: Sequence[PageResult], margins: Mapping[int, PageMargins]) -> tuple[Table, ...]:
    """The tables that run over pages; a page that failed joins nothing."""
    known = [margins.get(page.number, PageMargins(page.height)) for page in pages]
    return join_pages([() if page.error or page.failures else page.tables for page in pages], known)


def extract(source: Source, options: Options | None = None) -> DocumentResult:
    """The tables of one document: a path, bytes or a binary stream. See ``Extractor.extract`` for what it raises."""
    return Extractor().extract(source, options)


class _Run:
    """One document's extraction: everything a page needs, models loaded on first need."""

    def __init__(self, document: Document, options: Options, models: ModelCache, record: Recording | None) -> None:
        self.document, self.options = document, options
        self._models, self._record = models, record
        self.margins: dict[int, PageMargins] = {}

    def page(self, number: int) -> tuple[Page | None, PageResult]:
        """One page and its outcome; never raises for what concerns this page only."""
        start = time.perf_counter()
        page = capture_error(lambda: self.document.page(number), page=number)
        if isinstance(page, ExtractionError):
            return None, PageResult(number, error=ErrorNote.of(page))
        opened = time.perf_counter()
        found = capture_error(lambda: self._read(page), page=number)
        if isinstance(found, ExtractionError):
            return page, replace(_page_result(page, []), error=ErrorNote.of(found))
        seconds = {"open": opened - start, **found.seconds}
        result = replace(
            _page_result(page, self._with_surroundings(page, found.outcomes)),
            figures=found.figures,
            candidates=found.candidates,
            seconds=seconds,
            region_steps=found.steps,
        )
        return page, result

    def _read(self, page: Page) -> PageReading:
        return read_page(page, self.options, detector=self._detector(), recognizer=self._recognizer(), given=self._given(page))

    def _with_surroundings(self, page: Page, outcomes: Sequence[Outcome]) -> Sequence[Outcome]:
        """The outcomes with what stands around their tables and what their sums prove; notes what joining needs to know of the page."""
        tables = [outcome.table for outcome in outcomes if outcome.table]
        if not tables:
            return outcomes
        lines = text_lines(page.words)
        self.margins[page.number] = margins_of(tables, lines, page.height, page.rulings)
        boxes = [table.bbox for table in tables if table.bbox]
        surroundings = find_surroundings(lines, boxes)

        def around(outcome: Outcome) -> Outcome:
            if outcome.table is None:
                return outcome
            others = [box for box in boxes if box != outcome.table.bbox]
            found = with_surroundings(outcome.table, surroundings)
            found = with_turned_surroundings(found, page.words, (page.width, page.height), others)
            weighed = weigh_sums(type_table(found))
            return replace(outcome, table=weighed, trace=replace(outcome.trace, table=weighed) if outcome.trace else None)

        return [around(outcome) for outcome in outcomes]

    def load(self) -> None:
        """Loads what this document needs before its first page: a missing checkpoint concerns the whole document."""
        if not self.options.regions:
            self._models.detector(self.options)
        self._models.recognizer(self.options)

    def _given(self, page: Page) -> list[TableRegion] | None:
        if not self.options.regions:
            return None
        requests = [request for request in self.options.regions if request.page == page.number]
        return [given_region(request, page) for request in requests]

    def _detector(self) -> Detector | None:
        if self.options.regions:
            return None
        detector = self._models.detector(self.options)
        return detector if self._record is None else RecordingDetector(detector, self._record)

    def _recognizer(self) -> Recognizer:
        recognizer = self._models.recognizer(self.options)
        return recognizer if self._record is None else RecordingRecognizer(recognizer, self._record)


def _read_pages(
    run: _Run, numbers: list[int], deadline: Deadline, on_page: OnPage | None, keep_traces: bool
) -> tuple[tuple[PageResult, ...], tuple[ErrorNote, ...]]:
    """The pages read in time, and a note when some were not. Raises ``DeadlineExceeded`` when none was."""
    run.load()
    done: list[PageResult] = []
    for number in numbers:
        if deadline.is_over:
            if not done:
                raise deadline.error()
            return tuple(done), (ErrorNote.of(deadline.error(page=number)),)
        with collecting_later():  # what the page does not keep is gone by then, and need not be looked through
            done.append(_read_page(run, number, len(done) + 1, len(numbers), on_page, keep_traces))
    return tuple(done), ()


def _read_page(run: _Run, number: int, place: int, total: int, on_page: OnPage | None, keep_traces: bool) -> PageResult:
    """What is kept of a page, the ``place``-th of ``total``, once ``on_page`` has seen it."""
    page, result = run.page(number)
    if on_page:
        on_page(PageDone(page, result, place, total, run.margins.get(number)))
    return result if keep_traces else replace(result, traces=(), region_steps=())


def _pages_to_read(document: Document, options: Options) -> tuple[list[int], tuple[ErrorNote, ...]]:
    """Page numbers in order, and a note for each given region on a page that does not exist.

    Raises ``InputError`` when a page is asked for that does not exist.
    """
    asked = range(1, document.num_pages + 1) if options.pages is None else sorted(set(options.pages))
    for number in asked:
        if not 1 <= number <= document.num_pages:
            raise InputError(f"page {number} does not exist: the document has {document.num_pages} page(s)", page=number)
    with_regions = {request.page for request in options.regions}
    numbers = [number for number in asked if not options.regions or number in with_regions]
    return numbers, tuple(_missing_pages(document.num_pages, options))


def _missing_pages(num_pages: int, options: Options) -> Iterator[ErrorNote]:
    for request in options.regions:
        if request.page > num_pages:
            message = f"region {request.id or tuple(request.bbox)}: page {request.page} does not exist, the document has {num_pages}"
            yield ErrorNote(InputError.code, message, request.page)


def _page_result(page: Page, outcomes: Iterable[Outcome]) -> PageResult:
    found = list(outcomes)
    return PageResult(
        number=page.number,
        width=page.width,
        height=page.height,
        text_source=page.text_source,
        tables=tuple(outcome.table for outcome in found if outcome.table),
        failures=tuple(_failure(page, outcome) for outcome in found if outcome.error),
        traces=tuple(outcome.trace for outcome in found if outcome.trace),
    )


def _failure(page: Page, outcome: Outcome) -> TableFailure:
    assert outcome.error is not None
    objects = outcome.trace.objects if outcome.trace else ()
    return TableFailure(page.number, outcome.region, ErrorNote.of(outcome.error, page=page.number), objects)
