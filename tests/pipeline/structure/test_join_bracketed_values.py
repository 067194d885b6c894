"""Values that run over two lines of their cells are one row; rows of standard errors are not."""

from __future__ import annotations

import pytest

from pipeline.flags import Flag
from pipeline.structure.rules.join_bracketed_values import join_bracketed_values
from table import Word
from tests.pipeline.structure.builders import draft, grid_objects, view, word


def words(*lines: str) -> list[Word]:
    """As ``grid_words``; a cell may hold several words, a dot is a blank one."""
    found = []
    for r, line in enumerate(lines):
        for c, cell in enumerate(line.split("|")):
            for index, text in enumerate(cell.split()):
                found += [word(text, 50.0 * c + 2 + 24 * index, 10.0 * r + 1, 20)] if text != "." else []
    return found


def rows(*lines: str) -> list[float]:
    found = join_bracketed_values(draft(grid_objects(len(lines), 3), view(words(*lines))))
    assert (Flag.ROWS_JOINED in found.notes) is (len(found.rows) < len(lines))
    return [round(row.stop) for row in found.rows]


WHOLE = ("a | 1 (2) | 3 (4.5)", "b | 1 (2) | 3 (4.5)")


def test_brackets_below_a_number_where_others_stand_behind_it() -> None:
    assert rows(*WHOLE, "c | 12.5 | 14 (3)", ". | (62.0) | .", "d | 1 (2) | 3 (4)") == [10, 20, 40, 50]
    assert rows(*WHOLE, "c | 12.5 | 14", ". | (62–65) | [2]") == [10, 20, 40]


@pytest.mark.parametrize(
    "lines",
    [
        ("a | 1.5 | 3", ". | (0.2) | (0.1)", "b | 1.7 | 4", ". | (0.2) | (0.1)"),  # standard errors, all through
        (*WHOLE, "c | 12.5 | 14 (3)", "d | (62.0) | ."),  # a row of its own
        (*WHOLE, "c | . | 14 (3)", ". | (62.0) | ."),  # nothing above
        (*WHOLE, "c | (1) | 14 (3)", ". | (62.0) | ."),  # brackets above
        (*WHOLE, "c | 12.5 | 14 (3)", ". | 62.0 | ."),  # no brackets
        (WHOLE[0], "c | 12.5 | 14 (3)", ". | (62.0) | ."),  # one other cell
    ],
)
def test_other_rows_stay(lines: tuple[str, ...]) -> None:
    assert len(rows(*lines)) == len(lines)


def test_a_range_that_is_open_at_its_end_goes_on_below() -> None:
    assert rows("a | 0.9% – | 1.8% –", ". | 2.1% | 2.2%", "b | 5 | 6") == [20, 30]
    assert rows("a | 0.9% – | 1.8%", ". | 2.1% | .", "b | 5 | 6") == [20, 30]
    assert rows("a | – | –", ". | 2.1% | 2.2%", "b | 5 | 6") == [10, 20, 30]  # nothing, and a total
    assert rows("a | 0.9% – | 1.8% –", "c | 2.1% | 2.2%", "b | 5 | 6") == [10, 20, 30]
