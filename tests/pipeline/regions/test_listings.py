"""Listings of programs are no tables: most of their lines begin or end as a program's do, in tables hardly one does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.regions import RegionDraft
from pipeline.regions.rules.listings import leave_out_listings
from pipeline.types import TableRegion
from table import BBox, Ruling, Word
from tests.pipeline.regions.drawn_pages import draft, grid, page, word

BOX = BBox(98, 98, 500, 202)


def words(*lines: str) -> list[Word]:
    """The lines, letters of 5 points; ``|`` is a wide gap."""
    found: list[Word] = []
    for at, line in enumerate(lines):
        x = 100.0
        for text in line.replace("|", " | ").split():
            found += [] if text == "|" else [word(x, 102 + 14 * at, text, 5.0 * len(text))]
            x += 40 if text == "|" else 5.0 * len(text) + 3
    return found


def is_left_out(*lines: str, rulings: tuple[Ruling, ...] = ()) -> bool:
    found = leave_out_listings(draft(page(rulings, words(*lines)), BOX))
    assert found.figures == (() if found.regions else (BOX,))
    return not found.regions


@pytest.mark.parametrize(
    "lines",
    [
        ("model;", "a = b * 2;", "c = d", "end;"),
        ("small | & | 3 | & | 5 \\\\", "large | & | 4 | & | 6 \\\\"),
        ("> y <- c( | 27, | 82,", "+ 340, | 384,"),
        ("\\begin{figure}[h]", "\\centering", "\\end{figure}"),
        ("int main() {", "/* none */", "}"),
        ("of it.", "range('A1', 4) | # 4 volt", "range('A1', 8) | # 8 volt"),
    ],
)
def test_listings_are_left_out(lines: tuple[str, ...]) -> None:
    assert is_left_out(*lines)


@pytest.mark.parametrize(
    "lines",
    [
        ("name | use;", "a | b", "c | d"),
        ("\\alpha | the letter", "\\beta{x} | another"),
        ("\\S{x} | \\S*{x}", "\\T{x} | \\T*{x}"),  # entries side by side
        ("+ 5 | 6", "+ 7 | 8"),  # no prompt
        ("a = b;",),
        ("Length (m) | # 4", "Width (m) | 5"),
        ("0 | 2 * (a + 1)//2", "1 | (a + 3)//4"),
    ],
)
def test_tables_stay(lines: tuple[str, ...]) -> None:
    assert not is_left_out(*lines)


def test_what_is_drawn_or_given_stays() -> None:
    lines = ("a; | b;", "c; | d;", "e; | f;")
    assert is_left_out(*lines)
    drawn = tuple(replace(one, bbox=one.bbox.shift(-2, -2)) for one in grid(100, 98, 3, 2))
    framed = page(drawn, [word(104 + 60 * x, 102 + 20 * y, text, 10) for y in range(3) for x, text in enumerate(("a;", "b;"))])
    assert leave_out_listings(draft(framed, BOX)).regions
    given = RegionDraft(page([], words(*lines)), (TableRegion(BOX, 1.0, is_given=True),))
    assert leave_out_listings(given) is given


def test_weak_ones_go_without_a_word() -> None:
    found = leave_out_listings(draft(page([], words("a;", "b;")), weak=(TableRegion(BOX, 0.4, is_weak=True),)))
    assert (found.candidates, found.figures) == ((), ())
