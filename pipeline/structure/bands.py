"""Tables with more rows than the model has queries for: cut into overlapping bands, recognised apart, joined again.

``split_view`` cuts between text lines so that no band holds more lines than the model can return rows; ``join_objects``
puts the bands' objects back into one list in the points of the whole view. Where bands overlap, a seam between two
rows decides which band's objects count, so that rows cut by a band's edge never do.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from math import ceil
from statistics import fmean, median

from pipeline.geometry.intervals import overlap_of_smaller
from pipeline.geometry.views import to_page
from pipeline.structure.words.lines import group_lines
from pipeline.types import Interval, Picture, RegionView, StructureObject
from table import BBox, StructureLabel

FILL = 0.8  # of the rows a model can return that a band may hold: queries are also needed for columns and spans (by hand, not measured)
OVERLAP_LINES = 6  # text lines that neighbouring bands share (by hand, not measured)
MIN_SHARE = 0.5  # of the bands that must show a column (by hand, not measured)


@dataclass(frozen=True, slots=True)
class Band:
    """A horizontal part of a view; ``top`` is its upper edge in the points of the whole view."""

    view: RegionView
    top: float

    @property
    def bottom(self) -> float:
        return self.top + self.view.height


def split_view(view: RegionView, max_rows: int | None, *, overlap_lines: int = OVERLAP_LINES) -> list[Band]:
    """Bands from top to bottom, the whole view as the only one when it fits (or has no words to measure it by).

    ``max_rows`` is how many rows the recognizer can return at most (``None``: no limit).
    """
    words = [w for w in view.words if view.bbox.holds(w.bbox)]
    limit = max(2, int(FILL * max_rows)) if max_rows is not None else len(words)
    if len({(w.bbox.y0, w.bbox.y1) for w in words}) <= limit:  # there are no more lines than heights that words stand at
        return [Band(view, 0.0)]
    lines = group_lines(words)
    if len(lines) <= limit:
        return [Band(view, 0.0)]
    shared = min(overlap_lines, limit - 1)
    num_bands = ceil((len(lines) - shared) / (limit - shared))
    step = (len(lines) - shared) / num_bands
    borders = line_borders([(min(w.bbox.y0 for w in line), max(w.bbox.y1 for w in line)) for line in lines], view.height)
    starts = [round(index * step) for index in range(num_bands)]
    stops = [min(round((index + 1) * step) + shared, len(lines)) for index in range(num_bands)]
    parts = [(borders[start], borders[stop]) for start, stop in zip(starts, stops, strict=True)]
    return [_band(view, top, bottom) for top, bottom in parts if top < bottom]


def join_objects(view: RegionView, bands: Sequence[Band], found: Sequence[Sequence[StructureObject]]) -> list[StructureObject]:
    """One list of objects in the points of ``view`` from those ``found`` in each band, in a fixed order.

    Rows, spanning cells and projected row headers come from the band on whose side of the seam their middle is; columns
    are matched across bands; the column header comes from the first band only.
    """
    if len(bands) == 1:
        return list(found[0])
    moved = [[replace(o, bbox=o.bbox.shift(0, band.top)) for o in objects] for band, objects in zip(bands, found, strict=True)]
    seams = [_seam(upper, lower, above, below) for (upper, lower), (above, below) in zip(pairwise(bands), pairwise(moved), strict=True)]
    joined = [o for o in moved[0] if o.label is StructureLabel.COLUMN_HEADER]
    for objects, low, high in zip(moved, [float("-inf"), *seams], [*seams, float("inf")], strict=True):
        joined += [o for o in objects if o.label in _LOCAL and low <= o.bbox.center[1] < high]
    joined += _joined_columns(moved) + _joined_table(moved)
    return sorted(joined, key=lambda o: (o.label, o.bbox, -o.score))


_LOCAL = (StructureLabel.ROW, StructureLabel.SPANNING_CELL, StructureLabel.PROJECTED_ROW_HEADER)


def line_borders(extents: Sequence[tuple[float, float]], height: float) -> list[float]:
    """Where a view may be cut, from top to bottom: its top, the middle between neighbouring lines, its bottom.

    A line may reach far below the next one (a word as tall as the page), so the middles are put in order.
    """
    middles = accumulate((min((a[1] + b[0]) / 2, height) for a, b in pairwise(extents)), max)
    return [0.0, *middles, height]


def _band(view: RegionView, top: float, bottom: float) -> Band:
    box = BBox(0.0, top, view.width, bottom)
    crop = to_page(view, box)
    region = replace(view.region, bbox=view.region.bbox.intersection(crop) or crop)
    inside = view.bbox.intersection(box) or box
    part = replace(
        view,
        region=region,
        crop=crop,
        bbox=inside.shift(0, -top),
        height=bottom - top,
        words=tuple(replace(w, bbox=w.bbox.shift(0, -top)) for w in view.words if top <= w.bbox.center[1] < bottom),
        rulings=tuple(replace(r, bbox=c.shift(0, -top)) for r in view.rulings if (c := r.bbox.intersection(box))),
        shadings=tuple(replace(s, bbox=c.shift(0, -top)) for s in view.shadings if (c := s.bbox.intersection(box))),
        render=_part_render(view.render, top, bottom - top),
    )
    return Band(part, top)


def _part_render(render: Callable[[float], Picture], top: float, height: float) -> Callable[[float], Picture]:
    """A renderer of the part ``height`` points high below ``top``."""

    def part(scale: float) -> Picture:
        whole = render(scale)
        size = min(round(height * scale), whole.shape[0])
        start = min(round(top * scale), whole.shape[0] - size)
        return whole[start : start + size]

    return part


def _seam(upper: Band, lower: Band, above: Sequence[StructureObject], below: Sequence[StructureObject]) -> float:
    """The row border nearest to the middle of the overlap; without one, the middle itself."""
    low, high = lower.top, upper.bottom
    middle = (low + high) / 2
    rows = [o.bbox for o in [*above, *below] if o.label is StructureLabel.ROW]
    borders = sorted({edge for b in rows for edge in (b.y0, b.y1) if low < edge < high})
    return min(borders, key=lambda edge: (abs(edge - middle), edge), default=middle)


def _joined_columns(moved: Sequence[Sequence[StructureObject]]) -> list[StructureObject]:
    """Columns seen in at least half of the bands, each with the median of its x-extents and its mean score."""
    groups: list[list[StructureObject]] = []
    for objects in moved:
        columns = sorted((o for o in objects if o.label is StructureLabel.COLUMN), key=lambda o: (-o.score, o.bbox))
        used: set[int] = set()
        for item in columns:
            fits = [(overlap_of_smaller(_x_range(group), _x_range([item])), -i) for i, group in enumerate(groups) if i not in used]
            fit, index = max(fits, default=(0.0, 0))
            if fit > MIN_SHARE:
                groups[-index].append(item)
                used.add(-index)
            else:
                groups.append([item])
                used.add(len(groups) - 1)
    return [_merged(group, _x_range(group)) for group in groups if len(group) >= MIN_SHARE * len(moved)]


def _x_range(group: Sequence[StructureObject]) -> Interval:
    return Interval(median(o.bbox.x0 for o in group), median(o.bbox.x1 for o in group), 1.0)


def _merged(group: Sequence[StructureObject], extent: Interval) -> StructureObject:
    box = BBox(extent.start, min(o.bbox.y0 for o in group), extent.stop, max(o.bbox.y1 for o in group))
    return StructureObject(group[0].label, fmean(o.score for o in group), box)


def _joined_table(moved: Sequence[Sequence[StructureObject]]) -> list[StructureObject]:
    """One table object around the best of each band."""
    tables = [max(found, key=lambda o: (o.score, o.bbox)) for objects in moved if (found := _tables(objects))]
    box = BBox.enclosing(o.bbox for o in tables)
    return [StructureObject(StructureLabel.TABLE, fmean(o.score for o in tables), box)] if box else []


def _tables(objects: Sequence[StructureObject]) -> list[StructureObject]:
    return [o for o in objects if o.label is StructureLabel.TABLE]
