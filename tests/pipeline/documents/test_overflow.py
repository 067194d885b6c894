"""A text that runs over the border of its cell is no part of the one that begins behind it."""

from __future__ import annotations

import pytest

from pipeline.documents import open_document
from pipeline.options import Options

LINE = "60 0 m 60 100 l S "


def words(data: bytes) -> list[str]:
    with open_document(data, Options(text="pdf")) as document:
        return [word.text for word in document.page(1).words]


def texts(first: str, second: str, x: float) -> str:
    """``first`` from x = 20, about 50 points wide, and ``second`` as a text of its own from ``x``."""
    return f"BT /F1 10 Tf 20 50 Td ({first}) Tj ET BT /F1 10 Tf {x} 50 Td ({second}) Tj ET"


def clipped(x: float) -> str:
    """The same, of which the first is seen up to ``x`` alone."""
    first, second = texts("123,456.78", "900.00", 66.5).split("ET", 1)
    return f"q 10 0 {x - 10} 100 re W n {first}ET Q {second}"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (LINE + texts("123,456.78", "900.00", 62), ["123,456.78", "900.00"]),
        (texts("123,456.78", "900.00", 62), ["123,456.78900.00"]),  # nothing is drawn
        ("62.5 60 m 62.5 100 l S " + texts("123,456.78", "900.00", 62), ["123,456.78900.00"]),  # not beside it
        (LINE + "BT /F1 10 Tf 20 50 Td [(123,456.78) 250 (900.00)] TJ ET", ["123,456.78900.00"]),  # drawn at once
        (clipped(66), ["123,456.78", "900.00"]),
        (clipped(67), ["123,456.78900.00"]),  # cut behind where the other begins
        (LINE + texts("123,456.78", "%", 70.1), ["123,456.78%"]),  # a text of two pieces that follow each other
    ],
    ids=["over the border", "no line", "line elsewhere", "kerned", "cut", "cut elsewhere", "pieces"],
)
def test_a_text_that_begins_behind_the_line_is_another(pdf, content, expected):
    assert words(pdf(content)) == expected
