"""Dot leaders: found as a run of dots, no obstacle to the column border, text of the label they follow."""

from __future__ import annotations

import pytest

from pipeline.options import Options
from pipeline.structure import fill, refine, to_grid
from pipeline.structure.words.leaders import find_leaders
from table import Word
from tests.pipeline.structure.builders import column, row, view, word


def dots(x0: float, x1: float, y: float) -> list[Word]:
    return [word(".", x, y, width=2) for x in range(int(x0), int(x1), 5)]


def test_a_run_of_dots_behind_a_label_or_before_a_value_is_a_leader() -> None:
    label, value = word("Total", 0, 0), word("12", 84, 0)
    assert find_leaders([label, *dots(30, 80, 0), value], 8) == frozenset(dots(30, 80, 0))
    assert find_leaders([*dots(30, 80, 0), value], 8) == frozenset(dots(30, 80, 0))


def test_dots_apart_from_the_words_beside_them_are_a_value() -> None:
    assert not find_leaders([word("Iron", 0, 0), word("....", 60, 0), word("3.1", 120, 0)], 8)


def test_among_leaders_two_dots_behind_a_long_label_are_one_too() -> None:
    short = [word("Assistance", 0, 30, 66), word(".", 68, 30, 2), word(".", 73, 30, 2), word("12", 84, 30)]
    lines = [[word("Total", 0, y), *dots(30, 80, y), word("12", 84, y)] for y in (0, 10, 20)]
    assert set(short[1:3]) < find_leaders([one for line in [*lines, short] for one in line], 8)
    assert not set(short[1:3]) & find_leaders([one for line in [*lines[:2], short] for one in line], 8)


@pytest.mark.parametrize("texts", [("a", "."), ("a", "..."), ("-", "-", "-", "-", "-"), ("1.5", "2.5"), ("a", "____")])
def test_punctuation_dashes_and_numbers_are_no_leader(texts: tuple[str, ...]) -> None:
    assert not find_leaders([word(text, 20 * i, 0) for i, text in enumerate(texts)], 8)


def test_leaders_are_in_no_cell_and_the_border_lies_between_the_texts() -> None:
    labels = [word("Sales", 0, 1), word("Net", 0, 11)]
    values = [word("12", 130, 1), word("7", 135, 11)]
    words = [*labels, *dots(30, 120, 1), *dots(20, 120, 11), *values]
    objects = [row(0, 10, x1=145), row(10, 20, x1=145), column(0, 75, y1=20), column(75, 145, y1=20)]
    crop = view(words)
    grid = to_grid(refine(objects, crop, Options()))
    table = fill(grid, crop)
    assert grid.column_edges[1] == pytest.approx((25 + 130) / 2)
    assert [cell.text for cell in table.cells] == ["Sales", "12", "Net", "7"]
    assert (len(table.unassigned_words), table.flags) == (38, ())
    kept = fill(to_grid(refine(objects, crop, Options(without=frozenset({"drop_leaders"})))), crop)
    assert (len(kept.unassigned_words), kept.cells[0].text[:7]) == (0, "Sales .")
