"""One table per place: a DETR has no suppression of its own and sometimes reports a table twice, or in both classes.

In: the candidate regions of a page in any order. Out: those to keep, top to bottom.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.types import TableRegion
from pipeline.views import reading_rotation
from table import BBox, DetectionLabel, Word

MAX_IOU = 0.5
MAX_CONTAINMENT = 0.7  # of the smaller region's area
CLOCKWISE_TURN = 90  # of a "table rotated" whose words do not say it: most are read from the bottom of the page upwards
_MIN_WORDS = 3  # fewer say nothing by their shape about the direction of the text


def keep_tables(candidates: Sequence[TableRegion], words: Sequence[Word]) -> list[TableRegion]:
    """``candidates`` without those that overlap a better one (IoU >= 0.5, or 0.7 of the smaller inside the other).

    The classes compete with each other. Which way a table is turned the words say, for the class knows only that it is:
    it is the answer where there are no words, or where their reader could not tell their direction.
    """
    kept: list[TableRegion] = []
    contested: set[int] = set()
    for region in sorted(candidates, key=lambda r: (-r.score, tuple(r.bbox), r.label)):
        rival = next((index for index, other in enumerate(kept) if is_same_place(region.bbox, other.bbox)), None)
        if rival is None:
            kept.append(region)
        elif kept[rival].label != region.label:
            contested.add(rival)
    settled = [turned_as_read(region, words, is_contested=index in contested) for index, region in enumerate(kept)]
    return sorted(settled, key=lambda r: (r.bbox.y0, r.bbox.x0, -r.score))


def is_same_place(one: BBox, other: BBox) -> bool:
    """Whether two boxes claim the same table; a box without area lies in the same place as nothing."""
    smaller = min(one, other, key=lambda box: box.area)
    return one.iou(other) >= MAX_IOU or smaller.overlap_fraction(other if smaller is one else one) >= MAX_CONTAINMENT


def with_label(region: TableRegion, label: DetectionLabel) -> TableRegion:
    """``region`` as ``label``, with the rotation that class means."""
    return replace(region, label=label, rotation=CLOCKWISE_TURN if label is DetectionLabel.TABLE_ROTATED else 0)


def turned_as_read(region: TableRegion, words: Sequence[Word], *, is_contested: bool = False) -> TableRegion:
    """``region`` with the rotation and the class that its words say: the direction of most of their characters.

    Readers of pictures give every word the direction of the page: where that is 0 and the class is "table rotated", or
    both classes were claimed (``is_contested``), words that are taller than wide tell a table that is turned.
    """
    inside = [word for word in words if region.bbox.contains_point(*word.bbox.center)]
    rotation = reading_rotation(inside, region.bbox)
    if rotation:
        label = DetectionLabel.TABLE if rotation == 180 else DetectionLabel.TABLE_ROTATED
        return replace(region, label=label, rotation=rotation)
    shapes = [word.bbox.height > word.bbox.width for word in inside if len(word.text) > 1]
    is_in_doubt = is_contested or region.label is DetectionLabel.TABLE_ROTATED
    if not is_in_doubt or len(shapes) < _MIN_WORDS:
        return region
    return with_label(region, DetectionLabel.TABLE_ROTATED if 2 * sum(shapes) > len(shapes) else DetectionLabel.TABLE)
