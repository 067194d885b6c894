"""Drawn ruled tables: the same for a seed, read back by a tool that follows lines, scored cell by cell."""

from __future__ import annotations

from bench.ruled.drawing import draw_sheets
from bench.ruled.peers import read_pdfplumber
from bench.ruled.scores import score_ruled, summary
from table import Cell, Table


def test_sheets_are_the_same_for_a_seed_and_have_what_they_promise() -> None:
    sheets = list(draw_sheets(12, seed=7))
    assert sheets == list(draw_sheets(12, seed=7))
    assert sheets != list(draw_sheets(12, seed=8))
    cells = [cell for sheet in sheets for table in sheet.tables for cell in table.cells]
    assert any(len(cell.rows) > 1 for cell in cells)
    assert any(len(cell.columns) > 1 for cell in cells)
    assert any("\n" in cell.text for cell in cells)
    assert any(not cell.text for cell in cells)


def test_a_tool_that_follows_lines_reads_the_sheets_exactly() -> None:
    scores = []
    for sheet in draw_sheets(6, seed=7):
        found = read_pdfplumber(sheet.pdf, 1)
        scores += [score_ruled(true, found) for true in sheet.tables]
    assert summary(scores) == {"num_tables": len(scores), "grits_con": 1.0, "exact": 1.0, "rows": 1.0}


def test_a_wrong_cell_costs_its_row_and_a_missed_table_all() -> None:
    def table(*texts: str) -> Table:
        return Table(2, 2, tuple(Cell(range(i // 2, i // 2 + 1), range(i % 2, i % 2 + 1), text) for i, text in enumerate(texts)))

    score = score_ruled(table("a", "b", "1", "2"), [table("a", "b", "1", "9"), table("x", "y", "z", "w")])
    assert (score.num_right, score.num_rows, score.is_exact) == (1, 2, False)
    assert 0.7 < score.grits_con < 1
    assert summary([score, score_ruled(table("a", "b", "1", "2"), [])])["rows"] == 0.25
