"""Two extractions compared: same, changed cells, inserted and lost rows and columns, moved, new and lost tables."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from table import Cell, Table
from table.diff import diff_html, diff_tables, diff_text, diff_to_dict


def table(*lines: str, page: int = 1) -> Table:
    rows = [[part.strip() for part in line.split("|")] for line in lines]
    cells = [Cell(range(r, r + 1), range(c, c + 1), t, is_column_header=r == 0) for r, row in enumerate(rows) for c, t in enumerate(row)]
    return Table(len(rows), len(rows[0]), tuple(cells), page=page)


OLD = table("Item | 2014 | 2015", "apples | 10 | 1,200.5", "pears | 20 | 7", "plums | 30 | 8")


def test_the_same_is_the_same() -> None:
    diff = diff_tables([OLD], [OLD])
    assert diff.is_same
    assert diff_text(diff) == "no differences\n"
    assert diff_tables([], []).is_same


def test_a_changed_cell_with_its_difference() -> None:
    new = table("Item | 2014 | 2015", "apples | 10 | 1,300.5", "pears | 20 | 7", "plums | 30 | 8")
    change = diff_tables([OLD], [new]).tables[0].changes[0]
    assert (change.row_name, change.column_name, change.old, change.new) == ("apples", "2015", "1,200.5", "1,300.5")
    assert change.difference == Decimal("100.0")
    assert diff_text(diff_tables([OLD], [new])) == "table 1 (page 1): apples / 2015: '1,200.5' -> '1,300.5' (+100.0)\n"


def test_inserted_rows_and_columns_are_one_difference_each() -> None:
    new = table("Item | 2013 | 2014 | 2015", "apples | 1 | 10 | 1,200.5", "figs | 2 | 3 | 4", "pears | 5 | 20 | 7", "plums | 6 | 30 | 8")
    found = diff_tables([OLD], [new]).tables[0]
    assert found.added_columns == ("2013",)
    assert [row.texts[0] for row in found.added_rows] == ["figs"]
    assert found.changes == ()
    back = diff_tables([new], [OLD]).tables[0]
    assert (back.removed_columns, [row.texts[0] for row in back.removed_rows]) == (("2013",), ["figs"])


def test_moved_new_and_lost_tables() -> None:
    other = table("a | b", "x | y")
    third = table("k | v", "q | 5", "r | 6")
    diff = diff_tables([OLD, other], [third, replace(OLD, page=4)])
    assert (diff.added, diff.removed) == (((1, 1),), ((2, 1),))
    assert diff.tables[0].has_moved
    assert diff_to_dict(diff)["tables"][0]["old_page"] == 1


def test_html_escapes_the_documents_text() -> None:
    new = table("Item | 2014 | 2015", "apples | <b>10</b> | 1,200.5", "pears | 20 | 7", "plums | 30 | 8")
    page = diff_html(diff_tables([OLD], [new]), title="a & b")
    assert "&lt;b&gt;10" in page
    assert "<b>10" not in page
