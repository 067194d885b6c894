"""A column without a value is one with its neighbour where both hold words of one name."""

from __future__ import annotations

import pytest

from pipeline.structure.rules.join_blank_columns import join_blank_columns
from table import Ruling, Word
from table.geometry import BBox
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, header, view, word

BODY = grid_words("h | A | . | .", "x | 1 | . | .", "y | 2 | . | .")


def columns(*words: Word, drawn: tuple[float, ...] = (), more: tuple[Word, ...] = ()) -> list[float]:
    """The column borders after the rule, of four columns 50 points wide; ``words`` are those of the header over the last two.

    The values of the last column end at 175.
    """
    values = [word(str(number), 167, 1 + 10 * number, 8) for number in (1, 2)]
    rulings = [Ruling(BBox(x, 0, x, 30)) for x in drawn]
    objects = [*grid_objects(3, 4), header(0, 10, x1=200)]
    found = join_blank_columns(draft(objects, view([*BODY, *values, *words, *more], rulings)))
    return [round(x) for x in found.column_edges]


OTHER, DISEASES, FAR = word("Two", 132, 1, 15), word("words", 151, 1, 24), word("words", 155, 1, 20)
APART, JOINED = [0, 50, 100, 150, 200], [0, 50, 100, 200]


def test_two_words_of_a_name_are_over_one_column() -> None:
    assert columns(OTHER, DISEASES) == JOINED


@pytest.mark.parametrize(
    "words",
    [
        (OTHER, FAR),  # two names
        (OTHER, word("words", 151, 1, 35)),  # nowhere in line with the values
        (OTHER,),
        (DISEASES,),
    ],
    ids=["apart", "not in line", "name of the blank one", "name of the other"],
)
def test_other_names_leave_blank_columns(words: tuple[Word, ...]) -> None:
    assert columns(*words) == APART


def test_a_drawn_column_and_one_with_values_stay() -> None:
    assert columns(OTHER, DISEASES, drawn=(150,)) == APART
    assert columns(OTHER, DISEASES, more=(word("5", 120, 11),)) == APART
