"""Where the published scripts go their own way: the smallest tables on which they differ from the paper's Algorithm 1."""

from __future__ import annotations

import pytest

from canonicalize import FINTABNET_SCRIPT, ICDAR_SCRIPT, PAPER, PUBMED_SCRIPT, CanonicalOptions, canonicalize
from table import Cell, Table

Extents = list[tuple[int, int, int, int]]


def table(*rows: str, num_header_rows: int = 0) -> Table:
    texts = [[text.strip() for text in row.split("|")] for row in rows]
    cells = tuple(
        Cell(range(r, r + 1), range(c, c + 1), text, is_column_header=r < num_header_rows)
        for r, line in enumerate(texts)
        for c, text in enumerate(line)
    )
    return Table(len(texts), len(texts[0]), cells)


def extents(found: Table) -> Extents:
    return [(c.rows.start, c.rows.stop, c.columns.start, c.columns.stop) for c in found.cells]


STUB = table("A | B", "x | 1", " | 2", "y | 3")
LETTERS = table("A | B", "x | one", " | two", "y | three")


@pytest.mark.parametrize("options", [ICDAR_SCRIPT, FINTABNET_SCRIPT])
def test_blanks_of_the_first_column_join_only_beside_letters(options: CanonicalOptions) -> None:
    assert extents(canonicalize(STUB, options).table) == extents(STUB)
    assert (1, 3, 0, 1) in extents(canonicalize(LETTERS, options).table)


def test_the_paper_joins_them_beside_numbers_too() -> None:
    assert (1, 3, 0, 1) in extents(canonicalize(STUB, PAPER).table)


def test_a_first_row_with_one_text_is_a_title_and_goes() -> None:
    found = canonicalize(table("Retailer | ", "Monoprix | 28%", "Casino | 25%"), ICDAR_SCRIPT).table
    assert [cell.text for cell in found.cells] == ["Monoprix", "28%", "Casino", "25%"]
    assert not any(cell.is_column_header for cell in found.cells)


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("Product | Roast coffee | ", "Turnover | 7,581 | 2,517"), [(0, 1, 0, 1), (0, 1, 1, 2), (0, 1, 2, 3)]),
        (
            (" | 2001 | 2002 | 2003 | | 2005", " | 29 300 | 25 800 | 33 300 | 33 500 | 33 000"),
            [(0, 1, column, column + 1) for column in range(5)],
        ),
        (
            (" | 2001 | 2002 | 2003 | 2004 | ", "New | 29 300 | 25 800 | 33 300 | 33 500 | 33 000"),
            [(0, 1, column, column + 1) for column in range(6)],
        ),
    ],
)
def test_the_header_goes_on_while_a_column_is_unfilled_right_of_a_filled_one(rows: tuple[str, ...], expected: Extents) -> None:
    assert extents(canonicalize(table(*rows), ICDAR_SCRIPT).table) == expected


def test_a_marked_header_is_cut_at_the_first_complete_row() -> None:
    marked = table("x93 | Total77", "x11 | x10", num_header_rows=2)
    assert canonicalize(marked, PUBMED_SCRIPT).num_header_rows == 1
    assert canonicalize(marked, PAPER).num_header_rows == 2


def test_a_wide_body_cell_is_a_projected_row_header() -> None:
    wide = Cell(range(1, 2), range(2), "Men")
    cells = [cell for cell in table("a | b", " | ", "1 | 2", num_header_rows=1).cells if cell.rows.start != 1]
    found = canonicalize(Table(3, 2, (*cells, wide)), PUBMED_SCRIPT).table
    assert [cell.text for cell in found.cells if cell.is_projected_row_header] == ["Men"]
