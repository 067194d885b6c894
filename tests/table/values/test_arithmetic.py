"""Totals: found by words and place, proved by sums, never claimed for what does not add up anyway."""

from __future__ import annotations

from dataclasses import replace

import pytest

from table import Cell, Table
from table.values import type_table
from table.values.arithmetic import find_totals, weigh_sums


def table(*lines: str, sections: tuple[int, ...] = ()) -> Table:
    rows = [[part.strip() for part in line.split("|")] for line in lines]
    cells: list[Cell] = []
    for r, row in enumerate(rows):
        if r in sections:
            cells.append(Cell(range(r, r + 1), range(len(rows[0])), row[0], is_projected_row_header=True))
            continue
        cells += [Cell(range(r, r + 1), range(c, c + 1), text, is_column_header=r == 0, confidence=0.8) for c, text in enumerate(row)]
    return Table(len(rows), len(rows[0]), tuple(cells))


SALES = ("Item | 2014 | 2015", "apples | 1,200.5 | 10", "pears | - | 20", "plums | 300.0 | 30", "Total | 1,500.5 | 60")


def test_a_total_is_proved_and_raises_confidence() -> None:
    total = find_totals(type_table(table(*SALES)))[0]
    assert (total.axis, total.index, total.terms) == ("row", 4, (1, 2, 3))
    assert total.confirmed == ((4, 1), (4, 2))
    weighed = weigh_sums(type_table(table(*SALES)))
    assert [cell.confidence for cell in weighed.owners()[1]] == [0.8, 0.9, 0.9]
    assert "sum_mismatch" not in weighed.flags


def test_a_lost_value_is_named() -> None:
    lines = ("Item | a | b | c | d", "x | 10 | 20 | 5 | 7", "y | 30 | 40 | 6 | 8", "z | 50 | 60 | 7 | 9", "Total | 90 | 120 | 18 | 42")
    typed = type_table(table(*lines))
    total = find_totals(typed)[0]
    wrong = total.mismatches
    assert [(m.row, m.column, m.printed, m.expected) for m in wrong] == [(4, 4, 42, 24)]
    assert "sum_mismatch" in weigh_sums(typed).flags


def test_rounding_and_brackets_are_allowed_for() -> None:
    lines = ("Item | a | b", "x | 0.33 | (5)", "y | 0.33 | 12", "z | 0.33 | 3", "Total | 1.00 | 10")
    assert find_totals(type_table(table(*lines)))[0].confirmed == ((4, 1), (4, 2))


def test_subtotals_and_their_total() -> None:
    lines = (
        "Item | a | b", "x | 1 | 2", "y | 3 | 4", "Subtotal | 4 | 6", "u | 5 | 6", "v | 7 | 8", "Subtotal | 12 | 14",
        "Grand total | 16 | 20",
    )  # fmt: skip
    found = {total.index: total.terms for total in find_totals(type_table(table(*lines)))}
    assert found == {3: (1, 2), 6: (4, 5), 7: (3, 6)}


def test_a_column_of_totals() -> None:
    lines = ("Item | men | women | All", "x | 1 | 2 | 3", "y | 3 | 4 | 7", "z | 5 | 5 | 10", "u | 2 | 9 | 11")
    total = find_totals(type_table(table(*lines)))[0]
    assert (total.axis, total.index, total.terms, len(total.confirmed)) == ("column", 3, (1, 2), 4)


def test_nothing_is_claimed_without_proof() -> None:
    averages = ("Item | a | b", "x | 10 | 20", "y | 30 | 40", "Total | 20 | 30")
    assert find_totals(type_table(table(*averages))) == ()
    assert find_totals(type_table(Table(0, 0, ()))) == ()
    shares = ("Item | a | b", "x | 50 % | 20 %", "y | 50 % | 80 %", "Total | 100 % | 100 %")
    assert find_totals(type_table(table(*shares))) == ()


BALANCE = (
    "Item | 2014 | 2013", "cash | $1,200 | $1,100", "stocks | 2,310 | 2,450", "Total current assets | 3,510 | 3,550",
    "plant | 5,020 | 4,900", "goodwill | 740 | 740", "Total assets | $9,270 | $9,190",
)  # fmt: skip


def test_a_total_of_a_subtotal_and_what_follows_it() -> None:
    found = {total.index: total.terms for total in find_totals(type_table(table(*BALANCE)))}
    assert found == {3: (1, 2), 6: (3, 4, 5)}


@pytest.mark.parametrize(("row", "column", "text"), [(2, 1, "2,370"), (2, 2, ""), (5, 1, "74"), (6, 2, "9,790")])
def test_one_sound_column_shows_what_is_wrong_in_the_other(row: int, column: int, text: str) -> None:
    hurt = changed(table(*BALANCE), {(row, column): text})
    assert [wrong.column for total in find_totals(type_table(hurt)) for wrong in total.mismatches] == [column]


def test_a_value_in_the_column_beside_its_own_is_named_in_both() -> None:
    plain = [line.replace(",", "") for line in BALANCE]
    hurt = changed(table(*plain), {(4, 1): "4900", (4, 2): "5020"})
    assert [(wrong.row, wrong.column) for total in find_totals(type_table(hurt)) for wrong in total.mismatches] == [(6, 1), (6, 2)]


def test_a_lost_total_is_named_where_its_column_adds_up_elsewhere() -> None:
    lines = [f"{line} | {third}" for line, third in zip(BALANCE, ("2012", "90", "810", "900", "65", "35", "1,000"), strict=True)]
    hurt = changed(table(*lines), {(6, 3): ""})
    (wrong,) = [wrong for total in find_totals(type_table(hurt)) for wrong in total.mismatches]
    assert (wrong.row, wrong.column, wrong.printed, wrong.expected) == (6, 3, 0, 1000)


def test_averages_shares_and_deductions_beside_sums_are_no_faults() -> None:
    averages = (
        "Item | a | b | Mean age",
        "x | 1,200 | 300 | 61",
        "y | 1,500 | 410 | 62",
        "z | 40 | 12 | 59",
        "Total | 2,740 | 722 | 61",
    )
    assert [total.mismatches for total in find_totals(type_table(table(*averages)))] == [()]
    ages = ("Item | a | b | age", "x | 1,200 | 300 | 61", "y | 1,500 | 410 | 62", "z | 40 | 12 | 59", "Total | 2,740 | 722 | 61")
    assert [total.mismatches for total in find_totals(type_table(table(*ages)))] == [()]
    deducted = (
        "Item | a | b | c",
        "x | 1,200 | 3,000 | 500",
        "y | 1,500 | 410 | 600",
        "less: z | - | - | 70",
        "Total | 2,700 | 3,410 | 1,030",
    )
    assert [total.mismatches for total in find_totals(type_table(table(*deducted)))] == [()]


def test_a_sum_tells_that_a_sign_groups_thousands() -> None:
    lines = ("Item | a | b", "x | $902 | $1,436", "y | 61 | 55", "Total | $963 | $1,491")
    assert find_totals(type_table(table(*lines)))[0].confirmed == ((3, 1), (3, 2))


@pytest.mark.parametrize("text", ["2,009 2,310", "31 2,310", "net 2,310", "350,091,600 2,310"])
def test_a_value_with_something_of_another_cell_is_named(text: str) -> None:
    hurt = changed(table(*BALANCE), {(2, 1): text})
    wrong = [wrong for total in find_totals(type_table(hurt)) for wrong in total.mismatches]
    assert [(one.row, one.column, one.printed, one.expected) for one in wrong] == [(3, 1, 3510, 1200)]
    other = changed(table(*BALANCE), {(2, 1): "2,311 units of 4"})
    assert [wrong for total in find_totals(type_table(other)) for wrong in total.mismatches] == []


def changed(table: Table, texts: dict[tuple[int, int], str]) -> Table:
    cells = (replace(cell, text=texts.get((cell.rows.start, cell.columns.start), cell.text)) for cell in table.cells)
    return replace(table, cells=tuple(cells))
