"""Finished tables of one column are lists and no tables, but where their rows are drawn or the caller asked for them."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipeline import Options
from pipeline.page import PageReading, read_page
from pipeline.regions.rules.lists import leave_out_lists
from pipeline.types import Page, RegionView, StructureObject, TableRegion
from table import BBox, StructureLabel
from tests.fakes import FakeDetector, FakeRecognizer
from tests.pipeline.regions.drawn_pages import grid, page, word

WITH_TEXT = frozenset({"leave_out_text"})  # these lists are told apart before they are read

BOX, BELOW = BBox(98, 98, 290, 202), BBox(98, 398, 290, 502)
LIST = page([], [word(106 + 30 * at, 106 + 20 * line) for line in range(5) for at in range(2)])
PAIRS = [word(106 + 90 * at, 406 + 20 * line) for line in range(5) for at in range(2)]


def lines(view: RegionView) -> list[StructureObject]:
    """A row for each line, and a column, two where words stand far apart."""
    box, (first, *_) = view.bbox, view.words
    rows = [BBox(box.x0, first.bbox.y0 - 6 + 20 * at, box.x1, first.bbox.y0 + 14 + 20 * at) for at in range(5)]
    middle = (box.x0 + box.x1) / 2
    edges = [box.x0, middle, box.x1] if any(word.bbox.x0 > middle for word in view.words) else [box.x0, box.x1]
    columns = [BBox(a, box.y0, b, box.y1) for a, b in pairwise(edges)]
    found = [*((StructureLabel.ROW, one) for one in rows), *((StructureLabel.COLUMN, one) for one in columns)]
    return [StructureObject(label, 0.9, one) for label, one in found]


def read(where: Page, *without: str, given: bool = False) -> PageReading:
    options = Options(without=WITH_TEXT | set(without))
    regions = [TableRegion(BOX, 1.0, is_given=True)] if given else None
    return read_page(where, options, detector=FakeDetector(BOX), recognizer=FakeRecognizer(lines), given=regions)


def test_a_listing_is_told_among_the_figures() -> None:
    found = read(LIST)
    assert (found.regions, found.outcomes, found.figures) == ((), (), (BOX,))
    kept = read(LIST, leave_out_lists.__name__)
    assert [outcome.table.num_columns for outcome in kept.outcomes if outcome.table] == [1]
    assert kept.figures == ()


def test_a_table_beside_it_stays() -> None:
    both = page([], [*LIST.words, *PAIRS])
    found = read_page(both, Options(without=WITH_TEXT), detector=FakeDetector(BOX, BELOW), recognizer=FakeRecognizer(lines))
    assert [outcome.table.num_columns for outcome in found.outcomes if outcome.table] == [2]
    assert [region.bbox.y0 > 300 for region in found.regions] == [True]


def test_single_words_drawn_rows_and_regions_of_the_caller_stay() -> None:
    single = page([], [one for one in LIST.words if one.bbox.x0 < 120])
    drawn = replace(LIST, rulings=tuple(grid(98, 98, 5, 1, wide=192)))
    assert [len(found.outcomes) for found in (read(single), read(drawn), read(LIST, given=True))] == [1, 1, 1]
