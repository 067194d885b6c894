"""Words that stand over each other in one line: the upper one is read first, whichever begins further left."""

from __future__ import annotations

import pytest

from pipeline.structure.words.stacks import read_stacks
from pipeline.structure.words.text import cell_text
from tests.pipeline.structure.builders import word

VALUE = word("0.31", 0, 4, 20, 10)
UPPER, LOWER = word("+0.01", 21, 0, 20, 7), word("-0.02", 20.9, 6, 20, 7)


@pytest.mark.parametrize("shift", [-0.2, 0.0, 0.2])
def test_the_upper_error_is_read_before_the_lower(shift: float) -> None:
    lower = word("-0.02", 21 + shift, 6, 20, 7)
    assert cell_text([VALUE, lower, UPPER]) == "0.31 +0.01 -0.02"


def test_text_behind_a_stack_stays_behind_it() -> None:
    assert cell_text([VALUE, UPPER, LOWER, word("mm", 43, 4, 10, 10)]) == "0.31 +0.01 -0.02 mm"


def test_an_upper_text_of_several_words_stays_together() -> None:
    words = [word("a", 0, 4, 6, 10), word("low", 6, 6.5, 14, 6), word("up", 6.5, 0, 8, 6), word("per", 15.5, 0, 10, 6)]
    assert [w.text for w in read_stacks(words)] == ["a", "up", "per", "low"]


def test_words_side_by_side_keep_their_order() -> None:
    words = [word("x", 0, 4, 6, 10), word("2", 6, 0, 4, 7), word("i", 10.5, 6, 4, 7), word("y", 15, 4, 6, 10)]
    assert read_stacks(words) == words


def test_words_of_one_height_are_no_stack() -> None:
    words = [word("of", 0, 0, 10, 8), word("of", 1, 2, 10, 8)]
    assert read_stacks(words) == words


def test_nothing_and_one() -> None:
    assert read_stacks([]) == []
    assert read_stacks([VALUE]) == [VALUE]
