"""Dots under a label are no part of it; dots that follow one stay words; no word is lost."""

from __future__ import annotations

import pytest

from pipeline.documents import open_document
from pipeline.documents.printed_through import MIN_DOTS, part_printed_through
from pipeline.options import Options
from table import BBox, Word


def dots(count: int, *, x: float = 10.0, step: float = 3.0, y: float = 20.0, line: int = 1) -> list[Word]:
    return [Word(".", BBox(x + step * i, y, x + step * i + 1, y + 6), line=line) for i in range(count)]


def label(text: str, x0: float, x1: float, y: float = 20.0, line: int = 9) -> Word:
    return Word(text, BBox(x0, y, x1, y + 6), line=line)


def test_dots_under_a_label_are_parted_from_the_text():
    words = [*dots(20), label("Algeria", 12, 30), label("-", 32, 33), label("33", 80, 90)]
    text, under = part_printed_through(words)
    assert [word.text for word in text] == ["Algeria", "-", "33"]
    assert list(under) == dots(20)


@pytest.mark.parametrize(
    "words",
    [
        [],
        dots(20),  # nothing over them
        [label("Total", 0, 9), *dots(20), label("33", 80, 90)],  # they lead from a label to its value
        [*dots(MIN_DOTS - 1), label("Algeria", 12, 30)],
        [*dots(20), label("Algeria", 12, 30, y=40)],  # another line
        [*dots(20), label("*", 12.5, 14)],  # over one dot only
        [*dots(5), *dots(5, x=40, step=7), label("Algeria", 12, 30)],  # no even row
    ],
)
def test_other_dots_stay_words(words: list[Word]):
    assert part_printed_through(words) == (tuple(words), ())


def test_turned_rows_are_seen_along_their_own_direction():
    row = [Word(".", BBox(20, 90 - 3 * i, 26, 91 - 3 * i), line=1, rotation=90) for i in range(20)]
    over = Word("Algeria", BBox(20, 60, 26, 85), line=2, rotation=90)
    assert part_printed_through([*row, over]) == ((over,), tuple(row))


def test_the_page_of_a_pdf_keeps_them_apart(pdf):
    data = pdf("BT /F1 10 Tf 20 80 Td (. . . . . . . . . . . . . . . .) Tj 0 0 Td (Togo) Tj 110 0 Td (5429) Tj ET")
    with open_document(data, Options(text="pdf")) as document:
        page = document.page(1)
    assert ([word.text for word in page.words], len(page.rule_words), len(page.rulings)) == (["Togo", "5429"], 16, 0)
    with open_document(data, Options(text="pdf", mode="compat")) as document:
        assert len(document.page(1).words) == 18
