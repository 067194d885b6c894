"""What the recognizer sees around a region: the profile's padding, and no more than a few heights of the text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest

from pipeline.regions.draft import RegionDraft
from pipeline.regions.reading import MAX_PADDING, read_views
from pipeline.types import RegionView, StructureObject, TableRegion
from table import BBox, Word
from tests.pipeline.regions.drawn_pages import page

REGION = BBox(100, 100, 200, 160)


@dataclass
class Looking:
    """A recognizer that sees views and finds nothing."""

    crop_padding: float = 20.0
    max_rows: int | None = None
    seen: list[BBox] = field(default_factory=list)

    def recognize(self, views: Sequence[RegionView]) -> list[list[StructureObject]]:
        self.seen += [view.crop for view in views]
        return [[] for _ in views]


def _seen(region: TableRegion, words: list[Word]) -> BBox:
    looking = Looking()
    read_views(RegionDraft(page([], words), (region,)), looking)
    return looking.seen[0]


def _words(width: float, height: float) -> list[Word]:
    inside = [Word("12", BBox(x, y, x + width, y + height)) for x in (110, 150) for y in (105, 125, 145)]
    return [*inside, Word("NEXT", BBox(210, 105, 250, 145))]  # a headline beside the table says nothing about its text


@pytest.mark.parametrize(("height", "margin"), [(4, 4 * MAX_PADDING), (12, 20)])
def test_a_detected_region_is_seen_with_a_few_heights_of_its_text(height: float, margin: float) -> None:
    assert _seen(TableRegion(REGION, 0.9), _words(8, height)) == REGION.expand(margin)


def test_turned_text_is_as_high_as_its_boxes_are_wide() -> None:
    assert _seen(TableRegion(REGION, 0.9, rotation=90), _words(4, 12)) == REGION.expand(4 * MAX_PADDING)


def test_a_given_region_and_one_without_words_are_seen_with_the_whole_padding() -> None:
    assert _seen(TableRegion(REGION, 1.0, is_given=True), _words(8, 4)) == REGION.expand(20)
    assert _seen(TableRegion(REGION, 0.9), []) == REGION.expand(20)
