"""TableRecordMatch, GTRM and T-LAG by hand."""

from __future__ import annotations

import pytest

from grits import grits_con, gtrm, t_lag, table_record_match
from grits.logical_adjacency import MAX_EDGES
from grits.records import records_of
from grits.scores import ScoreLimitError
from table import Cell, Table
from tests.bench.builders import grid

PEOPLE = grid("Name | Age", "Ann | 30", "Bob | 41", headers=1)


def test_order_of_rows_and_columns_does_not_matter() -> None:
    swapped = grid("Age | Name", "41 | Bob", "30 | Ann", headers=1)
    assert table_record_match(PEOPLE, swapped) == 1.0
    assert gtrm(PEOPLE, swapped) == pytest.approx((grits_con(PEOPLE, swapped).value + 1) / 2)


def test_missing_and_extra_columns_and_records_cost() -> None:
    assert table_record_match(PEOPLE, grid("Name", "Ann", "Bob", headers=1)) == 0.5
    assert table_record_match(PEOPLE, grid("Name | Age | Town", "Ann | 30 | X", "Bob | 41 | Y", headers=1)) == pytest.approx(2 / 3)
    assert table_record_match(PEOPLE, grid("Name | Age", "Ann | 30", headers=1)) == 0.5
    assert table_record_match(PEOPLE, grid("Name | Age", "Ann | 30", "Bob | 41", "Eve | 9", headers=1)) == pytest.approx(2 / 3)


def test_a_prediction_without_a_header_has_no_column_in_common() -> None:
    assert table_record_match(PEOPLE, grid("Name | Age", "Ann | 30", "Bob | 41")) == 0.0
    assert table_record_match(grid("a | 1"), grid("a | 1")) == 1.0


def test_values_are_compared_without_thousands_spaces_and_signs_for_nothing() -> None:
    truth = grid("Item | Sum", "a | $1,000", "b | -", "c..... | 5 %", headers=1)
    assert table_record_match(truth, grid("item | sum", "a | $ 1000", "b | n/a", "c | 5%", headers=1)) == 1.0


def test_levels_of_a_header_are_one_key_and_equal_keys_are_numbered() -> None:
    top = [Cell(range(1), range(2), "Size", is_column_header=True)]
    low = [Cell(range(1, 2), range(k, k + 1), text, is_column_header=True) for k, text in enumerate(["low", "low"])]
    body = [Cell(range(2, 3), range(k, k + 1), text) for k, text in enumerate("12")]
    assert records_of(Table(3, 2, (*top, *low, *body))).keys == ("Size low_0", "Size low_1")
    blank = records_of(grid("a | | b", "1 | | 2", " | | ", headers=1))
    assert (blank.keys, blank.rows) == (("a", "b"), (("1", "2"),))


def test_nothing_on_both_sides_is_right() -> None:
    assert table_record_match(grid("a | b", headers=1), grid("a | b", headers=1)) == 1.0
    assert table_record_match(PEOPLE, ()) == 0.0


def test_t_lag_of_a_perfect_and_of_a_lost_table() -> None:
    assert t_lag(PEOPLE, PEOPLE).value == 1.0
    assert t_lag(PEOPLE, grid("x")).value == 0.0
    assert t_lag(grid("abcdefg"), grid("abcdefg")).value == 1.0
    assert t_lag((), ()).value == 1.0


def test_t_lag_counts_each_neighbour_once_and_texts_by_the_seventh_power() -> None:
    wide = [Cell(range(1), range(2), "top"), Cell(range(1, 2), range(1), "a"), Cell(range(1, 2), range(1, 2), "b")]
    assert t_lag(wide, grid("top | top", "a | b")).precision == pytest.approx(3 / 4)  # three edges in four: top to top is new
    found = t_lag(grid("abcde | x"), grid("abcdX | x"))
    assert found.value == pytest.approx(0.8**7)


def test_t_lag_takes_signs_for_no_value_as_equal_and_directions_apart() -> None:
    assert t_lag(grid("a | -"), grid("a | n/a")).value == 1.0
    assert t_lag(grid("a | -"), grid("a | 0")).value == 0.0
    assert t_lag(grid("a | b"), grid("a", "b")).value == 0.0


def test_huge_tables_are_refused() -> None:
    cells = [Cell(range(1), range(k, k + 1), str(k)) for k in range(MAX_EDGES + 2)]
    with pytest.raises(ScoreLimitError):
        t_lag(cells, cells)
