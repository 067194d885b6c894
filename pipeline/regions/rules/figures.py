"""Charts and pictures that a detector took for tables: detected regions full of curves or pictures and poor in words.

In: a page and its detected regions. Out: those to read, cut where a table stands beside a chart, and those that are
figures. A table that has a curve in it (icons, sparklines, braces, a watermark) has words as close as any other table,
so figures are told by both: curves or pictures over much of the region, and hardly a word on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from pipeline.regions.draft import RegionDraft
from pipeline.types import Page
from table import BBox

CELLS = 64  # of the grid, each way, on which shares of a region are counted
MIN_INSIDE = 0.6  # of a figure that lies in the region; the others are watermarks and the page's decoration
MIN_CURVE_SIDE = 30.0  # points both ways that one curve of a chart has at least; sparklines stay within their row
CHART_COVERAGE, CHART_REACH, CHART_WORDS = 0.2, 0.4, 0.17  # covered, extent both ways, most words: shares of the region
SMALL_COVERAGE, SMALL_REACH, SMALL_WORDS = 0.08, 0.6, 0.1  # the same for many small charts in a grid
PICTURE_COVERAGE, PICTURE_WORDS = 0.6, 0.1
MAX_WORDS_ON_FIGURE = 0.12  # share of a figure under words: legends and labels
MIN_REST, MIN_REST_WORDS = 0.25, 0.2  # of the region beside its figures, and of that under words, that is a table still

Mask = NDArray[np.bool_]


def leave_out_figures(draft: RegionDraft) -> RegionDraft:
    """The draft without charts and pictures. Regions that the caller drew are tables, whatever is in them."""
    page, tables, figures = draft.page, [], []
    for region in draft.regions:
        figure = None if region.is_given else _figure(page, region.bbox)
        if figure is None:
            tables.append(region)
            continue
        rest = _rest(page, region.bbox, figure)
        if rest is not None:
            tables.append(replace(region, bbox=rest))
        figures.append(region.bbox if rest is None else figure)
    return replace(draft, regions=tuple(tables), figures=(*draft.figures, *figures))


def _figure(page: Page, region: BBox) -> BBox | None:
    """The joint extent of the figures in ``region`` when they make it a chart or a picture, else ``None``."""
    curves, pictures = _inside(page.curves, region), _inside(page.pictures, region)
    if not curves and not pictures:
        return None
    words = _share(page, region)
    is_figure = _is_chart(page, region, curves, words) or _is_picture(page, region, pictures, words)
    reach = BBox.enclosing([*curves, *pictures])
    return reach.intersection(region) if is_figure and reach else None


def _inside(figures: Iterable[BBox], region: BBox) -> list[BBox]:
    return [box for box in figures if region.holds(box) and (box.area == 0 or box.overlap_fraction(region) >= MIN_INSIDE)]


def _is_chart(page: Page, region: BBox, curves: Sequence[BBox], words: float) -> bool:
    reach = BBox.enclosing(curves)
    if reach is None:
        return False
    smaller_reach = min(reach.width / region.width, reach.height / region.height)
    covered = _mask(curves, region)
    is_large = any(min(curve.width, curve.height) >= MIN_CURVE_SIDE for curve in curves)
    is_one = is_large and smaller_reach >= CHART_REACH and covered.mean() >= CHART_COVERAGE and words <= CHART_WORDS
    are_many = smaller_reach >= SMALL_REACH and covered.mean() >= SMALL_COVERAGE and words <= SMALL_WORDS
    return bool(is_one or are_many) and _words_on(page, region, covered) <= MAX_WORDS_ON_FIGURE


def _is_picture(page: Page, region: BBox, pictures: Sequence[BBox], words: float) -> bool:
    covered = _mask(pictures, region)
    is_covered = covered.mean() >= PICTURE_COVERAGE and words <= PICTURE_WORDS
    return bool(is_covered) and _words_on(page, region, covered) <= MAX_WORDS_ON_FIGURE


def _rest(page: Page, region: BBox, figure: BBox) -> BBox | None:
    """The largest part of the region above, below or beside its figures that is as full of words as a table."""
    parts = [part for part in _around(region, figure) if part.area >= MIN_REST * region.area and _share(page, part) >= MIN_REST_WORDS]
    return max(parts, key=lambda part: part.area, default=None)


def _around(region: BBox, figure: BBox) -> Iterator[BBox]:
    yield BBox(region.x0, region.y0, region.x1, figure.y0)
    yield BBox(region.x0, figure.y1, region.x1, region.y1)
    yield BBox(region.x0, region.y0, figure.x0, region.y1)
    yield BBox(figure.x1, region.y0, region.x1, region.y1)


def _share(page: Page, area: BBox) -> float:
    """How much of ``area`` lies under words."""
    return sum(box.area for box in _words(page, area)) / area.area


def _words(page: Page, area: BBox) -> list[BBox]:
    return [word.bbox for word in page.words if area.holds(word.bbox)]


def _words_on(page: Page, region: BBox, covered: Mask) -> float:
    """How much of the covered part of the region lies under words."""
    return float((_mask(_words(page, region), region) & covered).sum() / max(covered.sum(), 1))


def _mask(boxes: Iterable[BBox], region: BBox) -> Mask:
    """(CELLS, CELLS): the cells of the region that the boxes touch."""
    mask = np.zeros((CELLS, CELLS), dtype=np.bool_)
    across, down = CELLS / region.width, CELLS / region.height
    for box in boxes:
        left, right = int((box.x0 - region.x0) * across), int(np.ceil((box.x1 - region.x0) * across))
        top, bottom = int((box.y0 - region.y0) * down), int(np.ceil((box.y1 - region.y0) * down))
        mask[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)] = True
    return mask
