"""One page's regions to tables: view, recognize, refine, grid, fill, place. One bad table never fails the others.

In: a page and its regions. Out: per region an ``Outcome`` in the order of the regions.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace

from canonicalize import canonicalize_safely
from pipeline.attempts import attempt
from pipeline.errors import ExtractionError, StructureError
from pipeline.given_regions import region_clipped
from pipeline.options import Options
from pipeline.structure import fill, refine, to_grid
from pipeline.types import Grid, Page, Recognizer, RegionView, Structure, StructureObject, TableRegion, Trace
from pipeline.views import make_view, to_page
from table import BBox, Table


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one region: a table in page points, or an error. ``trace`` is missing when there was no view."""

    region: TableRegion
    table: Table | None
    error: ExtractionError | None
    trace: Trace | None


def read_regions(page: Page, regions: Sequence[TableRegion], recognizer: Recognizer, options: Options) -> list[Outcome]:
    """One outcome per region, same order; an empty list for no regions."""
    views = [
        attempt(lambda region=region: _view(page, region, recognizer.crop_padding), page=page.number, table=index)  # type: ignore[misc]
        for index, region in enumerate(regions)
    ]
    good = [view for view in views if isinstance(view, RegionView)]
    objects = iter(_recognize(good, recognizer))
    return [
        _outcome(index, region, view, next(objects), options) if isinstance(view, RegionView) else Outcome(region, None, view, None)
        for index, (region, view) in enumerate(zip(regions, views, strict=True))
    ]


def _view(page: Page, region: TableRegion, padding: float) -> RegionView:
    return make_view(page, replace(region, bbox=region_clipped(region, page.width, page.height)), padding)


Recognized = tuple[list[StructureObject] | ExtractionError, float]


def _recognize(views: Sequence[RegionView], recognizer: Recognizer) -> list[Recognized]:
    """Objects (or the error) and seconds per view: in one batch, and one by one when the batch fails."""
    if not views:
        return []
    start = time.perf_counter()
    batch = attempt(lambda: recognizer.recognize(views), page=views[0].page.number)
    if not isinstance(batch, ExtractionError):
        share = (time.perf_counter() - start) / len(views)
        return [(objects, share) for objects in batch]
    if len(views) == 1:
        return [(batch, time.perf_counter() - start)]
    return [_recognize([view], recognizer)[0] for view in views]


def _outcome(index: int, region: TableRegion, view: RegionView, recognized: Recognized, options: Options) -> Outcome:
    objects, seconds = recognized
    if isinstance(objects, ExtractionError):
        objects.table = index
        return Outcome(region, None, objects, Trace(view, (), None, None, None, {"recognize": seconds}, objects))
    trace = build_table(view, objects, options, index=index, seconds={"recognize": seconds})
    return Outcome(region, trace.table, trace.error, trace)


def build_table(view: RegionView, objects: Sequence[StructureObject], options: Options, *, index: int, seconds: dict[str, float]) -> Trace:
    """Everything after the model for one view; ``index`` counts from 0 on the page. Errors are in the trace."""
    spent = dict(seconds)
    trace = Trace(view, tuple(objects), None, None, None, spent)
    number = view.page.number
    with _timed(spent, "refine"):
        structure = attempt(lambda: _refined(objects, view, options), page=number, table=index)
    if isinstance(structure, ExtractionError):
        return replace(trace, error=structure)
    grid = to_grid(structure)
    with _timed(spent, "fill"):
        table = attempt(lambda: _filled(grid, view, options), page=number, table=index)
    if isinstance(table, ExtractionError):
        return replace(trace, structure=structure, grid=grid, error=table)
    return replace(trace, structure=structure, grid=grid, table=table)


def _refined(objects: Sequence[StructureObject], view: RegionView, options: Options) -> Structure:
    if not objects and not view.words:
        raise StructureError("nothing was recognised in this region: no rows, no columns, no words")
    return refine(objects, view, options)


def _filled(grid: Grid, view: RegionView, options: Options) -> Table:
    table = place(fill(grid, view), view)
    return canonicalize_safely(table).table if options.canonicalize and options.mode == "improved" else table


def place(table: Table, view: RegionView) -> Table:
    """The table with every box mapped from the view back to the page."""

    def back(bbox: BBox | None) -> BBox | None:
        return None if bbox is None else to_page(view, bbox)

    cells = tuple(replace(cell, bbox=back(cell.bbox)) for cell in table.cells)
    words = tuple(replace(word, bbox=to_page(view, word.bbox)) for word in table.unassigned_words)
    return replace(table, cells=cells, unassigned_words=words, bbox=back(table.bbox))


@contextmanager
def _timed(seconds: dict[str, float], name: str) -> Iterator[None]:
    start = time.perf_counter()
    try:
        yield
    finally:
        seconds[name] = seconds.get(name, 0.0) + time.perf_counter() - start
