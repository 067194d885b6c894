"""One page from its words and rulings to its tables: the only way there is, for users' documents and for evaluation.

detect or take the given regions -> rules for regions -> recognize -> rules for what was recognised -> table by table.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import partial

from pipeline.calibration import Calibration
from pipeline.errors import ExtractionError
from pipeline.options import Options
from pipeline.page_tables import POINT_DIGITS, build_table
from pipeline.regions import (
    AFTER_READING,
    AFTER_TABLES,
    BEFORE_READING,
    Reading,
    RegionDraft,
    RegionStep,
    apply_rules,
    read_views,
    told_box,
)
from pipeline.structure import find_grid
from pipeline.tilt import table_to_page
from pipeline.types import Detector, LevelPage, Page, Recognizer, TableRegion, Trace, TwoStageRecognizer, calibration_of
from table import BBox, Table


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one region: a table in page points, or an error. ``trace`` is missing when there was no view."""

    region: TableRegion
    table: Table | None
    error: ExtractionError | None
    trace: Trace | None


@dataclass(frozen=True, slots=True)
class PageReading:
    """A page that was read: the regions that were looked at and one outcome for each, in their order.

    ``figures`` are boxes that were taken for tables and are none, ``candidates`` weak detections that became no table;
    ``steps`` is the state after each rule; ``seconds`` has ``detect`` and ``tables``. Without a recognizer there are no outcomes.
    """

    regions: tuple[TableRegion, ...]
    figures: tuple[BBox, ...]
    candidates: tuple[TableRegion, ...]
    outcomes: tuple[Outcome, ...]
    steps: tuple[RegionStep, ...]
    seconds: dict[str, float] = field(compare=False)


def read_page(
    page: Page,
    options: Options,
    *,
    detector: Detector | None = None,
    recognizer: Recognizer | None = None,
    given: Sequence[TableRegion] | None = None,
) -> PageReading:
    """The tables of ``page``: of the regions ``given``, or of those that ``detector`` finds.

    Raises what the detector raises; what concerns one table only is in its outcome. With neither regions nor a detector
    nothing is found.
    """
    if page.level is not None:
        return _read_level(page.level, options, detector=detector, recognizer=recognizer, given=given)
    start = time.perf_counter()
    found = given if given is not None else detector.detect([page])[0] if detector else []
    strong, weak = (tuple(region for region in found if region.is_weak == is_weak) for is_weak in (False, True))
    draft, steps = apply_rules(BEFORE_READING, RegionDraft(page, strong, weak), options.without)
    detected = time.perf_counter()
    outcomes: tuple[Outcome, ...] = ()
    if recognizer is not None:
        read = read_views(draft, with_grid(recognizer, options)) if draft.regions else draft
        draft, more = apply_rules(AFTER_READING, read, options.without)
        steps += more
        pairs = zip(draft.regions, draft.readings, strict=True)
        calibration = calibration_of(recognizer)
        outcomes = tuple(_outcome(index, region, reading, options, calibration) for index, (region, reading) in enumerate(pairs))
        finished = replace(draft, tables=tuple(outcome.table for outcome in outcomes))
        draft, last = apply_rules(AFTER_TABLES, finished, options.without)
        steps += last
        kept = {id(region) for region in draft.regions}
        outcomes = tuple(outcome for outcome in outcomes if id(outcome.region) in kept)
    seconds = {"detect": detected - start, "tables": time.perf_counter() - detected}
    regions = draft.regions if recognizer is not None else tuple(_told(page, region, options) for region in draft.regions)
    return PageReading(regions, draft.figures, draft.candidates, outcomes, steps, seconds)


def _told(page: Page, region: TableRegion, options: Options) -> TableRegion:
    """A region that is all there is to tell of its table."""
    return region if region.is_given else replace(region, bbox=told_box(page, region.bbox, region.rotation, options.without))


def _read_level(
    level: LevelPage,
    options: Options,
    *,
    detector: Detector | None,
    recognizer: Recognizer | None,
    given: Sequence[TableRegion] | None,
) -> PageReading:
    """What the level page says, with every box where it stands on the displayed one; traces stay level."""
    tilt = level.tilt
    asked = None if given is None else [replace(region, bbox=tilt.to_level(region.bbox)) for region in given]
    found = read_page(level.page, options, detector=detector, recognizer=recognizer, given=asked)

    def back(region: TableRegion) -> TableRegion:
        return replace(region, bbox=tilt.to_page(region.bbox))

    return replace(
        found,
        regions=tuple(map(back, found.regions)),
        figures=tuple(map(tilt.to_page, found.figures)),
        candidates=tuple(map(back, found.candidates)),
        outcomes=tuple(
            replace(one, region=back(one.region), table=table_to_page(one.table, tilt, POINT_DIGITS) if one.table else None)
            for one in found.outcomes
        ),
    )


def with_grid(recognizer: Recognizer, options: Options) -> Recognizer:
    """A recognizer of two stages gets the rows and columns for its second from the user's rules, not its own."""
    return recognizer.with_grid(partial(find_grid, options=options)) if isinstance(recognizer, TwoStageRecognizer) else recognizer


def _outcome(
    index: int, region: TableRegion, reading: Reading | ExtractionError, options: Options, calibration: Calibration | None
) -> Outcome:
    if isinstance(reading, ExtractionError):
        return Outcome(region, None, reading, None)
    seconds = {"recognize": reading.seconds}
    if isinstance(reading.objects, ExtractionError):
        reading.objects.table = index
        return Outcome(region, None, reading.objects, Trace(reading.view, (), None, None, None, seconds, reading.objects))
    trace = build_table(reading.view, reading.objects, options, index=index, seconds=seconds, calibration=calibration)
    return Outcome(region, trace.table, trace.error, trace)
