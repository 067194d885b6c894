"""Algorithm 1, one picture per step, then its properties."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from canonicalize import (
    FINTABNET_SCRIPT,
    ICDAR_SCRIPT,
    PAPER,
    PUBMED_SCRIPT,
    SCITSR_SCRIPT,
    CanonicalOptions,
    canonicalize,
    canonicalize_safely,
)
from canonicalize.draft import marked_header_rows
from canonicalize.options import FirstColumn
from table import BBox, Cell, Table
from tests.canonicalize.builders import picture, table

PRESETS = {"paper": PAPER, "pubmed": PUBMED_SCRIPT, "fintabnet": FINTABNET_SCRIPT, "scitsr": SCITSR_SCRIPT, "icdar": ICDAR_SCRIPT}
NO_JOIN = CanonicalOptions(join_header_texts=False, first_column=FirstColumn.NEVER)

PAPER_CASES = {
    "nothing to do": (["*a | *b", "1 | 2"], ["*a | *b", "1 | 2"]),
    "H2 blank stub starts the header": ([" | b", "x | 2"], ["* | *b", "x | 2"]),
    "H2 only with a blank stub": (["a | b", "x | 2"], ["a | b", "x | 2"]),
    "H3 goes on until each column has its own cell": (
        [" | A | <", "x | b | c", "y | 1 | 2"],
        ["*x | *A | <", "^ | *b | *c", "y | 1 | 2"],
    ),
    "H3 never takes the whole table": (["* | *A | <", "x | B | <"], ["* | *A | <", "x | B | <"]),
    "H4 and M4 one text cell in the first column": (["*a | *b", "Men |", "x | 1"], ["*a | *b", "#Men | <", "x | 1"]),
    "H4 not in another column": (["*a | *b", " | Men", "x | 1"], ["*a | *b", " | Men", "x | 1"]),
    "H4 not over two rows": (["*a | *b", "Men |", "^ |", "x | 1"], ["*a | *b", "Men | ", "^ | ", "x | 1"]),
    "H4 not in a table of one column": (["*a", "b", "c"], ["*a", "b", "c"]),
    "M1 joins texts": (["*Age | *Sex", "*(years) | *", "1 | m"], ["*Age (years) | *Sex", "^ | ^", "1 | m"]),
    "M1 sends blanks to the children": (
        ["* | *A | <", "* | * | *", "*s | *b | *c", "x | 1 | 2"],
        ["*s | *A | <", "^ | *b | *c", "^ | ^ | ^", "x | 1 | 2"],
    ),
    "M2 takes blanks below": (["*s | *A | <", "* | * | *", "x | 1 | 2"], ["*s | *A | <", "^ | ^ | ^", "x | 1 | 2"]),
    "M3 takes blanks above": (
        ["*s | * | *", "*t | *A | <", "*u | *b | *c", "x | 1 | 2"],
        ["*s t u | *A | <", "^ | ^ | ^", "^ | *b | *c", "x | 1 | 2"],
    ),
    "M5 row header takes blanks below": (["*a | *b", "x | 1", " | 2", "y | 3"], ["*a | *b", "x | 1", "^ | 2", "y | 3"]),
    "M5 stops at a projected row": (
        ["*a | *b | *c", "x | 1 | 2", "Men | |", " | 3 | 4"],
        ["*a | *b | *c", "x | 1 | 2", "#Men | < | <", " | 3 | 4"],
    ),
    "H1 blank spans are taken apart": (["*a | *b | *c", "x | | <", "y | 1 | 2"], ["*a | *b | *c", "#x | < | <", "y | 1 | 2"]),
}  # fmt: skip


@pytest.mark.parametrize("name", PAPER_CASES)
def test_paper_step(name: str) -> None:
    before, after = PAPER_CASES[name]
    assert picture(canonicalize(table(*before)).table) == after


def test_empty_table() -> None:
    assert canonicalize(Table(0, 0, ())).table == Table(0, 0, ())
    assert canonicalize_safely(Table(0, 0, ())).merges == ()


def test_all_blank_table_is_dropped_to_nothing_by_scripts() -> None:
    assert canonicalize(table(" | ", " | "), ICDAR_SCRIPT).table.cells == ()


def test_merges_explain_themselves() -> None:
    merges = canonicalize(table("*Age | *Sex", "*(years) | *", "Men |", "1 | m")).merges
    assert [(m.rule, m.texts) for m in merges] == [("M1", ("Age", "(years)")), ("M1", ("Sex",)), ("M4", ("Men",))]
    assert merges[0].joined == ((range(0, 1), range(0, 1)), (range(1, 2), range(0, 1)))
    assert all(m.why for m in merges)


def test_scripts_drop_blank_rows_and_columns_and_join_those_spanned_together() -> None:
    result = canonicalize(table("Age | | Sex", "(years) | |", "1 | | m", "2 | | f"), replace(ICDAR_SCRIPT, header_start="blank stub"))
    assert picture(result.table) == ["Age | Sex", "#(years) | <", "1 | m", "2 | f"]
    result = canonicalize(table("*Age | | *Sex", "*(years) | |*x", "1 | | m", "2 | | f"), ICDAR_SCRIPT)
    assert picture(result.table) == ["*Age (years) | *Sex x", "1 | m", "2 | f"]


def test_scripts_drop_notes_at_the_bottom() -> None:
    assert picture(canonicalize(table("a | b", "1 | 2", "Source: x | "), ICDAR_SCRIPT).table) == ["*a | *b", "1 | 2"]


def test_pubmed_script_differs_from_the_paper() -> None:
    spanned_first_row = table("A | < | s", "b | c | t", "1 | 2 | 3")
    assert picture(canonicalize(spanned_first_row).table)[0] == "A | < | s"
    assert picture(canonicalize(spanned_first_row, PUBMED_SCRIPT).table)[:2] == ["*A | < | *s", "*b | *c | *t"]


def test_boxes_follow_the_merges() -> None:
    cells = tuple(
        replace(cell, bbox=BBox(cell.columns.start * 10, cell.rows.start * 5, cell.columns.stop * 10, cell.rows.stop * 5))
        for cell in table("* | *A | <", "^ | *b | *c", "Men | | <", "x | 1 | 2").cells
    )
    result = canonicalize(Table(4, 3, cells)).table
    assert {(c.text, c.bbox) for c in result.cells if c.row_span > 1 or c.column_span > 1} == {
        ("", BBox(0, 0, 10, 10)),
        ("A", BBox(10, 0, 30, 5)),
        ("Men", BBox(0, 10, 30, 15)),
    }


def test_safe_merges_only_the_known_header() -> None:
    value = table("*Age | *Sex | *A | <", "*(years) | * | *b | *c", "Men | | |", " | 1 | 2 | 3")
    assert picture(canonicalize_safely(value).table) == ["*Age (years) | *Sex | *A | <", "^ | ^ | *b | *c", "Men |  |  | ", " | 1 | 2 | 3"]


def test_safe_makes_header_rows_over_the_same_columns_one() -> None:
    value = table(
        "* | *Return | < | *Sum", "* | *Years ended | < | *(total)", "* | *2013 | *2014 | *", "Index | 1 | 2 | 3", "Index | 1 | 2 | 3"
    )
    assert picture(canonicalize_safely(value).table) == [
        "* | *Return Years ended | < | *Sum (total)",
        "^ | *2013 | *2014 | ^",
        "Index | 1 | 2 | 3",
        "Index | 1 | 2 | 3",
    ]


def test_safe_leaves_values_that_a_model_took_for_header() -> None:
    value = table("*Name | *Age | *2013", "*Bob | *(12.5%) | *2014", "Eve | 13 | 7")
    assert canonicalize_safely(value).table == value
    assert picture(canonicalize_safely(table("*Name | *2013", "*(all) | *2014", "Eve | 7")).table) == [
        "*Name (all) | *2013 2014",
        "Eve | 7",
    ]


def test_safe_leaves_rows_of_the_body_that_are_spanned_together() -> None:
    value = table("*a | *b", "x | 1", "^ | ^")
    assert canonicalize_safely(value).table == value


def test_safe_joins_marked_projected_rows() -> None:
    assert picture(canonicalize_safely(table("*a | *b", "#Men | ", "x | 1")).table) == ["*a | *b", "#Men | <", "x | 1"]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    """Tables with random spans, texts and marked leading header rows."""
    num_rows, num_columns = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    num_header_rows = draw(st.integers(0, num_rows))
    taken: set[tuple[int, int]] = set()
    cells: list[Cell] = []
    for row in range(num_rows):
        for column in range(num_columns):
            if (row, column) in taken:
                continue
            width, height = 1, 1
            while column + width < num_columns and (row, column + width) not in taken and draw(st.integers(0, 3)) == 0:
                width += 1
            while row + height < num_rows and draw(st.integers(0, 4)) == 0:
                height += 1
            text = draw(st.sampled_from(["", "", "a", "b c", "1"]))
            cell = Cell(range(row, row + height), range(column, column + width), text, is_column_header=row + height <= num_header_rows)
            taken |= set(cell.positions())
            cells.append(cell)
    return Table(num_rows, num_columns, tuple(cells))


@pytest.mark.parametrize("options", [*PRESETS.values(), NO_JOIN], ids=[*PRESETS, "no join"])
@given(value=tables())
def test_canonicalizing_twice_is_once(options: CanonicalOptions, value: Table) -> None:
    once = canonicalize(value, options)
    # the scripts look for a header before title rows go: a second run would look below them
    assume(not (options.drop_edge_projected_rows and once.num_header_rows == 0 and once.table.num_rows < value.num_rows))
    twice = canonicalize(once.table, options)
    assert twice.table == once.table
    assert twice.merges == ()


@given(value=tables())
def test_safe_keeps_columns_body_rows_and_every_word(value: Table) -> None:
    result = canonicalize_safely(value)
    gone = value.num_rows - result.table.num_rows
    assert 0 <= gone < max(1, marked_header_rows(value))
    assert result.table.num_columns == value.num_columns
    assert sorted(word for cell in result.table.cells for word in cell.text.split()) == sorted(
        word for cell in value.cells for word in cell.text.split()
    )
    assert canonicalize_safely(result.table).table == result.table


@given(value=tables())
def test_paper_loses_no_word(value: Table) -> None:
    words = sorted(word for cell in value.cells for word in cell.text.split())
    assert sorted(word for cell in canonicalize(value).table.cells for word in cell.text.split()) == words
