"""Spanning cells as labels made from texts have them: over what the words overlap, and nothing else."""

from __future__ import annotations

from collections.abc import Sequence

from bench.marked_spans import as_marked
from table import BBox, Cell, Table, Word

WIDTH, HEIGHT = 60.0, 20.0


def cell(rows: range, columns: range, text: str = "", box: BBox | None = None) -> Cell:
    own = BBox(WIDTH * columns.start, HEIGHT * rows.start, WIDTH * columns.stop, HEIGHT * rows.stop)
    return Cell(rows, columns, text, box or own)


def one(row: int, column: int, text: str = "") -> Cell:
    return cell(range(row, row + 1), range(column, column + 1), text)


def word(text: str, x: float, row: float, width: float = 20) -> Word:
    return Word(text, BBox(x, HEIGHT * row + 5, x + width, HEIGHT * row + 15))


def extents(table: Table) -> list[tuple[range, range, str]]:
    return [(found.rows, found.columns, found.text) for found in table.cells]


def names_over(text: Word, columns: range = range(3)) -> Table:
    return as_marked(
        Table(2, 3, (cell(range(1), columns, text.text), *(one(1, column, str(column)) for column in range(3)))),
        [text, *(word(str(column), WIDTH * column + 20, 1) for column in range(3))],
    )


def header(table: Table) -> Sequence[tuple[range, range, str]]:
    return [found for found in extents(table) if found[0] == range(1)]


def test_a_name_in_the_middle_of_three_columns_is_a_cell_of_the_middle_one() -> None:
    assert header(names_over(word("2018", 80, 0))) == [
        (range(1), range(1), ""),
        (range(1), range(1, 2), "2018"),
        (range(1), range(2, 3), ""),
    ]


def test_a_name_over_the_texts_of_two_columns_spans_them() -> None:
    assert header(names_over(word("Year ended", 90, 0, 80))) == [(range(1), range(1), ""), (range(1), range(1, 3), "Year ended")]


def test_a_name_over_no_text_is_one_of_the_nearest_column() -> None:
    assert header(names_over(word("At", 46, 0, 20)))[0] == (range(1), range(1), "At")
    assert header(names_over(word("At", 108, 0, 20)))[1] == (range(1), range(1, 2), "At")


def test_blank_merged_cells_are_parted_and_a_label_is_one_of_its_row() -> None:
    table = Table(3, 2, (cell(range(3), range(1), "A"), one(0, 1, "x"), cell(range(1, 3), range(1, 2))))
    found = as_marked(table, [word("A", 5, 1), word("x", 65, 0)])
    assert (range(1, 3), range(1, 2), "") not in extents(found)
    assert len(found.cells) == 6
    assert [item.text for item in found.cells if item.columns == range(1)].count("A") == 1


def test_a_table_without_spanning_cells_stays() -> None:
    table = Table(1, 2, (one(0, 0, "a"), one(0, 1, "b")))
    assert as_marked(table, [word("a", 5, 0), word("b", 65, 0)]) == table
