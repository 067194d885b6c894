"""A phrase that runs on over columns is one cell; texts of two columns that stand near each other are not."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.flags import Flag
from pipeline.structure.draft import stand
from pipeline.structure.rules.span_phrases import SCORE, span_phrases
from pipeline.types import Span
from table import Word
from tests.pipeline.structure.builders import draft, grid_objects, view, word

BODY = [word(text, x, y) for y in (23, 43) for text, x in (("ab", 2), ("cde", 80), ("fgh", 102))]


def spans(*words: Word, given: tuple[Span, ...] = ()) -> list[range]:
    """The columns joined in the first row of three columns, each 50 points wide; words of a phrase stand 2 points apart."""
    start = stand(draft(grid_objects(3, 3, height=20), view([*words, *BODY])))
    found = span_phrases(replace(start, spans=given))
    assert (Flag.SPANS_REPAIRED in found.notes) is (len(found.spans) > len(given))
    new = [span for span in found.spans if span not in given]
    assert all(span.rows == range(1) and span.score == SCORE for span in new)
    return [span.columns for span in new]


def phrase(*texts: str, x: float, y: float = 3, space: float = 2) -> list[Word]:
    found = []
    for text in texts:
        found.append(word(text, x, y))
        x += 5 * len(text) + space
    return found


def test_a_word_across_a_border_ties_the_cells() -> None:
    assert spans(*phrase("Notes", "thereto", x=18)) == [range(2)]


def test_text_that_stands_unlike_the_columns_own_is_of_the_phrase() -> None:
    assert spans(*phrase("target", "achieved", x=20)) == [range(2)]


def test_a_bracket_that_is_closed_behind_the_border_ties_the_cells() -> None:
    assert spans(*phrase("norm", "(10", "−2)", x=10)) == [range(2)]
    assert spans(*phrase("norm", "(10)", "−2", x=10)) == []


def test_a_phrase_over_three_columns_is_one_cell() -> None:
    assert spans(*phrase("this", "perspective", "of", "calendar", "years", x=3)) == [range(3)]


@pytest.mark.parametrize(
    "words",
    [
        [*phrase("abcdefghi", x=55), word("col", 102, 3)],  # begins where the column's texts begin
        [*phrase("target", x=20), word("achieved", 56, 3)],  # farther than a space
        phrase("total", "19.50", x=23),  # a value
        [*phrase("target", "achieved", x=20), word("own", 70, 12)],  # the column has a text of its own in this row
        phrase("one", x=2),
    ],
    ids=["alike", "apart", "value", "own text", "alone"],
)
def test_two_cells_stay(words: list[Word]) -> None:
    assert spans(*words) == []


def test_no_span_is_touched() -> None:
    assert spans(*phrase("target", "achieved", x=20), given=(Span(range(2), range(1)),)) == []
