"""Tables with a text that a border cuts are flagged."""

from __future__ import annotations

import pytest

from pipeline.regions.rules.cut_texts import texts_are_cut
from tests.pipeline.regions.drawn_pages import page
from tests.pipeline.structure.builders import table

BODY = ("a | 1 | 2", "b | 3 | 4")


@pytest.mark.parametrize(
    "lines",
    [
        ("Item | 2010 ($ in | 2009 millions)", *BODY),
        ("Item | Balance of | the year", *BODY),
        ("Item | December | 31, 2016", *BODY),
        ("Item | First | Second", ". | 8.2% grading to | 7.0% grading to", "Rate | 4.5% in 2025 | 5.0% in 2025", *BODY),
        ("Item | Place | Area", "Plant | land in the | 2 acres", ". | valley | .", *BODY),
        ("Item | First | Second", *BODY, "c | 5 | .", ". | . | 6"),  # one row in two
    ],
)
def test_a_text_that_goes_on_in_another_cell(lines: tuple[str, ...]) -> None:
    assert texts_are_cut(page([], []), table(*lines, header_rows=1)) == ("cut_texts",)


@pytest.mark.parametrize(
    "lines",
    [
        ("Item | First | Second", *BODY),
        ("Item | Balance of | .", *BODY),  # nothing goes on
        ("Item | May | 2016", *BODY),
        ("Item | Claim requested By | Paid to | Amount", "a | 1 | 2 | 3"),  # whole names
        ("Item | (a | b", *BODY),
        ("Item | Balance of | <", *BODY),
        ("Item | First | Second", "c | lease of | .", "d | land | 2", *BODY),  # rows with labels
        ("Item | First | Second", *BODY, "c | 5 | .", "d | . | 6"),
        ("Item | First | Second", "a | 1 | 2", "c | 5 | .", ". | . | 6"),  # no others fill all columns
        ("Item | First | Second",),
    ],
)
def test_other_tables(lines: tuple[str, ...]) -> None:
    assert texts_are_cut(page([], []), table(*lines, header_rows=1)) == ()
