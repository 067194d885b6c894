"""One table per place: a DETR has no suppression of its own and sometimes reports a table twice, or in both classes.

In: candidate regions in any order. Out: those to keep, top to bottom, and the boxes that both classes claimed.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.regions.draft import RegionDraft
from pipeline.types import TableRegion
from table import BBox

MAX_IOU = 0.5  # of two tables; one is twice there from the IoU at which detection is scored
MAX_CONTAINMENT = 0.7  # of the smaller region's area


def keep_one_per_place(draft: RegionDraft) -> RegionDraft:
    """The draft without detected regions that overlap a better one (IoU >= 0.5, or 0.7 of the smaller inside the other).

    The classes compete with each other. Regions that the caller drew stay, in the caller's order.
    """
    given = [region for region in draft.regions if region.is_given]
    kept: list[TableRegion] = []
    contested: list[BBox] = []
    for region in sorted((r for r in draft.regions if not r.is_given), key=lambda r: (-r.score, tuple(r.bbox), r.label)):
        rival = next((other for other in kept if is_same_place(region.bbox, other.bbox)), None)
        if rival is None:
            kept.append(region)
        elif rival.label != region.label:
            contested.append(rival.bbox)
    kept.sort(key=lambda r: (r.bbox.y0, r.bbox.x0, -r.score))
    return replace(draft, regions=(*given, *kept), contested=tuple(contested))


def is_same_place(one: BBox, other: BBox) -> bool:
    """Whether two boxes claim the same table; a box without area lies in the same place as nothing."""
    smaller = min(one, other, key=lambda box: box.area)
    return one.iou(other) >= MAX_IOU or smaller.overlap_fraction(other if smaller is one else one) >= MAX_CONTAINMENT
