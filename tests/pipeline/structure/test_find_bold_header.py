"""Bold rows over a body that is not are the header of a table without one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pipeline.structure.draft import stand
from pipeline.structure.rules.find_bold_header import find_bold_header
from pipeline.types import Span
from tests.pipeline.structure.builders import draft, grid_objects, grid_words, view


def header(*lines: str, spans: tuple[Span, ...] = (), head: int = 0) -> int:
    """The header rows of a table of two columns in which words of capital letters are bold."""
    words = [replace(one, is_bold=one.text.isupper()) for one in grid_words(*lines)]
    start = stand(draft(grid_objects(len(lines), 2), view(words)))
    return find_bold_header(replace(start, spans=spans, num_header_rows=head)).num_header_rows


def test_bold_rows_are_the_header() -> None:
    assert header("NAME | SIZE", "a | 1", "b | 2") == 1
    assert header(". | SIZE", "NAME | MB", "a | 1") == 2
    assert header(". | SIZE", "a | 1") == 0  # one name is a title


@pytest.mark.parametrize(
    "lines",
    [
        ("NAME | size", "a | 1", "b | 2"),
        ("NAME | SIZE", "a | 1", "TOTAL | 2"),  # bold says more than one thing
        ("NAME | .", "a | 1", "b | 2"),
        ("NAME | SIZE", "A | B"),  # nothing below
        ("A | B", "A | B", "A | B", "A | B", "c | d"),
    ],
    ids=["one", "total", "blank", "alone", "many"],
)
def test_others_are_not(lines: tuple[str, ...]) -> None:
    assert header(*lines) == 0


def test_what_is_known_stays() -> None:
    assert header("NAME | SIZE", "KIND | MB", "a | 1", head=1) == 1
    assert header("NAME | SIZE", "a | 1", spans=(Span(range(2), range(1), 0.9),)) == 0
    assert header("NAME | SIZE", "a | 1", spans=(Span(range(1), range(2), 0.9, True),)) == 0
