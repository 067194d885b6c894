"""A level stroke is a dash where nothing else is an ideograph, a numeral elsewhere."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.ocr.dashes import with_dashes
from pipeline.types import Picture
from table import BBox, Word

ROWS = (20, 50, 80)  # tops of lines of 20 px
OTHERS = [Word("label", BBox(20, top, 60, top + 20), number) for number, top in enumerate(ROWS, start=1)]


def page(stroke: tuple[int, int, int, int]) -> Picture:
    picture = np.full((120, 300, 3), 255, np.uint8)
    for top in ROWS:
        picture[top : top + 20, 20:60] = 0
    x0, y0, x1, y1 = stroke
    picture[y0:y1, x0:x1] = 0
    return picture


def read_as(text: str, score: float, stroke: tuple[int, int, int, int], *, others: list[Word] = OTHERS) -> str:
    one = Word("一", BBox(stroke[0] - 2, 50, stroke[2] + 2, 70), 9, 0.95)
    found = with_dashes([*others, one], page(stroke), lambda crop: (text, score))
    assert found[:-1] == others
    return found[-1].text


@pytest.mark.parametrize(("width", "dash"), [(8, "-"), (14, "–"), (26, "—")])
def test_a_level_stroke_is_a_dash(width: int, dash: str) -> None:
    assert read_as("8", 1.0, (200, 58, 200 + width, 61)) == dash


def test_what_is_no_level_stroke_is_read_again() -> None:
    upright = (200, 50, 203, 70)
    assert read_as("1", 0.97, upright) == "1"
    assert read_as("1", 0.5, upright) == "一"
    assert read_as("|", 0.97, upright) == "一"


def test_among_ideographs_it_is_a_numeral() -> None:
    assert read_as("1", 1.0, (200, 58, 214, 61), others=[*OTHERS, Word("债务", BBox(100, 20, 140, 40), 4)]) == "一"


def test_an_equals_sign_of_one_stroke_is_a_dash_and_of_two_stays() -> None:
    picture = page((200, 58, 214, 61))
    equals = Word("=", BBox(198, 50, 216, 70), 9, 0.7)
    assert with_dashes([*OTHERS, equals], picture, lambda crop: ("", 0.0))[-1].text == "–"
    number = Word("80", BBox(222, 50, 240, 70), 10)
    assert with_dashes([*OTHERS, equals, number], picture, lambda crop: ("", 0.0))[-2:] == [equals, number]
    picture[64:67, 200:214] = 0
    assert with_dashes([*OTHERS, equals], picture, lambda crop: ("=", 1.0))[-1] == equals
