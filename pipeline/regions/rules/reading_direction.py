"""Which way a detected table is turned: its words say it, the detector's class knows only that it is turned.

In: regions and the page's words. Out: the regions with rotation and class. The class is the answer where there are no
words, or where their reader could not tell their direction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.geometry.views import reading_rotation
from pipeline.regions.draft import RegionDraft
from pipeline.types import TableRegion
from table import DetectionLabel, Word

CLOCKWISE_TURN = 90  # of a "table rotated" whose words do not say it: most are read from the bottom of the page upwards
MIN_WORDS = 3  # fewer say nothing by their shape about the direction of the text


def turn_as_read(draft: RegionDraft) -> RegionDraft:
    """The draft with each detected region turned as most of the characters in it are read."""
    contested = set(draft.contested)
    turned = (
        region if region.is_given else turn_region(region, draft.page.words, is_contested=region.bbox in contested)
        for region in draft.regions
    )
    return replace(draft, regions=tuple(turned))


def turn_region(region: TableRegion, words: Sequence[Word], *, is_contested: bool = False) -> TableRegion:
    """``region`` with the rotation and the class that its words say: the direction of most of their characters.

    Readers of pictures give every word the direction of the page: where that is 0 and the class is "table rotated", or
    both classes were claimed (``is_contested``), words that are taller than wide tell a table that is turned.
    """
    inside = [word for word in words if region.bbox.holds(word.bbox)]
    rotation = reading_rotation(inside, region.bbox)
    if rotation:
        label = DetectionLabel.TABLE if rotation == 180 else DetectionLabel.TABLE_ROTATED
        return replace(region, label=label, rotation=rotation)
    shapes = [word.bbox.height > word.bbox.width for word in inside if len(word.text) > 1]
    is_in_doubt = is_contested or region.label is DetectionLabel.TABLE_ROTATED
    if is_in_doubt and len(shapes) >= MIN_WORDS:
        is_turned = 2 * sum(shapes) > len(shapes)
        label = DetectionLabel.TABLE_ROTATED if is_turned else DetectionLabel.TABLE
        return replace(region, label=label, rotation=CLOCKWISE_TURN if is_turned else 0)
    is_turned = region.label is DetectionLabel.TABLE_ROTATED
    return replace(region, rotation=CLOCKWISE_TURN) if is_turned and not region.rotation else region
