"""400 printed numbers and dates of ten locales: each is read right, or flagged; none is read wrong."""

from __future__ import annotations

import pytest

from table import Cell, Table
from table.values import ValueFlag, ValueType, type_table
from tests.table.values.printed import LOCALES, as_date, days, numbers


def columns_table(columns: list[list[str]]) -> Table:
    height = max(map(len, columns))
    cells = [
        Cell(range(row, row + 1), range(index, index + 1), column[row] if row < len(column) else "")
        for index, column in enumerate(columns)
        for row in range(height)
    ]
    return Table(height, len(columns), tuple(cells))


def test_there_are_400() -> None:
    assert sum(sum(map(len, numbers(locale))) + len(days(locale)) for locale in LOCALES) == 400
    assert len(LOCALES) == 10


@pytest.mark.parametrize("locale", LOCALES)
def test_numbers_of_a_locale_are_right_in_a_table(locale: str) -> None:
    columns = numbers(locale)
    grid = type_table(columns_table([[text for text, _ in column] for column in columns])).grid()
    for index, column in enumerate(columns):
        for row, (text, number) in enumerate(column):
            value = grid[row][index][1]
            assert value.number == number, (locale, text, value)
            assert not value.flags


@pytest.mark.parametrize("locale", LOCALES)
def test_numbers_of_a_lone_column_are_right_or_flagged(locale: str) -> None:
    for column in numbers(locale):
        grid = type_table(columns_table([[text for text, _ in column]])).grid()
        for row, (text, number) in enumerate(column):
            value = grid[row][0][1]
            assert value.number == number or value.flags, (locale, text, value)


@pytest.mark.parametrize("locale", LOCALES)
def test_dates_of_a_locale_are_right(locale: str) -> None:
    printed = days(locale)
    grid = type_table(columns_table([[text for text, _ in printed]])).grid()
    for row, (text, iso) in enumerate(printed):
        value = grid[row][0][1]
        if not iso:
            assert value.value is None
            continue
        assert value.type is ValueType.DATE, text
        assert value.value == as_date(iso), (text, value)
        assert value.precision == ("month" if len(iso) == 7 else "day")


def test_three_digits_behind_a_lone_sign_are_not_guessed() -> None:
    for text in ("1,234", "1.234"):
        value = type_table(columns_table([[text]])).values[0]
        assert value.number is None
        assert value.flags == (ValueFlag.AMBIGUOUS_LOCALE,)
        assert set(value.readings) == {"1234", "1.234"}


def test_a_writer_who_mixes_signs_is_not_guessed() -> None:
    values = type_table(columns_table([["7.704", "16,947", "35", "913"]])).values
    assert [value.number for value in values] == [None, None, 35, 913]


def test_a_slashed_date_alone_is_not_guessed() -> None:
    value = type_table(columns_table([["03/04/2015"]])).values[0]
    assert value.value is None
    assert value.flags == (ValueFlag.AMBIGUOUS_DATE,)
    assert value.readings == ("2015-04-03", "2015-03-04")
