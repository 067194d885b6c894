"""Values wrong or lost, on tables small enough to count by eye."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from grits import ValueCounts, value_counts
from table import Cell
from tests.bench.builders import grid


def test_all_right_whatever_the_spaces_and_dashes() -> None:
    assert value_counts(grid("a b | −1", " | 2"), grid("ab | -1", " | 2")) == ValueCounts(3, 3)


def test_a_lost_row_loses_its_values_only() -> None:
    assert value_counts(grid("a | 1", "b | 2", "c | 3"), grid("a | 1", "c | 3")) == ValueCounts(6, 4)


def test_two_values_in_one_cell_are_both_wrong() -> None:
    assert value_counts(grid("a | 1 | 2", "b | 3 | 4"), grid("a | 1 2", "b | 3 4")) == ValueCounts(6, 2)


def test_a_value_under_another_row_is_wrong() -> None:
    assert value_counts(grid("a | 1", "b | "), grid("a | ", "b | 1")) == ValueCounts(3, 2)


def test_a_spanning_cell_counts_once() -> None:
    wide = [Cell(range(1), range(2), "Sum"), Cell(range(1, 2), range(1), "1"), Cell(range(1, 2), range(1, 2), "2")]
    assert value_counts(wide, wide) == ValueCounts(3, 3)
    assert value_counts(wide, grid("Sum | ", "1 | 2")) == ValueCounts(3, 3)


def test_nothing_predicted_and_nothing_true() -> None:
    assert value_counts(grid("a | 1"), None) == ValueCounts(2, 0)
    assert value_counts(grid(" | "), grid("a | b")) == ValueCounts(0, 0)
    assert value_counts(grid("a | 1"), ()) == ValueCounts(2, 0)
    assert (ValueCounts(3, 2) + ValueCounts(1, 1)).num_wrong == 1


@given(st.lists(st.lists(st.sampled_from(["", "a", "1", "2"]), min_size=2, max_size=2), min_size=1, max_size=5))
def test_every_table_answers_itself(texts: list[list[str]]) -> None:
    table = grid(*(" | ".join(line) for line in texts))
    counts = value_counts(table, table)
    assert counts.num_wrong == 0
    assert counts.num == sum(bool(text) for line in texts for text in line)
