"""One region per place, whatever a detector claims twice; the words say which way it is turned."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pytest

from pipeline.regions import RegionDraft, apply_rules
from pipeline.regions.rules.one_per_place import is_same_place, keep_one_per_place
from pipeline.regions.rules.reading_direction import turn_as_read
from pipeline.types import Page, TableRegion
from table import BBox, DetectionLabel, Word

ROTATED = DetectionLabel.TABLE_ROTATED
BIG = BBox(0, 0, 100, 100)


def region(bbox: BBox, score: float, label: DetectionLabel = DetectionLabel.TABLE) -> TableRegion:
    return TableRegion(bbox, score, label=label)


def rotated(bbox: BBox, score: float) -> TableRegion:
    """As it comes out: turned clockwise."""
    return TableRegion(bbox, score, 90, ROTATED)


def words(width: float, height: float, count: int = 5) -> list[Word]:
    return [Word("word", BBox(10, 15 * i, 10 + width, 15 * i + height)) for i in range(count)]


def kept(candidates: Sequence[TableRegion], words: Sequence[Word] = ()) -> list[TableRegion]:
    page = Page(1, 600, 800, tuple(words), (), (), "pdf", lambda scale: np.zeros((1, 1, 3), np.uint8))
    draft, _ = apply_rules((keep_one_per_place, turn_as_read), RegionDraft(page, tuple(candidates)))
    return list(draft.regions)


@pytest.mark.parametrize(
    ("other", "same"),
    [
        (BIG, True),
        (BBox(0, 0, 100, 51), True),  # IoU 0.51
        (BBox(0, 0, 30, 30), True),  # nested
        (BBox(80, 0, 100, 30).shift(6, 0), True),  # 0.7 of the smaller inside
        (BBox(80, 0, 100, 30).shift(7, 0), False),
        (BBox(0, 60, 100, 160), False),
        (BBox(100, 0, 200, 100), False),  # touching
        (BBox(500, 0, 600, 100), False),
        (BBox(50, 50, 50, 50), False),  # no area
    ],
)
def test_same_place(other: BBox, same: bool) -> None:
    assert is_same_place(BIG, other) is same
    assert is_same_place(other, BIG) is same


def test_nothing_and_one() -> None:
    assert kept([]) == []
    assert kept([region(BIG, 0.9)]) == [region(BIG, 0.9)]


def test_the_better_of_two_stays_in_any_order_and_tables_come_top_to_bottom() -> None:
    candidates = [region(BIG.shift(0, 300), 0.99), region(BIG, 0.6), region(BBox(2, 2, 99, 99), 0.8), region(BBox(20, 20, 40, 40), 0.7)]
    for order in itertools.permutations(candidates):
        assert kept(order) == [region(BBox(2, 2, 99, 99), 0.8), region(BIG.shift(0, 300), 0.99)]


def test_neighbours_stay_apart_however_near() -> None:
    above, below = region(BBox(50, 100, 300, 120), 0.9), region(BBox(50, 122, 300, 400), 0.8)
    assert kept([below, above]) == [above, below]


def test_regions_that_the_caller_drew_stay_in_their_order_and_as_they_are() -> None:
    drawn = [TableRegion(BIG.shift(0, 50), 1.0, 180, id="b", is_given=True), TableRegion(BIG, 1.0, id="a", is_given=True)]
    assert kept(drawn, words(8, 14)) == drawn


def test_classes_compete_and_words_decide() -> None:
    upright, turned = region(BIG, 0.9), region(BBox(1, 1, 100, 100), 0.8, ROTATED)
    assert kept([upright, turned]) == [upright]  # no words: the better score
    assert kept([upright, turned], words(30, 10)) == [upright]
    assert kept([upright, turned], words(8, 14)) == [rotated(BIG, 0.9)]
    assert kept([upright], words(8, 14)) == [upright]  # uncontested


@pytest.mark.parametrize("rotation", [90, 180, 270])
@pytest.mark.parametrize("label", list(DetectionLabel))
def test_the_words_say_which_way_a_table_is_turned(rotation: int, label: DetectionLabel) -> None:
    turned = [replace(word, rotation=rotation) for word in words(8, 14)]
    (found,) = kept([region(BIG, 0.9, label)], [*turned, Word("p. 7", BBox(80, 90, 95, 98))])
    assert found.rotation == rotation
    assert found.label is (DetectionLabel.TABLE if rotation == 180 else ROTATED)


def test_words_that_stand_upright_keep_their_table_upright_and_without_words_the_class_decides() -> None:
    assert kept([region(BIG, 0.9, ROTATED)], words(30, 10)) == [region(BIG, 0.9)]
    assert kept([region(BIG, 0.9, ROTATED)], words(30, 10, 2)) == [rotated(BIG, 0.9)]  # two words say nothing
    assert kept([region(BIG, 0.9, ROTATED)], words(8, 14)) == [rotated(BIG, 0.9)]  # a reader without directions
    assert kept([region(BIG, 0.9, ROTATED)]) == [rotated(BIG, 0.9)]
