"""A region ends at a caption, or at the legend of a listing, that it takes in."""

from __future__ import annotations

import pytest

from pipeline.regions import RegionDraft
from pipeline.regions.rules.captions_inside import end_at_captions
from pipeline.types import TableRegion
from table import Ruling, Word
from table.geometry import BBox
from tests.pipeline.regions.drawn_pages import boxes_of, draft, grid_words, page, word

BOX = BBox(98, 96, 290, 194)  # of three rows of three words, the last one 154 from the top


def line(y: float, text: str, x: float = 102.0) -> list[Word]:
    found = []
    for part in text.split():
        found.append(word(x, y, part, 5.0 * len(part)))
        x += 5.0 * len(part) + 3
    return found


def ended(*lines: tuple[float, str], rulings: tuple[float, ...] = (), box: BBox = BOX) -> tuple[float, ...]:
    """Top and bottom of the region after the rule."""
    words = [*grid_words(100, 100, 3, 3), *(one for y, text in lines for one in line(y, text))]
    drawn = [Ruling(BBox(100, y, 280, y)) for y in rulings]
    ((_, top, _, bottom),) = boxes_of(end_at_captions(draft(page(drawn, words), box)))
    return top, bottom


def test_a_caption_below_is_left_out() -> None:
    assert ended((166, "Table 2: List of functions")) == (96, 160)
    assert ended((166, "Tabela 2 – Lista"), (178, "de outras coisas")) == (96, 160)
    assert ended((166, "Table 2: List of functions"), rulings=(180,)) == (96, 194)  # closed below it
    assert ended((166, "Table 2 shows others")) == (96, 194)


def test_a_caption_above_is_left_out_where_it_stands_apart() -> None:
    above = BBox(98, 78, 290, 170)
    assert ended((84, "Table 2: List"), box=above) == (99, 170)
    assert ended((96, "Table 2: List"), box=above) == (78, 170)
    assert ended((96, "Table 2: List"), rulings=(105,), box=above) == (105, 170)
    assert ended((84, "Table 2: List"), rulings=(82,), box=above) == (78, 170)


def test_what_stars_mean_is_left_out_with_the_dashes_above() -> None:
    assert ended((166, "---"), (178, "Signif. codes: 0 *** 0.001")) == (96, 160)
    assert ended((166, "Signif. codes: 0 *** 0.001"), (178, "0.1 . 1")) == (96, 160)


@pytest.mark.parametrize("change", [{"is_given": True}, {"rotation": 90}])
def test_given_and_turned_regions_stay(change: dict[str, bool]) -> None:
    where = page([], [*grid_words(100, 100, 3, 3), *line(166, "Table 2: List of functions")])
    given = RegionDraft(where, (TableRegion(BOX, 0.9, **change),))  # type: ignore[arg-type]
    assert end_at_captions(given) is given
    alone = draft(page([], line(120, "Table 2: List") + line(140, "one two")), BOX)
    assert end_at_captions(alone) is alone  # nothing would be left


def boxed(y: float, x0: float = 100, x1: float = 280) -> list[Ruling]:
    """A box around one line, its lines across drawn cell by cell."""
    middle = (x0 + x1) / 2
    return [Ruling(BBox(a, at, b, at)) for at in (y - 4, y + 12) for a, b in ((x0, middle), (middle, x1))]


def test_a_caption_between_two_boxes_parts_them() -> None:
    words = [*line(100, "one two three four"), *line(130, "Table 2: List"), *line(160, "five six seven eight")]
    box = BBox(98, 90, 290, 175)
    assert boxes_of(end_at_captions(draft(page([*boxed(100), *boxed(160)], words), box))) == [(98, 90, 290, 119), (98, 149, 290, 175)]
    more = [*line(100, "one two"), *line(130, "Table 2 lists"), *line(160, "five six")]
    assert boxes_of(end_at_captions(draft(page([*boxed(100), *boxed(160)], more), box))) == [(98, 90, 290, 175)]
    sides = [Ruling(BBox(200, 96, 200, 172))]
    assert len(boxes_of(end_at_captions(draft(page([*boxed(100), *boxed(160), *sides], words), box)))) == 1  # a row of one table


def test_a_caption_above_a_box_of_one_line_is_left_out() -> None:
    words = [*line(100, "Table 2: List"), *line(130, "one two three four")]
    box = BBox(98, 98, 290, 145)
    assert boxes_of(end_at_captions(draft(page(boxed(130), words), box))) == [(98, 119, 290, 145)]
    assert boxes_of(end_at_captions(draft(page([], words), box))) == [(98, 98, 290, 145)]
