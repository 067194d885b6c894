"""Boxes of what is read from a picture stand off its words; those of text layers, given ones and tables without boxes stay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.options import Options
from pipeline.page import read_page
from pipeline.regions.rules.stand_off_ink import ABOVE, BESIDE, stand_off_ink, with_box
from pipeline.types import Page, TableRegion
from table import BBox, Cell, Ruling, Table, Word
from tests.fakes import FakeDetector, FakeRecognizer
from tests.pipeline.regions.drawn_pages import page

BOX = BBox(100, 100, 180, 150)
WORDS = [Word("a", BBox(100, 100, 120, 110), 1), Word("b", BBox(160, 100, 180, 110), 1), Word("c", BBox(100, 140, 120, 150), 2)]
OUTER = BBox(100 - 10 * BESIDE, 100 - 10 * ABOVE, 180 + 10 * BESIDE, 150 + 10 * ABOVE)


def seen(words: list[Word] = WORDS) -> Page:
    return replace(page([], words), text_source="ocr", pixels_per_point=2.0)


def test_a_box_on_a_picture_gets_a_margin() -> None:
    assert stand_off_ink(seen(), BOX, 0) == OUTER
    assert stand_off_ink(page([], WORDS), BOX, 0) == BOX
    assert stand_off_ink(seen([]), BOX, 0) == BOX


def test_words_around_end_the_margin() -> None:
    caption, neighbour = Word("Table 1", BBox(110, 90, 150, 98.5), 3), Word("x", BBox(183, 110, 190, 120), 4)
    assert stand_off_ink(seen([*WORDS, caption, neighbour]), BOX, 0) == BBox(OUTER.x0, 98.5, 183, OUTER.y1)


def test_a_turned_table_has_its_sides_above_and_below() -> None:
    turned = [replace(word, bbox=BBox(word.bbox.y0, word.bbox.x0, word.bbox.y1, word.bbox.x1), rotation=90) for word in WORDS]
    box = BBox(100, 100, 150, 180)
    assert stand_off_ink(seen(turned), box, 90) == BBox(OUTER.y0, OUTER.x0, OUTER.y1, OUTER.x1)


def test_the_page_ends_the_margin() -> None:
    words = [Word("a", BBox(0, 2, 20, 12), 1)]
    assert stand_off_ink(seen(words), BBox(0, 2, 20, 12), 0) == BBox(0, max(0.0, 2 - 10 * ABOVE), 20 + 10 * BESIDE, 12 + 10 * ABOVE)


def test_outer_cells_move_with_the_box() -> None:
    cells = tuple(Cell(range(1), range(at, at + 1), "x", bbox=BBox(100 + 40 * at, 100, 140 + 40 * at, 150)) for at in range(2))
    table = with_box(Table(1, 2, cells, bbox=BOX), OUTER)
    assert table.bbox == OUTER
    assert [cell.bbox for cell in table.cells] == [BBox(OUTER.x0, OUTER.y0, 140, OUTER.y1), BBox(140, OUTER.y0, OUTER.x1, OUTER.y1)]
    assert [cell.text for cell in table.cells] == ["x", "x"]


@pytest.mark.parametrize("is_given", [True, False])
def test_a_given_box_stays(is_given: bool) -> None:
    given = [TableRegion(BOX, 1.0, is_given=is_given)]
    (outcome,) = read_page(seen(), Options(), recognizer=FakeRecognizer(), given=given).outcomes
    assert outcome.table is not None
    assert outcome.table.bbox is not None
    without = read_page(seen(), Options(without=frozenset({"stand_off_ink"})), recognizer=FakeRecognizer(), given=given).outcomes[0].table
    assert without is not None
    assert (outcome.table.bbox == without.bbox) == is_given
    assert [cell.text for cell in outcome.table.cells] == [cell.text for cell in without.cells]


def test_regions_without_a_recognizer_get_it_too() -> None:
    found = read_page(seen(), Options(), detector=FakeDetector(BOX))
    without = read_page(seen(), Options(without=frozenset({"stand_off_ink"})), detector=FakeDetector(BOX))
    assert found.regions[0].bbox == stand_off_ink(seen(), without.regions[0].bbox, 0) != without.regions[0].bbox


def framed(*boxes: BBox, words: list[Word] = WORDS) -> BBox:
    return stand_off_ink(replace(seen(words), rulings=tuple(map(Ruling, boxes))), BOX, 0)


def test_a_box_reaches_to_the_frame_around() -> None:
    sides = (BBox(85, 95, 85, 155), BBox(195, 95, 195, 155))
    levels = (BBox(85, 95, 195, 95), BBox(85, 155, 195, 155))
    assert framed(*sides, *levels) == BBox(85, 95, 195, 155)
    assert framed(BBox(150, 158, 180, 158)) == replace(OUTER, y1=158)  # below a total


@pytest.mark.parametrize(
    "ruling",
    [
        BBox(70, 95, 70, 155),  # too far
        BBox(85, 95, 85, 115),  # along a line of it only
        BBox(85, 172, 195, 172),
        BBox(20, 155, 400, 155),  # across the page
        BBox(100, 158, 110, 158),  # a dash
    ],
)
def test_other_rulings_do_not_count(ruling: BBox) -> None:
    assert framed(ruling) == OUTER


def test_a_word_before_the_frame_is_in_the_way() -> None:
    side, label = BBox(85, 95, 85, 155), Word("x", BBox(87, 120, 93, 130), 4)
    assert framed(side, words=[*WORDS, label]).x0 == 95
