"""One page's regions to tables: view, recognize, refine, grid, fill, place. One bad table never fails the others.

In: a page and its regions. Out: per region an ``Outcome`` in the order of the regions.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from canonicalize import canonicalize_safely, quality
from pipeline.attempts import attempt
from pipeline.cut_tables import cut_flags
from pipeline.errors import ExtractionError, StructureError
from pipeline.given_regions import region_clipped
from pipeline.options import Options
from pipeline.regrow import MAX_ROUNDS, larger_region
from pipeline.structure import compat_table, drop_outer_text, fill, join_objects, refine, split_view, to_grid
from pipeline.types import Grid, Page, Recognizer, RegionView, Structure, StructureObject, TableRegion, Trace
from pipeline.views import make_view, to_page
from pipeline.word_owners import without_foreign_words
from table import BBox, Table, Word

POINT_DIGITS, SCORE_DIGITS = 2, 4  # after the point, of every box and every confidence of a finished table


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one region: a table in page points, or an error. ``trace`` is missing when there was no view."""

    region: TableRegion
    table: Table | None
    error: ExtractionError | None
    trace: Trace | None


Recognized = tuple[list[StructureObject] | ExtractionError, float]


def read_regions(page: Page, regions: Sequence[TableRegion], recognizer: Recognizer, options: Options) -> list[Outcome]:
    """One outcome per region, same order; an empty list for no regions. No word of the page is in two detected tables."""
    views = [
        attempt(lambda region=region: _view(page, region, recognizer.crop_padding), page=page.number, table=index)  # type: ignore[misc]
        for index, region in enumerate(regions)
    ]
    good = [view for view in views if isinstance(view, RegionView)]
    grown = [_regrown(view, found, regions, recognizer) for view, found in zip(good, _recognize(good, recognizer), strict=True)]
    own = without_foreign_words([view for view, _ in grown])
    ready = iter(zip(own, (recognized for _, recognized in grown), strict=True))
    return [
        _outcome(index, region, *next(ready), options) if isinstance(view, RegionView) else Outcome(region, None, view, None)
        for index, (region, view) in enumerate(zip(regions, views, strict=True))
    ]


def _regrown(
    view: RegionView, recognized: Recognized, regions: Sequence[TableRegion], recognizer: Recognizer
) -> tuple[RegionView, Recognized]:
    """The view and what was recognised in it, after looking further where the table reached the edge of its crop."""
    others = [r.bbox for r in regions if r.bbox.iou(view.region.bbox) < 1]
    for _ in range(MAX_ROUNDS):
        objects, seconds = recognized
        region = None if isinstance(objects, ExtractionError) else larger_region(view, objects, others)
        if region is None:
            break
        view = make_view(view.page, region, recognizer.crop_padding)
        again, more = _recognize([view], recognizer)[0]
        recognized = again, seconds + more
    return view, recognized


def _view(page: Page, region: TableRegion, padding: float) -> RegionView:
    return make_view(page, replace(region, bbox=region_clipped(region, page.width, page.height)), padding)


def _recognize(views: Sequence[RegionView], recognizer: Recognizer) -> list[Recognized]:
    """Objects (or the error) and seconds per view: in one batch, and one by one when the batch fails."""
    if not views:
        return []
    start = time.perf_counter()
    batch = attempt(lambda: recognize_in_bands(views, recognizer), page=views[0].page.number)
    if not isinstance(batch, ExtractionError):
        share = (time.perf_counter() - start) / len(views)
        return [(objects, share) for objects in batch]
    if len(views) == 1:
        return [(batch, time.perf_counter() - start)]
    return [_recognize([view], recognizer)[0] for view in views]


def recognize_in_bands(views: Sequence[RegionView], recognizer: Recognizer) -> list[list[StructureObject]]:
    """The objects of each view in its points; views with more lines than the model has rows go to it in bands."""
    bands = [split_view(view, recognizer.max_rows) for view in views]
    found = iter(recognizer.recognize([band.view for parts in bands for band in parts]))
    return [join_objects(view, parts, [next(found) for _ in parts]) for view, parts in zip(views, bands, strict=True)]


def _outcome(index: int, region: TableRegion, view: RegionView, recognized: Recognized, options: Options) -> Outcome:
    objects, seconds = recognized
    if isinstance(objects, ExtractionError):
        objects.table = index
        return Outcome(region, None, objects, Trace(view, (), None, None, None, {"recognize": seconds}, objects))
    trace = build_table(view, objects, options, index=index, seconds={"recognize": seconds})
    return Outcome(region, trace.table, trace.error, trace)


def build_table(view: RegionView, objects: Sequence[StructureObject], options: Options, *, index: int, seconds: dict[str, float]) -> Trace:
    """Everything after the model for one view; ``index`` counts from 0 on the page. Errors are in the trace."""
    trace = Trace(view, tuple(objects), None, None, None, dict(seconds))
    return (_compat if options.mode == "compat" else _improved)(trace, options, index)


def _compat(trace: Trace, options: Options, index: int) -> Trace:
    """The reference's post-processing has no structure or grid of our kind."""
    with _timed(trace.seconds, "compat"):
        table = attempt(lambda: place(compat_table(trace.objects, trace.view), trace.view), page=trace.view.page.number, table=index)
    return _ended(trace, table)


def _improved(trace: Trace, options: Options, index: int) -> Trace:
    number = trace.view.page.number
    with _timed(trace.seconds, "refine"):
        structure = attempt(lambda: _refined(trace.objects, trace.view, options), page=number, table=index)
    if isinstance(structure, ExtractionError):
        return _ended(trace, structure)
    grid = to_grid(structure)
    with _timed(trace.seconds, "fill"):
        table = attempt(lambda: _filled(grid, trace.view, options), page=number, table=index)
    return _ended(replace(trace, structure=structure, grid=grid), table)


def _ended(trace: Trace, table: Table | ExtractionError) -> Trace:
    return replace(trace, error=table) if isinstance(table, ExtractionError) else replace(trace, table=round_numbers(table))


def _refined(objects: Sequence[StructureObject], view: RegionView, options: Options) -> Structure:
    if not objects and not view.words:
        raise StructureError("nothing was recognised in this region: no rows, no columns, no words")
    structure = refine(objects, view, options)
    return structure if view.region.is_given else drop_outer_text(structure, view)


def _filled(grid: Grid, view: RegionView, options: Options) -> Table:
    placed = place(fill(grid, view), view)
    table = canonicalize_safely(placed).table if options.canonicalize else placed
    return replace(table, flags=tuple(dict.fromkeys((*table.flags, *quality.flags(table), *cut_flags(view.page, table)))))


def place(table: Table, view: RegionView) -> Table:
    """The table with every box mapped from the view back to the page, and its words turned back."""

    def back(bbox: BBox | None) -> BBox | None:
        return None if bbox is None else to_page(view, bbox)

    def back_word(word: Word) -> Word:
        return replace(word, bbox=to_page(view, word.bbox), rotation=(word.rotation + view.region.rotation) % 360)

    cells = tuple(replace(cell, bbox=back(cell.bbox)) for cell in table.cells)
    words = tuple(back_word(word) for word in table.unassigned_words)
    return replace(table, cells=cells, unassigned_words=words, bbox=back(table.bbox))


def round_numbers(table: Table) -> Table:
    """The finished table with its boxes to a hundredth of a point and its confidences to four digits: no more is known."""
    cells = tuple(
        replace(cell, bbox=_rounded_box(cell.bbox), confidence=None if cell.confidence is None else round(cell.confidence, SCORE_DIGITS))
        for cell in table.cells
    )
    words = tuple(
        replace(word, bbox=_rounded_box(word.bbox) or word.bbox, score=round(word.score, SCORE_DIGITS)) for word in table.unassigned_words
    )
    confidence = None if table.confidence is None else round(table.confidence, SCORE_DIGITS)
    return replace(table, cells=cells, unassigned_words=words, bbox=_rounded_box(table.bbox), confidence=confidence)


def _rounded_box(bbox: BBox | None) -> BBox | None:
    return None if bbox is None else BBox(*(round(side, POINT_DIGITS) for side in bbox))


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    try:
        yield
    finally:
        seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start
