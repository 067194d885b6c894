"""Words of recognised lines are cut at spaces and wide gaps and tightened onto the ink."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.ocr.lines import OcrLine, evenly_spread, in_reading_order, words_of_lines
from table import BBox

INK = {"x0": 100, "width": 12, "pitch": 16}  # of the characters drawn by ``strip``


def strip(text: str, *, invert: bool = False, left: int = 100) -> np.ndarray:
    """A 60 px high strip where each character is a block 12 px wide and 20 high, every 16 px; spaces are blank."""
    picture = np.full((60, left + 16 * len(text) + 60, 3), 255, dtype=np.uint8)
    for index, char in enumerate(text):
        if not char.isspace():
            picture[20:40, left + 16 * index : left + 16 * index + 12] = 0
    return 255 - picture if invert else picture


def line(text: str, drawn: str | None = None, *, margin: int = 4) -> OcrLine:
    """What an engine would say of the strip: a box with a margin and the centres of the characters."""
    drawn = drawn or text
    centers = tuple(106.0 + 16 * index for index, char in enumerate(drawn) if not char.isspace())
    return OcrLine(text, 0.9, BBox(100 - margin, 20 - margin, 100 + 16 * len(drawn) + margin, 40 + margin), centers)


def boxes(found):
    return [(word.text, tuple(word.bbox)) for word in found]


def test_nothing():
    assert words_of_lines([], strip("a")) == []
    assert words_of_lines([line("  ")], strip("  ")) == []


@pytest.mark.parametrize("invert", [False, True])
def test_words_are_cut_at_spaces_and_tight(invert):
    found = words_of_lines([line("ab cde")], strip("ab cde", invert=invert))
    assert boxes(found) == [("ab", (100, 20, 128, 40)), ("cde", (148, 20, 192, 40))]
    assert {word.score for word in found} == {0.9}


def test_a_wide_gap_cuts_text_that_has_no_space():
    found = words_of_lines([line("1234", "12     34")], strip("12     34"))
    assert boxes(found) == [("12", (100, 20, 128, 40)), ("34", (212, 20, 240, 40))]


def test_a_narrow_gap_does_not_cut():
    assert [word.text for word in words_of_lines([line("1234", "12 34")], strip("12 34"))] == ["1234"]


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        ("6.41% 6.00%", ["6.41%", "6.00%"]),
        ("6.41%6.00%", ["6.41%6.00%"]),  # no gap in the picture: nothing says where
        ("2,799 2,815,544", ["2,799", "2,815,544"]),
        ("2,799 28", ["2,79928"]),  # what a comma misread would leave
    ],
)
def test_a_gap_cuts_where_a_number_must_have_ended(drawn, words):
    assert [word.text for word in words_of_lines([line(drawn.replace(" ", ""), drawn)], strip(drawn))] == words


def test_misplaced_predictions_still_cut_at_the_gap():
    shifted = line("ab cd")
    shifted = OcrLine(shifted.text, 0.9, shifted.box, tuple(center + 6 for center in shifted.centers))
    assert boxes(words_of_lines([shifted], strip("ab cd"))) == [("ab", (100, 20, 128, 40)), ("cd", (148, 20, 176, 40))]


def test_a_vertical_rule_in_the_box_is_no_ink():
    picture = strip("ab", left=100)
    picture[:, 94:96] = 0
    assert boxes(words_of_lines([line("ab", margin=8)], picture)) == [("ab", (100, 20, 128, 40))]


def test_a_horizontal_rule_at_the_edge_is_no_ink():
    picture = strip("abcd")
    picture[15:17] = 0
    assert boxes(words_of_lines([line("abcd", margin=8)], picture)) == [("abcd", (100, 20, 160, 40))]


def test_without_ink_the_prediction_is_kept():
    found = words_of_lines([line("ab cd")], np.full((60, 300, 3), 255, dtype=np.uint8))
    assert [word.text for word in found] == ["ab", "cd"]
    assert all(96 <= word.bbox.x0 <= word.bbox.x1 <= 190 for word in found)


@given(st.text(alphabet="ab1 .一", min_size=1, max_size=20), st.text(alphabet="ab ", min_size=1, max_size=20), st.floats(0, 40))
def test_no_character_is_invented_dropped_or_moved(text, drawn, shift):
    """Whatever the picture and the predictions say, the words joined are the text, left to right, inside the line's box."""
    box = BBox(96, 16, 100 + 16 * len(drawn) + 4, 44)
    centers = tuple(center + shift for center in evenly_spread(text, box))
    found = words_of_lines([OcrLine(text, 0.5, box, centers)], strip(drawn))
    assert "".join(word.text for word in found) == "".join(text.split())
    assert all(word.text and not any(char.isspace() for char in word.text) for word in found)


def test_reading_order_is_row_by_row():
    def at(text: str, x: float, y: float) -> OcrLine:
        return OcrLine(text, 1.0, BBox(x, y, x + 20, y + 20), ())

    lines = [at("d", 50, 40), at("b", 50, -3), at("c", 0, 38), at("a", 0, 0)]
    assert [item.text for item in in_reading_order(lines)] == ["a", "b", "c", "d"]


def test_ink_of_the_lines_above_and_below_is_not_the_words():
    picture = strip("ab cd")
    picture[8:18, 90:200] = 0  # the foot of a line above; the engine's box reaches into it
    picture[43:52, 90:200] = 0
    wide = OcrLine("ab cd", 0.9, BBox(96, 10, 184, 50), line("ab cd").centers)
    assert boxes(words_of_lines([wide], picture)) == [("ab", (100, 20, 128, 40)), ("cd", (148, 20, 176, 40))]


def test_the_edge_of_a_band_is_no_letter():
    picture = np.full((60, 200, 3), 255, dtype=np.uint8)
    picture[12:14, 96:130] = 0
    (found,) = words_of_lines([OcrLine("8", 0.9, BBox(96, 10, 120, 44), (108.0,))], picture)
    assert tuple(found.bbox) == pytest.approx((97.8, 17, 118.2, 37))  # the predicted place


def test_one_sign_is_one_piece_of_ink():
    picture = strip("$")
    picture[29:31, 116:150] = 0  # a dash behind it that was not read
    (found,) = words_of_lines([OcrLine("$", 0.9, BBox(96, 16, 154, 44), (106.0,))], picture)
    assert tuple(found.bbox) == (100, 20, 112, 40)
