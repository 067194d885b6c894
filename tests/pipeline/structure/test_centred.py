"""Labels in the middle of their rows share them out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.structure.draft import stand
from pipeline.structure.rules.centre_label_spans import centre_label_spans
from pipeline.types import Span
from table import BBox, Ruling
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view, word


def shares(*middles: float, rows: int, seen: range) -> list[range]:
    """The rows of 10 points of each label in the first column, in order; the model has seen one over ``seen``."""
    labels = [word(chr(ord("a") + index), 2, middle - 4) for index, middle in enumerate(middles)]
    values = grid_words(*(f". | {number}" for number in range(rows)))
    start = stand(draft(grid_objects(rows, 2), view([*labels, *values])))
    return [span.rows for span in centre_label_spans(replace(start, spans=(Span(seen, range(1)),))).spans]


def test_groups_of_one_size_whose_labels_stand_alike() -> None:
    assert shares(10, 30, 50, rows=6, seen=range(3)) == [range(2), range(2, 4), range(4, 6)]
    assert shares(15, 55, 95, rows=12, seen=range(5)) == [range(4), range(4, 8), range(8, 12)]  # beside the second row of four


def test_groups_of_several_sizes_whose_labels_stand_in_the_middle() -> None:
    assert shares(15, 40, 60, 85, rows=10, seen=range(5, 8)) == [range(3), range(3, 5), range(5, 7), range(7, 10)]


@pytest.mark.parametrize(
    ("middles", "seen"),
    [
        pytest.param((5, 35, 45), range(3), id="every label stands on a row"),
        pytest.param((10, 42), range(3), id="two labels, one off the middle"),
        pytest.param((5, 35), range(3), id="two labels, each on a row"),
    ],
)
def test_other_labels_stay_where_the_model_has_them(middles: tuple[float, ...], seen: range) -> None:
    assert shares(*middles, rows=6, seen=seen) == [seen]


def test_two_labels_of_which_one_stands_between_its_rows() -> None:
    assert shares(5, 20, rows=3, seen=range(2)) == [range(1, 3)]


def test_many_labels_are_shared_out_in_one_pass() -> None:
    sizes = [3, 2] * 300
    starts = [sum(sizes[:index]) for index in range(len(sizes))]
    middles = [10 * start + 5 * size for start, size in zip(starts, sizes, strict=True)]
    found = shares(*middles, rows=sum(sizes), seen=range(2))
    assert found == [range(start, start + size) for start, size in zip(starts, sizes, strict=True)]


def test_a_label_in_the_middle_between_lines_across_has_all_rows_there() -> None:
    values = grid_words(*(f". | {number}" for number in range(8)))

    def rows_of(label: float, *lines: float) -> list[range]:
        rulings = [Ruling(BBox(0, y, 100, y)) for y in lines]
        start = stand(draft(grid_objects(8, 2), view([word("a", 2, label - 4), *values], rulings)))
        return [span.rows for span in centre_label_spans(replace(start, spans=(Span(range(5, 8), range(1)),))).spans]

    assert rows_of(55, 30) == [range(3, 8)]
    assert rows_of(55) == [range(5, 8)]  # nothing closes its group
    assert rows_of(65, 30) == [range(5, 8)]  # not in the middle
