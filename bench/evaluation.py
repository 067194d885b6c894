"""One sample's predictions against its truth, table by table: pairing, scores, and what averages need later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bench.matching import Candidate, match
from bench.predictions import PredictedTable, SamplePrediction, ScoredBox
from bench.reference_objects import true_objects
from bench.regime import Regime
from bench.samples import LabelledBox, Sample, TrueTable
from bench.scoring import ScoringOptions, TableKind, TableScores, kind_of, score_table
from canonicalize.readers.by_boxes import by_boxes
from grits import RegionCounts, Score, completeness_and_purity, detection_score, micro_mean
from pipeline.structure.signs import Signs
from table import BBox, Cell, Table

DETECTION_THRESHOLDS = (0.5, 0.9)  # IoU, as in the tables of the peers
MISSED = "missed: no predicted table answers this one"
Content = Table | tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Place:
    """Where a table can be seen, for overlays: the file, the page from 1, and the box in the sample's unit."""

    source: Path | None
    page: int
    bbox: BBox | None
    unit: str


@dataclass(frozen=True, slots=True)
class TableResult:
    """One true table: what was predicted and how it scores. ``true_boxes`` and ``objects`` are for average precision."""

    id: str
    document: str
    place: Place
    kind: TableKind
    scores: TableScores
    truth: Content
    prediction: Content | None
    true_boxes: tuple[LabelledBox, ...] = ()
    objects: tuple[ScoredBox, ...] = ()
    seconds: float = 0.0
    flags: tuple[str, ...] = ()  # of the predicted table: its maker was unsure
    signs: Signs | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class PageRegions:
    """True and detected table boxes of one page, for detection scores."""

    sample: str
    page: int
    truth: tuple[LabelledBox, ...]
    found: tuple[ScoredBox, ...]
    tables: tuple[BBox, ...]  # boxes of the tables finally returned
    counts: RegionCounts = field(default_factory=RegionCounts)


@dataclass(frozen=True, slots=True)
class SampleResult:
    """One sample's tables and pages. ``num_predicted`` counts predicted tables; ``extra`` are those that answer no truth."""

    name: str
    tables: tuple[TableResult, ...]
    pages: tuple[PageRegions, ...] = ()
    num_predicted: int = 0
    problem: str = ""
    seconds: float = 0.0
    extra: tuple[PredictedTable, ...] = ()

    @property
    def num_extra(self) -> int:
        return len(self.extra)


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything one system did on one dataset under one regime."""

    system: str
    regime: Regime
    options: ScoringOptions
    samples: tuple[SampleResult, ...]
    facts: dict[str, object] = field(default_factory=dict)

    @property
    def tables(self) -> tuple[TableResult, ...]:
        return tuple(table for sample in self.samples for table in sample.tables)

    @property
    def pages(self) -> tuple[PageRegions, ...]:
        return tuple(page for sample in self.samples for page in sample.pages)

    def detection(self, iou_threshold: float) -> Score:
        """F1 of the boxes of returned tables over all pages, counts summed."""
        return micro_mean(detection_score([box for _, box in page.truth], page.tables, iou_threshold) for page in self.pages)


def evaluate_sample(sample: Sample, found: SamplePrediction, regime: Regime, options: ScoringOptions) -> SampleResult:
    """The scores of ``sample``; of the boxes alone where its true tables have no cells. Pages are kept where tables had to be found."""
    answers = found.tables if found.is_aligned else _paired(sample, found.tables)
    padded = [*answers, *[None] * (len(sample.tables) - len(answers))]
    is_scored = regime.task != "detection" and all(true.table.cells for true in sample.tables)
    tables = (
        [_result(sample, true, answer, regime, options) for true, answer in zip(sample.tables, padded, strict=False)] if is_scored else []
    )
    has_places = all(true.table.bbox for true in sample.tables) and _tells_places(found)
    pages = _pages(sample, found) if has_places and not found.is_aligned else ()
    used = {id(answer) for answer in answers}
    extra = () if found.is_aligned or not is_scored else tuple(item for item in found.tables if id(item) not in used)
    return SampleResult(sample.name, tuple(tables), pages, len(found.tables), found.problem, found.seconds, extra)


def _tells_places(found: SamplePrediction) -> bool:
    """Whether detection can be scored: output without any box or page (CSV, say) has no places, output without tables has none to tell."""
    return not found.tables or any(item.bbox and item.page for item in found.tables) or bool(found.regions)


def _paired(sample: Sample, found: Sequence[PredictedTable]) -> list[PredictedTable | None]:
    """For each true table its prediction, each used once."""
    truth = [Candidate(true.table, true.table.page if true.table.bbox else None, true.table.bbox, true.id) for true in sample.tables]
    candidates = [Candidate(item.content, item.page, item.bbox, item.id) for item in found]
    chosen = match(truth, candidates, is_alone=sample.unit == "pixels" and len(truth) == 1)
    return [None if index is None else found[index] for index in chosen]


def _result(sample: Sample, true: TrueTable, answer: PredictedTable | None, regime: Regime, options: ScoringOptions) -> TableResult:
    truth: Content = answer.true_content if answer and answer.true_content is not None else true.table
    prediction = answer.content if answer else None
    if prediction is not None and _is_by_boxes(sample, true, answer, regime, options):
        prediction = by_boxes(prediction, sample.words or ())
    scores = score_table(truth, prediction, options, answer.problem if answer else MISSED)
    return TableResult(
        id=true.id,
        document=sample.document,
        place=Place(sample.source, true.table.page, true.table.bbox, sample.unit),
        kind=kind_of(truth),
        scores=scores,
        truth=truth,
        prediction=prediction,
        true_boxes=tuple((item.label, item.bbox) for item in true_objects(true)) if true.has_cell_boxes else (),
        objects=answer.objects if answer else (),
        seconds=answer.seconds if answer else 0.0,
        flags=answer.flags if answer else (),
        signs=answer.signs if answer else None,
    )


def _is_by_boxes(sample: Sample, true: TrueTable, answer: PredictedTable | None, regime: Regime, options: ScoringOptions) -> bool:
    """Whether the truth's texts were made from boxes and words, and the prediction's shall be too; never where OCR reads."""
    has_own_truth = answer is not None and answer.true_content is not None
    return regime.text == "given" and options.cell_texts == "by boxes" and bool(true.objects and sample.words) and not has_own_truth


def _pages(sample: Sample, found: SamplePrediction) -> tuple[PageRegions, ...]:
    numbers = range(1, max([found.num_pages, *(true.table.page for true in sample.tables)]) + 1)
    return tuple(_page(number, sample, found) for number in numbers)


def _page(number: int, sample: Sample, found: SamplePrediction) -> PageRegions:
    truth = [_region_of(true) for true in sample.tables if true.table.page == number and true.table.bbox]
    regions = tuple((label, box, score) for page, label, box, score in found.regions if page == number)
    returned = tuple(item.bbox for item in found.tables if item.page == number and item.bbox)
    boxes = returned or tuple(box for _, box, _ in regions)
    words = [box for page, box in found.words if page == number]
    counts = completeness_and_purity([box for _, box in truth], boxes, words) if words else RegionCounts()
    return PageRegions(sample.name, number, tuple(truth), regions, boxes, counts)


def _region_of(true: TrueTable) -> LabelledBox:
    from table import DetectionLabel

    assert true.table.bbox is not None
    label = next((label for label, _ in true.objects if isinstance(label, DetectionLabel)), None)
    return label or (DetectionLabel.TABLE_ROTATED if true.table.rotation else DetectionLabel.TABLE), true.table.bbox
