"""A title drawn in with its table is of the table; what no frame closes, or what is more than a few lines high, is not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.regions.rules.framed_bands import take_framed_bands
from table import BBox, Ruling, Word
from tests.pipeline.regions.drawn_pages import boxes_of, draft, grid_words, page, word

BOX = BBox(98, 98, 282, 202)
ACROSS = [Ruling(BBox(100, y, 280, y)) for y in (100, 120, 200)]
TITLE = word(110, 84, "Sales")


def band(top: float, bottom: float) -> list[Ruling]:
    level = top if bottom <= 150 else bottom
    return [Ruling(BBox(100, level, 280, level)), *(Ruling(BBox(x, top, x, bottom)) for x in (100, 280))]


def grown(rulings: list[Ruling], *words: Word, box: BBox = BOX) -> tuple[float, ...]:
    (found,) = boxes_of(take_framed_bands(draft(page([*ACROSS, *rulings], [*grid_words(100, 100, 5, 3), *words]), box)))
    return found


def test_a_title_in_the_frame_is_of_the_table() -> None:
    assert grown(band(76, 100), TITLE) == (98, 76, 282, 202)


def test_a_note_in_the_frame_below_is_of_the_table() -> None:
    assert grown(band(200, 224), word(110, 208, "Source")) == (98, 98, 282, 224)


@pytest.mark.parametrize(
    "rulings",
    [
        [],
        band(76, 100)[:1],  # no sides
        band(76, 100)[:2],  # one side
        band(76, 100)[1:],  # no top
        band(40, 100),  # higher than three lines
        [Ruling(BBox(40, 76, 340, 76)), *band(76, 100)[1:]],  # wider than the table
    ],
)
def test_what_no_frame_closes_is_not(rulings: list[Ruling]) -> None:
    assert grown(rulings, TITLE) == tuple(BOX)


def test_a_blank_band_and_one_of_a_neighbour_are_left() -> None:
    assert grown(band(76, 100)) == tuple(BOX)
    where = page([*ACROSS, *band(76, 100)], [*grid_words(100, 100, 5, 3), TITLE])
    start = draft(where, BOX, BBox(98, 60, 282, 96))
    assert take_framed_bands(start) == start


def test_a_caption_in_a_band_stays_one() -> None:
    assert grown(band(76, 100), word(110, 84, "Exhibit", 30), word(142, 84, "9", 8)) == tuple(BOX)


def test_a_box_of_the_caller_stays() -> None:
    start = draft(page([*ACROSS, *band(76, 100)], [*grid_words(100, 100, 5, 3), TITLE]), BOX)
    given = replace(start, regions=tuple(replace(region, is_given=True) for region in start.regions))
    assert take_framed_bands(given) == given
