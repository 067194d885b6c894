"""Rules that begin and end together are a table where the detector half believes in it, and nowhere else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.regions import RegionDraft
from pipeline.regions.rules.ruled_tables import take_ruled_tables
from pipeline.types import TableRegion
from table import BBox, Ruling
from tests.pipeline.regions.drawn_pages import boxes_of, draft, grid_words, page

HEIGHTS = (100.0, 120.0, 200.0)
WEAK = (TableRegion(BBox(102, 98, 278, 150), 0.35, is_weak=True), TableRegion(BBox(98, 140, 281, 195), 0.25, is_weak=True))
BOX = (100, 100, 280, 200)


def rules(*heights: float, x0: float = 100, x1: float = 280) -> list[Ruling]:
    return [Ruling(BBox(x0, y, x1, y)) for y in heights]


def start(*more: Ruling, heights: tuple[float, ...] = HEIGHTS, weak: tuple[TableRegion, ...] = WEAK, at: float = 100) -> RegionDraft:
    return draft(page([*rules(*heights), *more], grid_words(at, 100, 5, 3)), weak=weak)


def test_pieces_that_cover_it_make_a_table() -> None:
    found = take_ruled_tables(start())
    assert boxes_of(found) == [BOX]
    assert found.regions[0].score == 0.35
    assert not found.regions[0].is_weak


def test_it_ends_before_the_next_table() -> None:
    below = BBox(100, 230, 280, 320)
    found = take_ruled_tables(draft(page(rules(*HEIGHTS, 231, 318), grid_words(100, 100, 11, 3)), below, weak=WEAK))
    assert boxes_of(found) == [BOX, (100, 230, 280, 320)]


@pytest.mark.parametrize(
    "given",
    [
        start(weak=()),
        start(weak=WEAK[1:]),  # too weak
        start(weak=WEAK[:1], heights=(100.0, 120.0, 400.0)),  # covered in part
        start(weak=(TableRegion(BBox(150, 98, 278, 195), 0.45, is_weak=True),)),  # of something else
        start(heights=(100.0, 200.0)),  # two rules
        start(Ruling(BBox(100, 100, 100, 200))),  # a box
        start(at=300),  # nothing between them
    ],
    ids=["none", "weak", "part", "narrow", "two", "box", "blank"],
)
def test_other_rules_make_none(given: RegionDraft) -> None:
    assert take_ruled_tables(given) == given


def test_words_of_another_table_are_not_taken() -> None:
    given = start()
    held = replace(given, regions=(TableRegion(BBox(90, 110, 200, 190), 0.9),))
    assert take_ruled_tables(held) == held


def test_regions_of_the_caller_are_all_there_is() -> None:
    given = replace(start(), regions=(TableRegion(BBox(300, 300, 400, 400), 1.0, is_given=True),))
    assert take_ruled_tables(given) == given
