"""Totals: found by words and place, proved by sums, never claimed for what does not add up anyway."""

from __future__ import annotations

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
