"""Units of several columns: one cell over all that they stand in the middle of; over one column they stay as they are."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.structure.draft import stand
from pipeline.structure.rules.span_units import span_units
from pipeline.structure.words.units import is_unit
from pipeline.types import Span
from table import Word
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view, word

BODY = (". | 2016 | 2015 | 2014 | Note", ".", "Sales | 111111 | 222222 | 333333 | x")


def unit(middle: float, *texts: str, y: float = 11) -> list[Word]:
    """The words of a phrase in the second row, in the middle of a place."""
    width = sum(5 * len(text) for text in texts) + 2 * (len(texts) - 1)
    starts = [middle - width / 2 + sum(5 * len(text) + 2 for text in texts[:index]) for index in range(len(texts))]
    return [word(text, x, y) for text, x in zip(texts, starts, strict=True)]


def spans_of(*units: list[Word], body: tuple[str, ...] = BODY, spans: tuple[Span, ...] = (), header: int = 2) -> list[tuple[range, range]]:
    words = [*grid_words(*body), *(each for words in units for each in words)]
    start = replace(stand(draft(grid_objects(3, body[0].count("|") + 1), view(words))), num_header_rows=header, spans=spans)
    return [(span.rows, span.columns) for span in span_units(start).spans]


def test_a_unit_spans_the_columns_around_it() -> None:
    assert spans_of(unit(117, "(in", "millions)")) == [(range(1, 2), range(1, 4))]


def test_a_cell_of_the_model_that_reaches_too_far_gives_way() -> None:
    assert spans_of(unit(117, "(in", "millions)"), spans=(Span(range(1, 2), range(4), 0.9),)) == [(range(1, 2), range(1, 4))]


def test_a_unit_that_comes_again_below_a_single_name_is_of_single_columns() -> None:
    """ "(thousands)" below "Shares" of each of three pairs "Shares | Price": the second stands in the middle of three columns, too."""
    body = (". | Shares | Price | Shares | Price", ".", "Sales | 111111 | 222222 | 333333 | 444444")
    units = [unit(67, "(in", "percent)"), unit(167, "(in", "percent)")]
    assert spans_of(*units, body=body) == []
    assert spans_of(units[0], unit(167, "(in", "thousands)"), body=body) == [(range(1, 2), range(2, 5))]


def test_two_units_in_a_row_share_the_columns() -> None:
    body = (". | 2016 | 2015 | 2016 | 2015", ".", "Sales | 111111 | 222222 | 333333 | 444444")
    found = spans_of(unit(92, "(in", "dollars)"), unit(192, "(in", "percent)"), body=body)
    assert found == [(range(1, 2), range(1, 3)), (range(1, 2), range(3, 5))]


@pytest.mark.parametrize(
    "words",
    [
        unit(67, "(in", "millions)"),  # in the middle of one column
        unit(117, "(in", "years)"),  # may be that of the middle column's values
        [*unit(117, "(in", "millions)"), word("Note", 202, 11)],  # not alone
    ],
    ids=["one column", "years", "beside a name"],
)
def test_others_are_left_alone(words: list[Word]) -> None:
    assert spans_of(words) == []


def test_the_body_is_left_alone() -> None:
    assert spans_of(unit(117, "(in", "millions)"), header=1) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("(in thousands, except per share amounts)", True),
        ("In millions", True),
        ("(Dollars in millions)", True),
        ("(In $ millions)", True),
        ("(%)", False),  # no word: as likely the sign of one column
        ("Millions of tons", False),
        ("", False),
    ],
)
def test_what_tells_a_unit(text: str, expected: bool) -> None:
    assert is_unit([word(part, 0, 0) for part in text.split()]) is expected
