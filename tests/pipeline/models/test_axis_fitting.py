"""The layout model's rows and columns, fitted to the caller's box and to the grid made of them."""

from __future__ import annotations

from itertools import pairwise

import pytest

from pipeline.models.axis_detr.fitting import fitted, within_given
from pipeline.types import GridLines, Interval, StructureObject
from table import BBox, StructureLabel
from tests.pipeline.structure.builders import view

ROW, COLUMN = StructureLabel.ROW, StructureLabel.COLUMN
FOUND = [(ROW, BBox(5, 5, 95, 14)), (ROW, BBox(5, 16, 95, 25)), (COLUMN, BBox(5, 5, 48, 25)), (COLUMN, BBox(52, 5, 95, 25))]


def objects(boxes: list[tuple[StructureLabel, BBox]]) -> list[StructureObject]:
    return [StructureObject(label, 0.9, box) for label, box in boxes]


def lines(*borders: float) -> tuple[Interval, ...]:
    return tuple(Interval(a, b) for a, b in pairwise(borders))


def boxes_on(rows: tuple[Interval, ...], columns: tuple[Interval, ...]) -> list[tuple[float, ...]]:
    return [tuple(item.bbox) for item in fitted(objects(FOUND), GridLines(rows, columns))]


def test_outer_borders_reach_the_words_of_the_grid_and_inner_ones_are_its_own() -> None:
    assert boxes_on(lines(4, 15, 24), lines(5, 51, 101)) == [(5, 4, 101, 15), (5, 15, 101, 25), (5, 4, 51, 25), (51, 4, 101, 25)]


def test_a_row_or_column_that_the_words_added_is_no_part_of_the_outer_one() -> None:
    found = boxes_on(lines(5, 15, 26, 40), lines(5, 50, 96, 150))
    assert found == [(5, 5, 150, 15), (5, 15, 150, 26), (5, 5, 50, 40), (50, 5, 96, 40)]


def test_borders_stay_where_the_grid_joined_rows_or_parted_columns() -> None:
    found = boxes_on(lines(5, 25), lines(5, 30, 60, 95))  # one row; another column between the two
    assert [box[1:4:2] for box in found[:2]] == [(5, 14), (16, 25)]
    assert [box[0:3:2] for box in found[2:]] == [(5, 48), (52, 95)]


@pytest.mark.parametrize(("is_given", "count"), [(True, 2), (False, 4)])
def test_rows_and_columns_in_the_padding_of_a_given_box_are_left_out(is_given: bool, count: int) -> None:
    region = view(bbox=BBox(0, 15, 50, 30), is_given=is_given)
    kept = within_given([*objects(FOUND), StructureObject(StructureLabel.TABLE, 0.9, BBox(0, 0, 100, 30))], region)
    assert len(kept) == count + 1  # the table object stays
    assert [tuple(item.bbox) for item in kept[:2]] == (
        [tuple(FOUND[1][1]), tuple(FOUND[2][1])] if is_given else [tuple(b) for _, b in FOUND[:2]]
    )
