"""What became of the rows of an expected table: right, wrong, lost, and which of them a flag tells of."""

from __future__ import annotations

from dataclasses import replace

from bench.scores.field_report import counts, totals
from bench.scores.field_rows import Expected, right_rows
from table import Cell, Table

ROWS = (("a", "b"), ("c", "1"), ("d", "2"), ("e", "3"))


def _table(*rows: tuple[str, str], flags: tuple[str, ...] = ()) -> Table:
    cells = [Cell(range(r, r + 1), range(c, c + 1), text) for r, row in enumerate(rows) for c, text in enumerate(row)]
    return Table(len(rows), 2, tuple(cells), flags=flags)


def test_rows_are_right_wrong_or_lost() -> None:
    found = _table(("a", "b"), ("c", "9"), ("e", "3"))
    assert counts(Expected("t", ROWS), [found]) == {"num": 4, "right": 2, "wrong": 1, "lost": 1, "flagged": 0}
    flagged = replace(found, flags=("table_may_be_cut",))
    assert counts(Expected("t", ROWS), [flagged])["flagged"] == 2


def test_without_a_table_a_candidate_tells() -> None:
    assert counts(Expected("t", ROWS), []) == {"num": 4, "right": 0, "wrong": 0, "lost": 4, "flagged": 0}
    assert counts(Expected("t", ROWS), [], has_candidates=True)["flagged"] == 4
    assert counts(Expected("t", texts=("a", "z")), [_table(("a", "b"))])["lost"] == 1


def test_rows_count_in_order_only() -> None:
    assert right_rows("abcd", "acbd") in ({0, 1, 3}, {0, 2, 3})
    assert right_rows("abc", "") == frozenset()


def test_totals_add_lines_up() -> None:
    lines = [counts(Expected("t", ROWS), [_table(*ROWS)]), counts(Expected("t", ROWS), [])]
    assert totals(lines) == {"num": 8, "right": 4, "wrong": 0, "lost": 4, "flagged": 0, "tables": 2, "tables_whole": 1}
