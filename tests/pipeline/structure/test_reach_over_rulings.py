"""A name reaches over the columns that its ruling covers, and nothing else does."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.flags import Flag
from pipeline.structure.draft import stand
from pipeline.structure.rules.reach_over_rulings import reach_over_rulings
from pipeline.types import Span
from table import BBox, Ruling, Word
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view, word

NAME = (word("Both", 84, 1, 20), word("years", 106, 1, 25))
BODY = grid_words(". | . | . | .", "a | b | c | d", "1 | 2 | 3 | 4")
UNDER = Ruling(BBox(52, 10, 148, 10))


def spans(*words: Word, ruling: Ruling = UNDER, given: tuple[Span, ...] = (), header: int = 2) -> list[tuple[range, range]]:
    """What becomes of ``given`` in a table of four columns, each 50 points wide."""
    start = replace(stand(draft(grid_objects(3, 4), view([*words, *BODY], (ruling,)))), num_header_rows=header, spans=given)
    found = reach_over_rulings(start)
    assert (Flag.SPANS_REPAIRED in found.notes) is (found.spans != given)
    return [(span.rows, span.columns) for span in found.spans]


def test_a_name_is_as_wide_as_its_ruling() -> None:
    wanted = [(range(1), range(1, 3))]
    assert spans(*NAME) == wanted
    assert spans(*NAME, given=(Span(range(1), range(1, 4), 0.99),)) == wanted
    assert spans(*NAME, given=(Span(range(1), range(2), 0.99),)) == wanted
    assert spans(*NAME, given=(Span(range(1), range(1, 3), 0.7),)) == wanted


@pytest.mark.parametrize(
    "ruling",
    [Ruling(BBox(0, 10, 200, 10)), Ruling(BBox(52, 10, 98, 10)), Ruling(BBox(52, 24, 148, 24))],
    ids=["across the table", "one column", "elsewhere"],
)
def test_other_rulings_tell_nothing(ruling: Ruling) -> None:
    assert spans(*NAME, ruling=ruling) == []


@pytest.mark.parametrize(
    "words",
    [
        (word("2019", 60, 1), word("2020", 110, 1)),  # two texts
        (word("1,234", 90, 1),),  # a value
        (word("Both", 54, 1, 20),),  # at the left end of the ruling: the name of one column
        (word("Both", 30, 1, 20), word("years", 52, 1, 25)),  # begins before the ruling
        (),
    ],
    ids=["two", "value", "left", "beyond", "nothing"],
)
def test_what_is_no_name_over_the_ruling_stays(words: tuple[Word, ...]) -> None:
    assert spans(*words) == []


def test_rows_of_the_body_are_left_alone() -> None:
    below = Ruling(BBox(52, 20, 148, 20))
    lower = tuple(replace(one, bbox=one.bbox.shift(0, 10)) for one in NAME)
    words = [*lower, *grid_words("a | b | c | d", ". | . | . | .", "1 | 2 | 3 | 4")]
    start = stand(draft(grid_objects(3, 4), view(words, (below,))))
    assert len(reach_over_rulings(replace(start, num_header_rows=1)).spans) == 1  # the first row below the header may be a name
    assert reach_over_rulings(start).spans == ()
