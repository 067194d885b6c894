"""Two pieces with one rule between them are one table; two rules, a caption or other sides make them two."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.regions import RegionDraft
from pipeline.regions.rules.join_between_rules import join_between_rules
from table import BBox, Ruling, Word
from tests.pipeline.regions.drawn_pages import boxes_of, draft, grid_words, page, word

UPPER, LOWER = BBox(102, 100, 278, 178), BBox(98, 182, 281, 260)
RULES = (100.0, 120.0, 180.0, 260.0)


def start(
    *heights: float, lower: BBox = LOWER, words: tuple[Word, ...] = (), rows: tuple[int, ...] = (0, 1, 2, 3, 4, 5, 6, 7)
) -> RegionDraft:
    lines = [Ruling(BBox(100, y, 280, y)) for y in heights]
    cells = [cell for row in rows for cell in grid_words(100, 100 + 20 * row, 1, 3)]
    return draft(page(lines, [*cells, *words]), UPPER, lower)


def test_pieces_with_one_rule_between_them_are_one_table() -> None:
    found = join_between_rules(start(*RULES))
    assert boxes_of(found) == [(98, 100, 281, 260)]
    assert found.regions[0].score == 0.9


def test_a_row_that_neither_piece_holds_comes_with_them() -> None:
    lower = BBox(98, 197, 281, 260)
    assert boxes_of(join_between_rules(start(*RULES, lower=lower))) == [(98, 100, 281, 260)]


@pytest.mark.parametrize(
    "given",
    [
        start(100, 120, 177, 183, 260),  # a foot and a head
        start(100, 120, 260),  # nothing between
        start(120, 180, 260),  # nothing above
        start(100, 120, 180),  # nothing below
        start(*RULES, lower=BBox(130, 182, 281, 260)),  # another width
        start(*RULES, lower=BBox(98, 212, 281, 260), rows=(0, 1, 2, 3, 6, 7)),  # far apart
        start(*RULES, lower=BBox(98, 197, 281, 260), rows=(0, 1, 2, 3, 5, 6, 7), words=(word(100, 188, "Table"), word(130, 188, "2"))),
    ],
    ids=["two", "none", "open above", "open below", "narrow", "apart", "caption"],
)
def test_other_neighbours_stay_two(given: RegionDraft) -> None:
    assert join_between_rules(given) == given


def test_regions_of_the_caller_and_turned_ones_stay() -> None:
    given = start(*RULES)
    for change in ({"is_given": True}, {"rotation": 90}):
        held = replace(given, regions=tuple(replace(region, **change) for region in given.regions))
        assert join_between_rules(held) == held
