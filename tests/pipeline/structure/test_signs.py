"""What speaks for and against a cell, one table at a time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import pytest

from pipeline.calibration import log_odds
from pipeline.options import Options
from pipeline.structure import refine, to_grid
from pipeline.structure.signs import LEAST, MOST, SIGNS, find_signs
from pipeline.structure.words.assign import assign
from pipeline.types import StructureObject
from table import Word
from tests.pipeline.structure.builders import column, header, row, view, word


def signs_of(objects: Sequence[StructureObject], words: Sequence[Word], *without: str) -> dict[tuple[int, int], dict[str, float]]:
    seen = view(words)
    structure = refine(objects, seen, Options(without=frozenset(without)))
    found = find_signs(structure, assign(to_grid(structure), seen), seen)
    assert found.values.shape == (len(found.places), len(SIGNS))
    return {place: dict(zip(SIGNS, values, strict=True)) for place, values in zip(found.places, found.values.tolist(), strict=True)}


def plain_words() -> list[Word]:
    return [word("Year", 2, 1), word("Sum", 60, 1), word("1999", 2, 21), word("12", 60, 21), word("2000", 2, 41), word("34", 60, 41)]


def objects_of_grid(weak: float = 0.9) -> list[StructureObject]:
    return [row(0, 10, 0.9), row(20, 30, 0.9), row(40, 50, weak), column(0, 40, 0.9), column(55, 100, 0.9)]


def test_a_plain_table_has_nothing_against_it() -> None:
    found = signs_of(objects_of_grid(), plain_words())
    assert set(found) == {(r, c) for r in range(3) for c in range(2)}
    for signs in found.values():
        assert signs["row"] == pytest.approx(log_odds(0.9, LEAST, MOST))
        against = ("misfit", "gap_inside", "gap_beside", "gap_above", "numbers", "blank", "row_added", "unassigned", "misread", "lines")
        assert [signs[name] for name in against] == [0.0] * len(against)


def test_a_weak_row_speaks_against_its_cells_and_a_little_against_its_neighbours() -> None:
    found = signs_of(objects_of_grid(weak=0.4), plain_words())
    assert found[2, 1]["row"] == pytest.approx(log_odds(0.4, LEAST, MOST)) == found[1, 1]["next_row"]
    assert found[0, 1]["next_row"] == pytest.approx(log_odds(0.9, LEAST, MOST))
    assert found[0, 1]["weakest_row"] == pytest.approx(log_odds(0.4, LEAST, MOST))


def test_an_inserted_row_is_told_from_one_the_model_saw() -> None:
    objects = [o for o in objects_of_grid() if o.bbox.y0 != 20]
    found = signs_of(objects, plain_words())
    assert found[1, 1]["row_added"] == 1.0
    assert found[0, 1]["row_added"] == found[2, 1]["row_added"] == 0.0


def test_spaces_tell_of_cells_that_may_be_two_and_of_two_that_may_be_one() -> None:
    words = [*plain_words(), word("56", 90, 41)]
    cell = signs_of(objects_of_grid(), words, "insert_columns")[2, 1]
    assert cell["numbers"] == 1.0
    assert cell["gap_inside"] > 1
    near = [word("Year", 2, 1), word("Sum", 44, 1), word("19991999", 2, 21), word("12", 44, 21)]
    objects = [row(0, 10, 0.9), row(20, 30, 0.9), column(0, 43, 0.9), column(43, 100, 0.9)]
    found = signs_of(objects, near)
    assert found[1, 0]["gap_beside"] > found[0, 0]["gap_beside"]


def test_text_among_numbers_is_odd() -> None:
    words = [*plain_words(), word("2001", 2, 61), word("none", 60, 61)]
    found = signs_of([*objects_of_grid(), row(60, 70, 0.9), header(0, 15)], words)
    assert found[3, 1]["odd"] > 0.5 > found[1, 1]["odd"]
    assert (found[0, 1]["header"], found[0, 1]["odd"]) == (1.0, 0.0)


@pytest.mark.parametrize(("source", "odd"), [("ocr", {(2, 1)}), ("pdf", set())])
def test_a_recognised_number_that_lost_its_point_is_odd(source: Literal["ocr", "pdf"], odd: set[tuple[int, int]]) -> None:
    values = ("Value", "2.13", "219", "5.04", "3.12")
    words = [word(value, 60, 20 * at + 1) for at, value in enumerate(values)]
    objects = [*(row(20 * at, 20 * at + 10, 0.9) for at in range(5)), column(0, 40, 0.9), column(55, 100, 0.9), header(0, 10)]
    seen = view([*words, *(word("a", 2, 20 * at + 1) for at in range(5))])
    seen = replace(seen, page=replace(seen.page, text_source=source))
    structure = refine(objects, seen, Options())
    found = find_signs(structure, assign(to_grid(structure), seen), seen)
    at = SIGNS.index("odd_number")
    assert {place for place, values in zip(found.places, found.values.tolist(), strict=True) if values[at]} == odd


def test_without_words_every_cell_is_blank() -> None:
    found = signs_of(objects_of_grid(), [])
    assert all(signs["blank"] == 1.0 and signs["row_blank"] == 1.0 for signs in found.values())
