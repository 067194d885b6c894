"""A checkpoint as the system under test: samples go through the same pipeline as a user's documents.

Table boxes and words are taken from the sample where the regime says so. Crops are read as pictures: their pixels become
points on the way in, and boxes become pixels again on the way out.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bench.all_queries import AllQueries
from bench.marked_spans import as_marked
from bench.predictions import PredictedTable, SamplePrediction, ScoredBox, failed_prediction
from bench.reference_objects import reference_cells, service_cells, true_objects
from bench.regime import Regime
from bench.samples import Sample, TrueTable
from pipeline import Options, RegionRequest
from pipeline.documents import open_document
from pipeline.documents.document import Document
from pipeline.errors import ExtractionError, capture_error
from pipeline.geometry.views import to_page
from pipeline.page import Outcome, PageReading, read_page
from pipeline.regions import given_region
from pipeline.structure.signs import Signs, find_signs
from pipeline.structure.words.assign import assign
from pipeline.types import Detector, Page, Recognizer, StructureObject, Trace
from table import BBox, Cell, StructureLabel, Table

Opener = Callable[[Path, Options], Document]


class CheckpointSystem:
    """A structure model and, where tables have to be found, a detector, behind the pipeline.

    ``options`` are those of a user, apart from what the regime settles; ``opener`` opens the samples' documents. With ``has_marked_spans``
    tables of given regions get the spanning cells that labels made from texts have.
    """

    def __init__(
        self,
        name: str,
        regime: Regime,
        recognizer: Recognizer,
        detector: Detector | None = None,
        *,
        options: Options | None = None,
        opener: Opener = open_document,
        has_marked_spans: bool = False,
    ) -> None:
        self.name, self._has_marked_spans = name, has_marked_spans
        self._regime, self._recognizer, self._detector, self._open = regime, recognizer, detector, opener
        mode = "improved" if regime.post_processing == "ours" else "compat"
        self._options = replace(options or Options(), mode=mode, text="ocr" if regime.text == "ocr" else "auto")

    def read(self, sample: Sample) -> SamplePrediction:
        """The predictions for ``sample``; what fails becomes a problem of the table or the sample."""
        if sample.source is None:
            return failed_prediction(sample, "the sample has neither picture nor document to read")
        start = time.perf_counter()
        options = replace(self._options, text="pdf") if sample.words is not None and self._regime.text == "given" else self._options
        source = sample.source

        def work() -> SamplePrediction:
            with self._open(source, options) as document:
                return self._given(document, sample) if self._regime.task == "structure" else self._found(document)

        found = capture_error(work, page=1)
        if isinstance(found, ExtractionError):
            return failed_prediction(sample, str(found))
        return replace(found, seconds=time.perf_counter() - start)

    def _given(self, document: Document, sample: Sample) -> SamplePrediction:
        pages = {number: self._page(document, number, sample) for number in sorted({true.table.page for true in sample.tables})}
        tables = tuple(self._one(pages[true.table.page], true, sample) for true in sample.tables)
        return SamplePrediction(tables, num_pages=document.num_pages)

    def _page(self, document: Document, number: int, sample: Sample) -> Page | ExtractionError:
        page = capture_error(lambda: document.page(number), page=number)
        if isinstance(page, ExtractionError) or sample.words is None or self._regime.text == "ocr":
            return page
        factor = 1 / (page.pixels_per_point or 1.0)
        return replace(page, words=tuple(replace(word, bbox=word.bbox.scale(factor)) for word in sample.words), text_source="pdf")

    def _one(self, page: Page | ExtractionError, true: TrueTable, sample: Sample) -> PredictedTable:
        if isinstance(page, ExtractionError):
            return PredictedTable(None, true.table.page, problem=str(page))
        scale = unit_scale(page, sample)
        box = true.table.bbox.scale(1 / scale) if true.table.bbox else BBox(0, 0, page.width, page.height)
        region = given_region(RegionRequest(page.number, box), page)
        start = time.perf_counter()
        outcome = read_page(page, self._options, recognizer=self._recognizer, given=[region]).outcomes[0]
        if self._has_marked_spans and outcome.table:
            outcome = replace(outcome, table=as_marked(outcome.table, page.words))
        prediction = self._with_all(_predicted(outcome, page, scale, time.perf_counter() - start), outcome, scale)
        if self._regime.post_processing == "ours":
            return prediction
        return _through_reference(prediction, page, true, scale, is_service=self._regime.post_processing == "reference-service")

    def _with_all(self, found: PredictedTable, outcome: Outcome, scale: float) -> PredictedTable:
        """All queries of a pixel model in place of those above the thresholds; tables read in bands keep theirs."""
        if not isinstance(self._recognizer, AllQueries) or outcome.trace is None or len(self._recognizer.last) != 1:
            return found
        trace = replace(outcome.trace, objects=tuple(self._recognizer.last[0]))
        return replace(found, objects=_objects(replace(outcome, trace=trace), scale))

    def _found(self, document: Document) -> SamplePrediction:
        assert self._detector is not None, "finding tables needs a detector"
        tables: list[PredictedTable] = []
        regions: list[tuple[int, str, BBox, float]] = []
        words: list[tuple[int, BBox]] = []
        problems: list[str] = []
        recognizer = self._recognizer if self._regime.task == "end-to-end" else None
        for number in range(1, document.num_pages + 1):
            page = capture_error(lambda number=number: document.page(number), page=number)  # type: ignore[misc]
            if isinstance(page, ExtractionError):
                problems.append(f"page {number}: {page}")
                continue
            scale = page.pixels_per_point or 1.0
            reading = capture_error(
                lambda page=page: read_page(page, self._options, detector=self._detector, recognizer=recognizer),  # type: ignore[misc]
                page=number,
            )
            if isinstance(reading, ExtractionError):
                problems.append(f"page {number}: {reading}")
                continue
            words += [(number, word.bbox.scale(scale)) for word in page.words]
            regions += [(number, region.label.value, region.bbox.scale(scale), region.score) for region in reading.regions]
            tables += _tables(page, reading, scale)
        return SamplePrediction(tuple(tables), tuple(regions), False, document.num_pages, "; ".join(problems), words=tuple(words))


def _tables(page: Page, reading: PageReading, scale: float) -> list[PredictedTable]:
    share = reading.seconds["tables"] / max(1, len(reading.outcomes))
    return [_predicted(outcome, page, scale, share) for outcome in reading.outcomes]


def unit_scale(page: Page, sample: Sample) -> float:
    """Units of the sample per point of the page."""
    return (page.pixels_per_point or 1.0) if sample.unit == "pixels" else 1.0


def _predicted(outcome: Outcome, page: Page, scale: float, seconds: float) -> PredictedTable:
    content = _scaled(outcome.table, scale) if outcome.table else None
    bbox = content.bbox if content and content.bbox else outcome.region.bbox.scale(scale)
    objects = _objects(outcome, scale)
    problem, flags = str(outcome.error) if outcome.error else "", content.flags if content else ()
    return PredictedTable(content, page.number, bbox, objects, problem, seconds, flags=flags, signs=_signs(outcome.trace))


def _signs(trace: Trace | None) -> Signs | None:
    """What speaks for and against the cells; ``None`` where there is no table."""
    if trace is None or trace.grid is None or trace.table is None:
        return None
    return find_signs(trace.grid.structure, assign(trace.grid, trace.view), trace.view)


def _objects(outcome: Outcome, scale: float) -> tuple[ScoredBox, ...]:
    trace = outcome.trace
    if trace is None:
        return ()
    return tuple((item.label.value, to_page(trace.view, item.bbox).scale(scale), item.score) for item in trace.objects)


def _scaled(table: Table, scale: float) -> Table:
    if scale == 1.0:
        return table
    cells = tuple(replace(cell, bbox=cell.bbox.scale(scale)) if cell.bbox else cell for cell in table.cells)
    return replace(table, cells=cells, bbox=table.bbox.scale(scale) if table.bbox else None)


def _through_reference(found: PredictedTable, page: Page, true: TrueTable, scale: float, *, is_service: bool) -> PredictedTable:
    """Prediction and truth as bare cells of the published code, from objects and words in the same space."""
    objects = tuple(StructureObject(StructureLabel(label), score, box.scale(1 / scale)) for label, box, score in found.objects)
    cells, problem = service_cells(objects, page.words) if is_service else (reference_cells(objects, page.words), "")
    truth = tuple(StructureObject(item.label, 1.0, item.bbox.scale(1 / scale)) for item in true_objects(true))
    content = None if problem else _unscaled(cells, scale)
    return replace(
        found, content=content, true_content=_unscaled(reference_cells(truth, page.words), scale), problem=problem or found.problem
    )


def _unscaled(cells: tuple[Cell, ...], scale: float) -> tuple[Cell, ...]:
    return tuple(replace(cell, bbox=cell.bbox.scale(scale)) if cell.bbox else cell for cell in cells)
