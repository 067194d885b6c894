"""Looking at regions with a recognizer: their views, in one batch, tall tables in bands.

In: a draft whose boxes are settled. Out: the same draft with one reading per region. One region that fails, or a batch
that does, never fails the others.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from math import inf
from statistics import median

from pipeline.errors import ExtractionError, capture_error
from pipeline.geometry.views import make_view
from pipeline.regions.draft import Reading, RegionDraft
from pipeline.regions.drawn import words_in
from pipeline.regions.given import region_clipped
from pipeline.structure import join_objects, split_view
from pipeline.types import Page, Recognizer, RegionView, StructureObject, TableRegion

# Heights of the text around a detected box that the recognizer sees, at most. Where text is small, as on pictures whose resolution is
# not known, the profile's padding holds a neighbour's words: on 40 scans the product's boxes were free of others' words for 39 of 57 tables
# without a bound, 51 with 2.25 and 2.5, 48 with 3 and 3.5 (complete 54, 51, 50, 52, 53); articles with small print agree.
MAX_PADDING = 2.5


def read_views(draft: RegionDraft, recognizer: Recognizer) -> RegionDraft:
    """The draft with every region's reading, and with the means to read another."""
    page, padding = draft.page, recognizer.crop_padding
    views = [
        capture_error(lambda region=region: _view(page, region, padding), page=page.number, table=index)  # type: ignore[misc]
        for index, region in enumerate(draft.regions)
    ]
    found = iter(_readings([view for view in views if isinstance(view, RegionView)], recognizer))
    readings = tuple(next(found) if isinstance(view, RegionView) else view for view in views)

    def read(region: TableRegion) -> Reading:
        return _readings([_view(page, region, padding)], recognizer)[0]

    return replace(draft, readings=readings, read=read)


def _view(page: Page, region: TableRegion, padding: float) -> RegionView:
    clipped = replace(region, bbox=region_clipped(region, page.width, page.height))
    return make_view(page, clipped, padding if region.is_given else min(padding, MAX_PADDING * _text_height(page, clipped)))


def _text_height(page: Page, region: TableRegion) -> float:
    """The usual height of the region's words as they are read; infinite without words."""
    is_lying = region.rotation % 180 != 0
    boxes = [page.words[index].bbox for index in words_in(page, region.bbox)]
    heights = [box.width if is_lying else box.height for box in boxes]
    return median(heights) if heights else inf


def _readings(views: Sequence[RegionView], recognizer: Recognizer) -> list[Reading]:
    """One reading per view: in one batch, and one by one when the batch fails."""
    if not views:
        return []
    start = time.perf_counter()
    batch = capture_error(lambda: recognize_in_bands(views, recognizer), page=views[0].page.number)
    if not isinstance(batch, ExtractionError):
        share = (time.perf_counter() - start) / len(views)
        return [Reading(view, tuple(objects), share) for view, objects in zip(views, batch, strict=True)]
    if len(views) == 1:
        return [Reading(views[0], batch, time.perf_counter() - start)]
    return [_readings([view], recognizer)[0] for view in views]


def recognize_in_bands(views: Sequence[RegionView], recognizer: Recognizer) -> list[list[StructureObject]]:
    """The objects of each view in its points; views with more lines than the model has rows go to it in bands."""
    bands = [split_view(view, recognizer.max_rows) for view in views]
    found = iter(recognizer.recognize([band.view for parts in bands for band in parts]))
    return [join_objects(view, parts, [next(found) for _ in parts]) for view, parts in zip(views, bands, strict=True)]
