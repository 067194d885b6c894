"""Numbers that look unlike their column are read again; a second reading counts where it only mends."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.ocr.reread import ENLARGED, MIN_SCORE, MOST, is_mended, with_reread
from pipeline.types import Picture
from table import BBox, Word

COLUMN = ("2.13", "219", "5.04", "2.82", "3.12")
PICTURE: Picture = np.full((200, 300, 3), 255, np.uint8)


def words_of(*columns: tuple[str, ...]) -> list[Word]:
    return [
        Word(text, BBox(100 * x + 10, 20 * y + 5, 100 * x + 40, 20 * y + 15), y, 0.97)
        for x, texts in enumerate(columns)
        for y, text in enumerate(texts)
    ]


@pytest.mark.parametrize(("text", "score", "taken"), [("2.19", 0.95, "2.19"), ("2.19", MIN_SCORE - 0.01, "219"), ("2.79", 0.99, "219")])
def test_a_second_reading_counts_where_it_is_sure_and_adds_a_point(text: str, score: float, taken: str) -> None:
    words = words_of(COLUMN)
    found = with_reread(words, PICTURE, lambda crop: (text, score))
    assert [word.text for word in found] == ["2.13", taken, "5.04", "2.82", "3.12"]
    assert [word.bbox for word in found] == [word.bbox for word in words]
    assert found[1].score == (min(0.97, score) if taken != "219" else 0.97)


def test_only_odd_words_are_read_and_at_three_sizes() -> None:
    crops: list[tuple[int, ...]] = []

    def read(crop: Picture) -> tuple[str, float]:
        crops.append(crop.shape[:2])
        return "219", 1.0

    with_reread(words_of(COLUMN, ("12", "219", "504", "282", "312")), PICTURE, read)
    assert crops == [(round(14 * factor), round(36 * factor)) for factor in ENLARGED]  # the second column is one of whole numbers


def test_a_picture_full_of_odd_numbers_is_left_as_it_is() -> None:
    column = ("2.13", "219") * (MOST + 1)
    picture: Picture = np.full((20 * len(column) + 20, 100, 3), 255, np.uint8)
    words = words_of(column)
    assert with_reread(words, picture, lambda crop: ("2.19", 1.0)) == words


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("219", "2.19", True),
        ("S66", "566", True),
        ("66×10-14", "6.6×10-14", True),
        ("2.446", "2,446", True),
        ("$5.058", "$5,058", True),
        ("2.19", "219", False),  # a point is never lost
        ("219", "21.9.", False),
        ("219", ".219", False),
        ("566", "S66", False),
        ("(38)", "(3.8", False),
        ("219", "2190", False),
    ],
)
def test_what_mends(before: str, after: str, expected: bool) -> None:
    assert is_mended(before, after) is expected


def test_a_letter_that_is_no_digit_by_itself_is_one_behind_a_digit() -> None:
    words = words_of(("11", "25", "1I", "13", "2O"), ("1A", "1B", "1I", "2A", "2O"), ("I2", "36", "40", "7", "12"))
    found = with_reread(words, PICTURE, lambda crop: ("1I", 0.95))
    assert [word.text for word in found] == ["11", "25", "11", "13", "20", "1A", "1B", "1I", "2A", "2O", "I2", "36", "40", "7", "12"]
    assert [index for index, word in enumerate(found) if word.score < 0.7] == [2, 4]
