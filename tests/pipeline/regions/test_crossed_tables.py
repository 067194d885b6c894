"""A weak box that rulings of both directions run through is a table; one with lines of one direction, or another's words, is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.regions import RegionDraft
from pipeline.regions.rules.crossed_tables import take_crossed_tables
from pipeline.types import TableRegion
from table import BBox, Ruling
from tests.pipeline.regions.drawn_pages import boxes_of, crossed, draft, grid_words, page

BOX = BBox(98, 98, 345, 205)


def start(*rulings: Ruling, score: float = 0.4, box: BBox = BOX) -> RegionDraft:
    return draft(page(rulings, grid_words(100, 100, 5, 4)), weak=(TableRegion(box, score, is_weak=True),))


def test_a_weak_box_with_crossing_lines_is_a_table() -> None:
    found = take_crossed_tables(start(*crossed()))
    assert boxes_of(found) == [(98, 98, 345, 205)]
    assert found.regions[0].score == 0.4
    assert not found.regions[0].is_weak


def test_pieces_of_a_line_count_together() -> None:
    broken = [Ruling(BBox(x, y, x + 90, y)) for y in (100, 140, 200) for x in (100, 200)]
    assert boxes_of(take_crossed_tables(start(*broken, *(line for line in crossed() if not line.is_horizontal))))


def test_a_line_that_is_drawn_twice_is_no_longer_for_it() -> None:
    short = [Ruling(BBox(100, y, 190, y)) for y in (100, 140, 200)]  # a third of the box
    down = [line for line in crossed() if not line.is_horizontal]
    assert not boxes_of(take_crossed_tables(start(*short, *short, *down)))


@pytest.mark.parametrize(
    "given",
    [
        start(*crossed(), score=0.3),
        start(*(line for line in crossed() if line.is_horizontal)),
        start(*crossed()[:7]),  # three across, two down
        start(*(Ruling(BBox(line.bbox.x0, line.bbox.y0, line.bbox.x0 + 90, line.bbox.y1)) for line in crossed() if line.is_horizontal)),
        start(*crossed(), box=BBox(98, 98, 345, 130)),  # few words
        replace(start(*crossed()), figures=(BOX,)),
        replace(start(*crossed()), regions=(TableRegion(BBox(90, 90, 350, 210), 0.9),)),
        replace(start(*crossed()), regions=(TableRegion(BBox(400, 400, 500, 500), 1.0, is_given=True),)),
    ],
    ids=["too weak", "one direction", "too few", "short", "few words", "a figure's", "another's", "the caller's boxes alone"],
)
def test_nothing_else_is_taken(given: RegionDraft) -> None:
    assert take_crossed_tables(given).regions == given.regions
