"""Kinds of values in the columns of a table: money, shares, ranges, absent values, marks, brackets, codes, units."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from table import Cell, Note, Table, TextBlock
from table.looks import Looks, Run
from table.values import Evidence, Value, ValueFlag, read_alike, table_evidence, type_table


def table_of(header: list[str], *rows: list[str], caption: str = "") -> Table:
    lines = [header, *rows]
    cells = [
        Cell(range(r, r + 1), range(c, c + 1), text, is_column_header=r == 0) for r, line in enumerate(lines) for c, text in enumerate(line)
    ]
    return Table(len(lines), len(header), tuple(cells), caption=TextBlock(caption) if caption else None)


def column(*texts: str, header: str = "Value") -> list[Value]:
    table = table_of(["Item", header], *([f"item {n}", text] for n, text in enumerate(texts)))
    return [value for cell, value in zip(table.cells, type_table(table).values, strict=True) if cell.columns.start == 1 and cell.rows.start]


@pytest.mark.parametrize(
    ("text", "kind", "number", "code"),
    [
        ("€ 1.234,50", "currency", "1234.50", "EUR"),
        ("US$ 5.5", "currency", "5.5", "USD"),
        ("CHF 1'234.50", "currency", "1234.50", "CHF"),
        ("R$ 1.234,56", "currency", "1234.56", "BRL"),
        ("₹1,23,456.00", "currency", "123456.00", "INR"),
        ("(12.5%)", "percent", "-12.5", None),
        ("12,5 %", "percent", "12.5", None),
        ("−3.5", "number", "-3.5", None),
        ("3.5-", "number", "-3.5", None),
        ("1.2 × 10⁻³", "number", "0.0012", None),
        ("1½", "number", "1.5", None),
        ("1.234,-", "number", "1234", None),
    ],
)
def test_amounts(text: str, kind: str, number: str, code: str | None) -> None:
    value = column(text, "7")[0]
    assert (value.type, value.number, value.currency) == (kind, Decimal(number), code)


def test_a_dollar_sign_gives_the_amount_and_no_code() -> None:
    value = column("$5.50")[0]
    assert (value.number, value.currency, value.symbol) == (Decimal("5.50"), None, "$")
    assert value.flags == (ValueFlag.AMBIGUOUS_CURRENCY,)


def test_brackets_are_negative_only_where_nothing_else_is_possible() -> None:
    assert [v.number for v in column("(12)", "15")] == [-12, 15]
    assert [v.flags for v in column("(0.12)", "-0.5")] == [(ValueFlag.AMBIGUOUS_SIGN,), ()]
    assert column("(0.12)", "0.5", header="Std. error")[0].number is None
    assert column("(1)", "(2)")[0].number is None


def test_marks_are_split_off() -> None:
    values = column("12.5*", "3.1", "4.0", "5.25a", "7.1", "6.3²")
    assert [v.number for v in values] == [Decimal(t) for t in ("12.5", "3.1", "4.0", "5.25", "7.1", "6.3")]
    assert [v.marks for v in values] == [("*",), (), (), ("a",), (), ("²",)]
    assert column("45 (12)", "30 (8)")[0].flags == (ValueFlag.AMBIGUOUS_MARK,)
    assert column("10³")[0].number is None


def test_raised_marks_are_told_by_their_looks() -> None:
    printed = [("12.5 3", "12.5", "³"), ("1,234 1,2", "1234", "¹²"), ("45 b", "45", "ᵇ"), ("1.5×10 −3", "0.0015", ""), ("10 6", None, "⁶")]
    texts = [text for text, _, _ in printed] + ["7.0", "8.1"]
    table = table_of(["Item", "Value"], *([f"item {n}", text] for n, text in enumerate(texts)))
    assert [value.number for value in column(*texts)[:3]] == [None] * 3  # as texts
    cells = tuple(replace(cell, looks=_raised(cell.text)) if " " in cell.text and cell.columns.start else cell for cell in table.cells)
    values = [value for cell, value in zip(cells, type_table(replace(table, cells=cells)).values, strict=True) if cell.columns.start == 1]
    found = [(None if value.number is None else str(value.number), "".join(value.marks)) for value in values[1:6]]
    assert found == [(number, marks) for _, number, marks in printed]
    assert [value.number for value in values[6:]] == [Decimal("7.0"), Decimal("8.1")]


def _raised(text: str) -> Looks:
    value, mark = text.rsplit(" ", 1)
    return Looks((Run(f"{value} "), Run(mark, is_raised=True)))


def test_raised_numbers_all_down_a_column_may_be_powers() -> None:
    assert [value.number for value in column("2⁸", "2⁹", "3⁴", "7")] == [None, None, None, Decimal(7)]
    assert column("12⁸", "7", "8", "9")[0].number == Decimal(12)
    assert column("1st", "2nd")[0].type == "text"


def test_absent_values_have_their_kind() -> None:
    values = column("1.5", "2.5", "-", "n/a", "NA", "..", "", "n.s.")
    assert [v.type for v in values[2:]] == ["nil", "not_available", "not_available", "not_available", "blank", "not_available"]
    assert values[-1].absence == "not_significant"
    assert [v.type for v in column("CA", "NA", "ND")] == ["text"] * 3


def test_codes_and_scores_stay_text() -> None:
    assert [v.type for v in column("007", "123")] == ["text", "text"]
    assert [v.type for v in column("3-1", "1-2")] == ["text", "text"]
    assert [v.type for v in column("555-1234")] == ["text"]
    assert [v.type for v in column("Type 2", "12 of 15", "1.2.3", "12 ± 3")] == ["text"] * 4


def test_ranges_and_bounds() -> None:
    values = column("10–20", "1.5 to 2.5", "<0.001", "65+")
    assert [v.value for v in values] == [(10, 20), (Decimal("1.5"), Decimal("2.5")), (None, Decimal("0.001")), (65, None)]


def test_answers() -> None:
    assert [v.value for v in column("Yes", "No", "yes")] == [True, False, True]
    assert [v.value for v in column("X", "", "x")] == [True, None, True]
    assert [v.type for v in column("Yes", "Maybe")] == ["text", "text"]


def test_units_come_from_header_and_caption() -> None:
    table = table_of(["", "Weight (kg)", "Revenue"], ["a", "5", "7"], ["Earnings per share", "6", "1.5"])
    table = replace(table, caption=TextBlock("Results (in thousands of EUR, except per share data)"))
    grid = type_table(table).grid()
    assert (grid[1][1][1].unit, grid[1][1][1].type) == ("kg", "number")
    assert (grid[1][2][1].scale, grid[1][2][1].currency) == (1000, "EUR")
    assert grid[2][2][1].scale == 1


def test_columns_have_types_and_row_headers_are_found() -> None:
    typed = type_table(table_of(["Name", "Code", "Share"], ["a", "x", "5 %"], ["b", "y", "6 %"], ["c", "z", "see below"]))
    assert [c.type for c in typed.columns] == ["text", "text", "percent"]
    assert typed.columns[2].share == pytest.approx(2 / 3)
    assert typed.num_stub_columns == 2


def test_the_printed_text_is_never_touched() -> None:
    table = table_of(["a"], [" 1,234 "], ["−5 *"])
    assert type_table(table).table is table


TEXTS = ("1,234", "1.234", "1,5", "2.75", "3/4/2015", "13/4/2015", "4/13/2015", "1 234", "12", "", "der Anteil", "the share", "5%")


@given(
    st.lists(st.lists(st.sampled_from(TEXTS), min_size=2, max_size=2), min_size=1, max_size=4),
    st.tuples(*[st.integers(0, 3)] * 8),
    st.tuples(*[st.integers(0, 3)] * 8),
)
def test_documents_that_say_the_same_are_read_alike(rows: list[list[str]], one: tuple[int, ...], other: tuple[int, ...]) -> None:
    table = table_of(["Item", "Value"], *rows)
    first, second = Evidence(*one), Evidence(*other)
    if read_alike(table_evidence(table), first, second):
        assert type_table(table, document=first) == type_table(table, document=second)


def test_a_document_that_settles_what_a_table_leaves_open_is_not_read_alike() -> None:
    table = table_of(["Item", "Value"], ["a", "1,234"], ["b", "2,345"])
    assert not read_alike(table_evidence(table), Evidence(), Evidence(commas=5))
    assert read_alike(table_evidence(table), Evidence(points=9, day_first=0), Evidence(points=5))


def test_one_slip_turns_no_thousands_into_ones() -> None:
    """Numbers of a tax table; one cell lost the digit before its comma, another reads as decimals."""
    rows = [["less than this", "4,430", "4,021"], ["at least that", "4,443", ",299"], ["the rate of all", "4,455", "4,036"]]
    values = {value.value for value in type_table(table_of(["your income", "Single", "Married"], *rows)).values}
    assert {Decimal(4430), Decimal(4021), Decimal(4036)} <= values
    assert not any(isinstance(one, Decimal) and one < 1000 for one in values)


def test_a_lone_proof_against_the_language_decides_nothing() -> None:
    rows = [["less than this", "4,430", "0,5"], ["at least that", "4,443", "no"], ["the rate of all", "4,455", "no"]]
    grid = type_table(table_of(["your income", "Single", "Married"], *rows)).grid()
    assert grid[1][1][1].value is None
    assert [flag.value for flag in grid[1][1][1].flags] == ["ambiguous_locale"]


def test_marks_that_the_notes_explain_are_marks() -> None:
    table = table_of(["Item", "p value"], ["x", "0.09a"], ["y", "0.21b"], ["z", "0.19d"])
    noted = replace(table, notes=tuple(Note(text, mark) for mark, text in (("a", "U test"), ("b", "exact test"), ("d", "regression"))))
    values = [value for cell, value in zip(noted.cells, type_table(noted).values, strict=True) if cell.columns.start and cell.rows.start]
    assert [(str(value.number), value.marks, value.unit) for value in values] == [
        ("0.09", ("a",), None), ("0.21", ("b",), None), ("0.19", ("d",), None),
    ]  # fmt: skip
    plain = [value for cell, value in zip(table.cells, type_table(table).values, strict=True) if cell.columns.start and cell.rows.start]
    assert plain[0].flags == (ValueFlag.AMBIGUOUS_MARK,)
