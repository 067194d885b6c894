"""Rows of texts that wrap begin with a line that fills all columns; where lines say otherwise the model's rows stay."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from pipeline.flags import Flag
from pipeline.structure.rules.begin_rows_together import begin_rows_together
from pipeline.types import StructureObject
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, header, projected, row, view, word

FULL, NEXT = "a | 1 | wide line | 2", ". | . | Words | ."
LAST = "z | 9 | wide line | 1"


def borders(*picture: str, cut: tuple[float, ...] = (25,), more: tuple[StructureObject, ...] = ()) -> list[float]:
    """Inner borders of rows that the model cut at ``cut``; lines are 10 points apart."""
    edges = (0.0, *cut, 10.0 * len(picture))
    objects = [row(a, b, x1=200) for a, b in pairwise(edges)] + grid_objects(0, len(picture[0].split("|")))
    start = draft([*objects, *more], view(grid_words(*picture)))
    found = begin_rows_together(start)
    assert bool(found.notes & {Flag.ROWS_JOINED, Flag.ROWS_PARTED}) is (found.rows != start.rows)
    return [one.stop for one in found.rows[:-1]]


def test_each_row_reaches_from_one_full_line_to_the_next() -> None:
    assert borders(LAST, FULL, NEXT, FULL, NEXT, FULL, NEXT) == [10, 30, 50]
    assert borders(FULL, NEXT, NEXT, FULL, FULL, NEXT) == [30, 40]


def test_rows_that_are_right_stay_as_they_are() -> None:
    assert borders(LAST, FULL, NEXT, FULL, NEXT, FULL, NEXT, cut=(11, 29, 52)) == [11, 29, 52]


def test_the_header_is_left_alone() -> None:
    head = header(0, 20, x1=200)
    assert borders("h | i | Names of | k", ". | . | things | .", *(FULL, NEXT) * 3, cut=(20, 45), more=(head,)) == [20, 40, 60]


def test_texts_that_end_before_their_line_is_full_are_not_wrapped() -> None:
    assert borders(*("a | 1 | short | 2", ". | . | X | .") * 3, "z | 9 | wide line | 1", NEXT) == [25]


def test_lines_that_fill_more_than_a_few_columns_leave_the_table_to_the_model() -> None:
    full, after = f"{FULL} | x", f"{NEXT} | ."
    assert borders(*(full, after) * 3) == [20, 40]
    assert borders(*(full, after) * 3, ". | 5 | wide line | 7 | .", after) == [25]


def test_too_few_lines_tell_nothing() -> None:
    assert borders(FULL, FULL, NEXT, FULL, NEXT) == [25]
    assert borders("a | wide", ". | Words", "b | wide", ". | Words", "c | wide", ". | Words", "d | e") == [25]


def test_section_rows_leave_the_table_to_the_model() -> None:
    assert borders(*(FULL, NEXT) * 3, more=(projected(20, 30, x1=200),)) == [25]


def test_labels_that_wrap_may_end_beside_their_values() -> None:
    wide = "wide label | 1 | 2 | 3"
    assert borders(*(wide, "Next | . | . | .") * 3) == [25]


def test_a_label_that_stands_apart_begins_a_row_however_few_columns_its_line_fills() -> None:
    objects = [*(row(a, b, x1=200) for a, b in ((0, 25), (25, 62), (62, 75))), *grid_objects(0, 4)]
    for y, borders_found in ((61.0, [20, 40, 75]), (64.0, [25, 62, 75])):
        words = [*grid_words(*(FULL, NEXT) * 3), word("B", 2, y), word("Words", 102, y)]
        texts = [replace(one, text="wide") if one.text == "a" else one for one in words]
        assert [one.stop for one in begin_rows_together(draft(objects, view(texts))).rows] == borders_found


def test_rows_that_stand_apart_begin_with_their_full_lines_although_texts_end_early() -> None:
    def found(step: float) -> list[float]:
        """Inner borders, of three rows whose lines are 10 points apart and which stand ``step`` from the line above."""
        words, y = [], 1.0
        for number in range(3):
            words += [
                word("name", 2, y),
                word("12", 52, y),
                word("AB" if number else "ABCDEFGH", 102, y),
                word("7", 152, y),
                word("CD", 102, y + 10),
            ]
            y += 10 + step if number < 2 else 20
        objects = [*(row(a, b, x1=200) for a, b in ((0, 9), (9, 30), (30, y))), *grid_objects(0, 4)]
        return [round(one.stop) for one in begin_rows_together(draft(objects, view(words))).rows[:-1]]

    assert found(15) == [22, 48]
    assert found(11) == [9, 30]
