"""Numbers that end at one place before texts that begin at one: two columns, however narrow the gap, where a name is on either side."""

from __future__ import annotations

import pytest

from pipeline.options import Options
from pipeline.structure import refine
from pipeline.structure.words.lines import group_lines
from pipeline.structure.words.narrow_gaps import narrow_gaps
from table import Word
from tests.pipeline.structure.builders import column, row, view, word

NAMES = [word("No", 80, 1, 16), word("Kind", 102, 1, 26)]


def rows(*pairs: tuple[str, str], stop: float = 100.0) -> list[Word]:
    """Numbers that end at ``stop`` and texts that begin 3 points behind."""
    return [
        each
        for index, (number, text) in enumerate(pairs)
        for each in (word(number, stop - 5 * len(number), 11 + 10 * index), word(text, stop + 3, 11 + 10 * index))
    ]


PAIRS = (("4", "JV"), ("16", "BP"), ("258", "BP"))


def test_a_gap_between_numbers_and_texts() -> None:
    assert narrow_gaps(group_lines([*NAMES, *rows(*PAIRS)]), 8.0) == [(100.0, 102.0)]  # the name begins before the texts


@pytest.mark.parametrize(
    "words",
    [
        rows(*PAIRS),  # without names
        [word("Kind", 84, 1, 26), *rows(*PAIRS)],  # one name across
        [*NAMES, *rows(*PAIRS[:2])],  # two lines are chance
        [*NAMES, *rows(("16", "BP"), ("17", "BP"), ("18", "BP"))],  # one phrase again and again
        [*NAMES, *rows(("4", "5"), ("16", "17"), ("258", "3"))],  # numbers on both sides
        [*NAMES, *rows(*PAIRS), word("Total", 90, 41)],  # a word across
        [],
    ],
    ids=["nameless", "one name", "two lines", "phrase", "numbers", "across", "nothing"],
)
def test_others_are_spaces(words: list[Word]) -> None:
    assert narrow_gaps(group_lines(words), 8.0) == []


def test_the_border_goes_where_the_gap_is() -> None:
    objects = [*(row(10 * y, 10 * y + 10, x1=150) for y in range(4)), column(0, 70), column(70, 112), column(112, 150)]
    words = [*NAMES, *rows(*PAIRS), *(word("a", 2, 1 + 10 * y) for y in range(4))]
    found = refine(objects, view(words), Options())
    assert 100 <= found.columns[2].start <= 102
