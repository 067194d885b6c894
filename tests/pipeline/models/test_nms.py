from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from pipeline.models.nms import is_same_place, keep_tables, with_label
from pipeline.types import TableRegion
from table import BBox, DetectionLabel, Word

ROTATED = DetectionLabel.TABLE_ROTATED
BIG = BBox(0, 0, 100, 100)


def region(bbox: BBox, score: float, label: DetectionLabel = DetectionLabel.TABLE) -> TableRegion:
    return with_label(TableRegion(bbox, score), label)


def words(width: float, height: float, count: int = 5) -> list[Word]:
    return [Word("word", BBox(10, 15 * i, 10 + width, 15 * i + height)) for i in range(count)]


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
    assert keep_tables([], []) == []
    assert keep_tables([region(BIG, 0.9)], []) == [region(BIG, 0.9)]


def test_the_better_of_two_stays_in_any_order_and_tables_come_top_to_bottom() -> None:
    candidates = [region(BIG.shift(0, 300), 0.99), region(BIG, 0.6), region(BBox(2, 2, 99, 99), 0.8), region(BBox(20, 20, 40, 40), 0.7)]
    for order in itertools.permutations(candidates):
        assert keep_tables(order, []) == [region(BBox(2, 2, 99, 99), 0.8), region(BIG.shift(0, 300), 0.99)]


def test_classes_compete_and_words_decide() -> None:
    upright, rotated = region(BIG, 0.9), region(BBox(1, 1, 100, 100), 0.8, ROTATED)
    assert keep_tables([upright, rotated], []) == [upright]  # no words: the better score
    assert keep_tables([upright, rotated], words(30, 10)) == [upright]
    assert keep_tables([upright, rotated], words(8, 14)) == [with_label(upright, ROTATED)]
    assert keep_tables([upright], words(8, 14)) == [upright]  # uncontested


@pytest.mark.parametrize("rotation", [90, 180, 270])
@pytest.mark.parametrize("label", list(DetectionLabel))
def test_the_words_say_which_way_a_table_is_turned(rotation: int, label: DetectionLabel) -> None:
    turned = [replace(word, rotation=rotation) for word in words(8, 14)]
    (found,) = keep_tables([region(BIG, 0.9, label)], [*turned, Word("p. 7", BBox(80, 90, 95, 98))])
    assert found.rotation == rotation
    assert found.label is (DetectionLabel.TABLE if rotation == 180 else ROTATED)


def test_words_that_stand_upright_keep_their_table_upright_and_without_words_the_class_decides() -> None:
    assert keep_tables([region(BIG, 0.9, ROTATED)], words(30, 10)) == [region(BIG, 0.9)]
    assert keep_tables([region(BIG, 0.9, ROTATED)], words(30, 10, 2)) == [region(BIG, 0.9, ROTATED)]  # two words say nothing
    assert keep_tables([region(BIG, 0.9, ROTATED)], words(8, 14)) == [region(BIG, 0.9, ROTATED)]  # a reader without directions


def test_a_rotated_table_is_turned_clockwise() -> None:
    assert region(BIG, 1, ROTATED).rotation == 90
    assert with_label(region(BIG, 1, ROTATED), DetectionLabel.TABLE).rotation == 0
