"""Ruled tables that a box cuts: rulings that run inside the box and on beyond its edge, with words between them.

In: a page and a box on it, page points. Out: where the table goes on, or the boxes grown to it. A ruling belongs to the
table when at least half of it lies in the box, so frames of the page and rules between text columns never count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.regions.draft import RegionDraft
from pipeline.types import Page, TableRegion
from table import BBox

MIN_BEYOND = 4.0  # points that a ruling reaches over the edge
MIN_INSIDE = 0.5  # of the ruling's length that lies in the box
SAME_END = 3.0  # points within which rulings end together
ACROSS = 3.0  # points that a frame's ruling may stand outside the box
MIN_VERTICAL, MIN_HORIZONTAL = 3, 4  # rulings that go on together
MARGIN = 1.0  # points to grow beyond the end of the rulings


@dataclass(frozen=True, slots=True)
class Beyond:
    """Where a table goes on beyond ``side`` of its box: the area between the edge and the end of its rulings."""

    side: str  # a field of BBox: "x0", "y0", "x1", "y1"
    area: BBox


def grow_along_rulings(draft: RegionDraft) -> RegionDraft:
    """The draft with detected regions grown to the end of their rulings where no other region is in the way."""
    boxes = [region.bbox for region in draft.regions]
    grown = (_grown(draft.page, region, boxes[:index] + boxes[index + 1 :]) for index, region in enumerate(draft.regions))
    return replace(draft, regions=tuple(grown))


def _grown(page: Page, region: TableRegion, others: Sequence[BBox]) -> TableRegion:
    if region.is_given:
        return region
    box = region.bbox
    for beyond in rules_beyond(page, box):
        wider = box.union(beyond.area.expand(MARGIN).intersection(BBox(0, 0, page.width, page.height)) or beyond.area)
        if all(wider.intersection_area(other) <= box.intersection_area(other) for other in others):
            box = wider
    return replace(region, bbox=box)


def rules_beyond(page: Page, box: BBox) -> list[Beyond]:
    """Where rulings of the table in ``box`` go on beyond it with words between them, at most once for each side."""
    found = [Beyond(side, area) for side in ("x0", "y0", "x1", "y1") if (area := _area(page, box, side)) is not None]
    return [beyond for beyond in found if any(beyond.area.holds(word.bbox) for word in page.words)]


def _area(page: Page, box: BBox, side: str) -> BBox | None:
    """Between the edge ``side`` and the level at which most of the rulings that cross it end; ``None`` when few do."""
    is_vertical = side.startswith("y")
    crossing = [ruling.bbox for ruling in page.rulings if ruling.is_horizontal != is_vertical and _crosses(ruling.bbox, box, side)]
    ends = sorted(getattr(line, side) for line in crossing)
    end = max(ends, key=lambda one: (sum(abs(one - other) <= SAME_END for other in ends), one), default=0.0)
    together = [line for line in crossing if abs(getattr(line, side) - end) <= SAME_END]
    if len(together) < (MIN_VERTICAL if is_vertical else MIN_HORIZONTAL):
        return None
    edge = getattr(box, side)
    low, high = min(edge, end), max(edge, end)
    if is_vertical:
        return BBox(min(line.x0 for line in together), low, max(line.x1 for line in together), high)
    return BBox(low, min(line.y0 for line in together), high, max(line.y1 for line in together))


def _crosses(line: BBox, box: BBox, side: str) -> bool:
    """Whether ``line``, which runs towards ``side``, stands in the box for the most part and reaches over that edge."""
    beyond = getattr(line, side) - getattr(box, side)
    reach = beyond if side.endswith("1") else -beyond
    if reach < MIN_BEYOND:
        return False
    x, y = line.center
    if side.startswith("y"):
        inside, length, is_across = min(line.y1, box.y1) - max(line.y0, box.y0), line.height, box.x0 - ACROSS <= x <= box.x1 + ACROSS
    else:
        inside, length, is_across = min(line.x1, box.x1) - max(line.x0, box.x0), line.width, box.y0 - ACROSS <= y <= box.y1 + ACROSS
    return is_across and inside >= MIN_INSIDE * length
