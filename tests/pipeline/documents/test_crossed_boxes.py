"""Check boxes crossed by drawn diagonals are read as "x"; other crosses are not."""

from __future__ import annotations

import pytest

from pipeline.documents import open_document
from pipeline.options import Options
from table import Word

BOX, CROSS = "100 40 10 10 re S", "100 40 m 110 50 l S 100 50 m 110 40 l S"
TEXT = "BT /F1 9 Tf 1 0 0 1 20 42 Tm (Yes) Tj ET BT /F1 9 Tf 1 0 0 1 150 42 Tm (No) Tj ET"


def _words(pdf, *contents: str, mode: str = "improved") -> list[Word]:
    with open_document(pdf(" ".join(contents)), Options(mode=mode)) as document:
        return list(document.page(1).words)


def test_a_crossed_box_is_a_word_on_the_line_of_its_label(pdf) -> None:
    yes, cross, no = _words(pdf, TEXT, BOX, CROSS)
    assert (yes.text, cross.text, no.text) == ("Yes", "x", "No")
    assert tuple(round(side) for side in cross.bbox) == (100, 50, 110, 60)
    assert cross.line == yes.line


@pytest.mark.parametrize(
    "content",
    [
        BOX,  # not crossed
        CROSS,  # a point of a chart
        f"{BOX} 100 40 m 110 50 l S 100 40 m 110 50 l S",  # struck through twice the same way
        "100 10 80 80 re S 100 10 m 180 90 l S 100 90 m 180 10 l S",  # a drawing
    ],
)
def test_other_boxes_and_crosses_are_not_read(pdf, content: str) -> None:
    assert [word.text for word in _words(pdf, TEXT, content)] == ["Yes", "No"]


def test_a_cross_over_a_word_strikes_it_out_and_is_no_word(pdf) -> None:
    assert [word.text for word in _words(pdf, TEXT, BOX, CROSS, "BT /F1 9 Tf 1 0 0 1 102 42 Tm (7) Tj ET")] == ["Yes", "7", "No"]


def test_the_compatible_mode_reads_typed_text_only(pdf) -> None:
    assert [word.text for word in _words(pdf, TEXT, BOX, CROSS, mode="compat")] == ["Yes", "No"]
