"""A listing that prints each record on two lines has two rows a record; cells that wrap do not."""

from __future__ import annotations

from pipeline.structure.rules.part_listings import part_listings
from tests.pipeline.structure.builders import column, draft, grid_words, row, view

RECORD = ("a | b | c | . | e", "1 | 2 | 3 | 4 | .")


def num_rows(*lines: str) -> int:
    """Rows left of those that hold two of the lines each."""
    objects = [*(row(28.0 * r, 28.0 * r + 24, x1=250) for r in range(len(lines) // 2))]
    objects += [column(50.0 * c, 50.0 * c + 50) for c in range(5)]
    return len(part_listings(draft(objects, view(grid_words(*lines, height=14.0)))).rows)


def test_each_line_of_a_record_is_a_row() -> None:
    assert num_rows(*RECORD * 4) == 8


def test_now_and_then_a_column_may_be_filled_on_the_other_line_too() -> None:
    assert num_rows(*RECORD * 5, "a | b | c | x | e", RECORD[1]) == 12


def test_second_lines_that_only_add_to_the_first_are_no_rows() -> None:
    assert num_rows(*("a | b | c | d | e", "1 | 2 | 3 | 4 | .") * 4) == 4
    assert num_rows(*("a | b | c | . | .", "1 | 2 | 3 | 4 | 5") * 4) == 4  # values beside the last line of labels


def test_few_records_or_few_columns_make_no_listing() -> None:
    assert num_rows(*RECORD * 3) == 3
    assert num_rows(*("a | . | . | . | e", "1 | . | . | 4 | .") * 4) == 4
