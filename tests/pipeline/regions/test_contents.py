"""Tables of contents are no tables: dots lead to page numbers, which never go back."""

from __future__ import annotations

import pytest

from pipeline.regions import RegionDraft
from pipeline.regions.rules.contents import leave_out_contents
from pipeline.types import Page, TableRegion
from table import BBox
from tests.pipeline.regions.drawn_pages import draft, page, word

BOX = BBox(98, 98, 500, 400)
TITLES = ("1 Scope", "1.1 Terms", "2 Methods", "2.1 Samples", "3 Results", "Index")


def listed(pages: tuple[str, ...], titles: tuple[str, ...] = TITLES, dots: str = ". . . . .", *more: str) -> Page:
    lines = [*(f"{title} {dots} {number}" for title, number in zip(titles, pages, strict=True)), *more]
    return page([], [word(100 + 20 * x, 102 + 14 * y, text, 16) for y, line in enumerate(lines) for x, text in enumerate(line.split())])


def is_left_out(where: Page) -> bool:
    found = leave_out_contents(draft(where, BOX))
    assert found.figures == (() if found.regions else (BOX,))
    return not found.regions


def test_titles_before_page_numbers_in_order_are_left_out() -> None:
    assert is_left_out(listed(("3", "3", "4", "7", "12", "15")))
    assert is_left_out(listed(("3", "3", "4", "7", "12", "15"), TITLES, ".....", "Contents", "Part two 9"))


@pytest.mark.parametrize(
    "where",
    [
        listed(("3", "3", "4", "2", "12", "15")),  # amounts
        listed(("3", "3", "4", "7", "12", "1,150")),
        listed(("3", "3", "3", "3", "3", "3")),
        listed(("3", "4", "7", "12", "15"), TITLES[:5]),  # few
        listed(("3", "3", "4", "7", "12", "15"), TITLES, ""),
        listed(("3", "3", "4", "7", "12", "15"), ("2011", "2012", "2013", "2014", "2015", "2016")),
        listed(("3", "3", "4", "7", "12", "15"), TITLES, ". . . .", *(f"{text} 5 6" for text in "abcdefg")),  # less than half of the lines
    ],
)
def test_tables_stay(where: Page) -> None:
    assert not is_left_out(where)


def test_given_regions_stay_and_weak_ones_go_without_a_word() -> None:
    where = listed(("3", "3", "4", "7", "12", "15"))
    given = RegionDraft(where, (TableRegion(BOX, 1.0, is_given=True),))
    assert leave_out_contents(given) is given
    weak = leave_out_contents(draft(where, weak=(TableRegion(BOX, 0.4, is_weak=True),)))
    assert (weak.candidates, weak.figures) == ((), ())
