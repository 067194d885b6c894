"""The cut-off end of a phrase goes to the cell of the phrase."""

from __future__ import annotations

import pytest

from pipeline.options import Options
from pipeline.structure import fill, refine, to_grid
from table import BBox, Ruling, Word
from tests.pipeline.structure.builders import column, row, view, word

VALUES = (word("60%", 10, 1), word("6.61", 90, 1), word("10%", 10, 21), word("78", 90, 21))


def texts(*words: Word, rulings: tuple[Ruling, ...] = (), without: tuple[str, ...] = ()) -> list[str]:
    """The cells of the row of ``words`` (y = 11); the border is at x = 50. No word of the region is lost."""
    objects = [row(0, 10), row(10, 20), row(20, 30), column(0, 50), column(50, 120)]
    crop = view([*VALUES, *words], rulings)
    found = fill(to_grid(refine(objects, crop, Options(without=frozenset({"place_column_borders", *without})))), crop)
    assert len(found.unassigned_words) + sum(len(cell.text.split()) for cell in found.cells) == len(crop.words)
    return [cell.text for cell in found.cells if cell.rows.start == 1]


TARGET = (word("10%", 10, 11), word("1", 42, 11), word("target", 49, 11), word("achieved", 81, 11, 30))


def test_the_first_word_of_a_phrase_goes_with_it() -> None:
    assert texts(*TARGET) == ["10%", "1 target achieved"]
    assert texts(*TARGET, without=("keep_phrases_whole",)) == ["10% 1", "target achieved"]


def test_the_last_word_of_a_phrase_goes_with_it() -> None:
    phrase = (word("less", 5, 11), word("than", 27, 11), word("1", 49, 11), word("6.61", 90, 11))
    assert texts(*phrase) == ["less than 1", "6.61"]


def test_a_ruling_between_them_overrules_the_space() -> None:
    drawn = (Ruling(BBox(48, 0, 48, 30)),)
    assert texts(*TARGET, rulings=drawn) == ["10% 1", "target achieved"]


@pytest.mark.parametrize(
    "words",
    [
        (word("10%", 10, 11), word("11", 38, 11), word("12", 51, 11), word("13", 63, 11)),  # numbers side by side
        (word("a", 29, 11), word("b", 36, 11), word("c", 43, 11), word("target", 51, 11)),  # all of one phrase
        (word("10%", 10, 11), word("1", 38, 11), word("target", 60, 11)),  # no phrase runs over the border
        (word("10%", 10, 11), word("$", 42, 11), word("target", 51, 11)),  # a sign
    ],
)
def test_what_does_not_look_so_stays_where_it_lies(words: tuple[Word, ...]) -> None:
    assert texts(*words) == texts(*words, without=("keep_phrases_whole",))
