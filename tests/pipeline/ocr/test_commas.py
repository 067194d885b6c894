"""A point is a comma where its tail or its column says so, and stays a point anywhere else."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from pipeline.ocr.commas import with_commas
from pipeline.types import Picture
from table import BBox, Word

LEFT, DIGIT, HEIGHT = 40, 8, 12  # pixels


def page(printed: list[str], read: list[str]) -> tuple[Picture, list[Word]]:
    """One number a line, a digit as a block, a point as a dot on its foot and a comma with a tail below; the words as they were read."""
    picture, words = np.full((40 * len(printed), 240, 3), 255, np.uint8), []
    for number, (text, other) in enumerate(zip(printed, read, strict=True)):
        x, top = LEFT, 40 * number + 10
        for sign in text:
            if sign.isdigit():
                cv2.rectangle(picture, (x + 1, top), (x + DIGIT - 2, top + HEIGHT - 1), (0, 0, 0), -1)
            if sign in ",.":
                cv2.rectangle(picture, (x, top + HEIGHT - 2), (x + 1, top + HEIGHT - 1), (0, 0, 0), -1)
            if sign == ",":
                cv2.rectangle(picture, (x, top + HEIGHT), (x + 1, top + HEIGHT + 1), (0, 0, 0), -1)
            x += DIGIT // 2 if sign in ",." else DIGIT
        bottom = top + HEIGHT + (2 if "," in text else 0)
        words.append(Word(other, BBox(LEFT, top, x, bottom), number, 0.99))
    return picture, words


def texts(printed: list[str], read: list[str]) -> list[str]:
    picture, words = page(printed, read)
    found = with_commas(words, picture)
    assert [(word.bbox, word.line, word.score) for word in found] == [(word.bbox, word.line, word.score) for word in words]
    return [word.text for word in found]


def test_the_column_says_that_it_is_a_comma() -> None:
    """Even where no tail shows: in print of few pixels."""
    assert texts(["54.352", "50,477", "1,203,918"], ["54.352", "50,477", "1,203,918"]) == ["54,352", "50,477", "1,203,918"]


def test_the_tail_says_that_it_is_a_comma() -> None:
    """In a column of percentages, where the numbers with commas stand elsewhere on the page."""
    assert texts(["54,352", "12.5", "50,477"], ["54.352", "12.5", "50,477"]) == ["54,352", "12.5", "50,477"]


@pytest.mark.parametrize(
    "numbers",
    [
        ["54.352", "12.5", "50,477"],  # decimals among the numbers, and no tail
        ["54.352", "0.477", "50,477"],
        ["54.352", "50.477", "1.203"],  # no commas anywhere
        ["0.352", "50,477"],
        ["54.35", "50,477"],
        ["54.3521", "50,477"],
        ["54.352%", "50,477"],
    ],
)
def test_a_point_stays(numbers: list[str]) -> None:
    assert texts(numbers, numbers) == numbers


def test_marks_of_one_number_are_alike() -> None:
    assert texts(["4,173,574", "12.5", "50,477"], ["4.173,574", "12.5", "50,477"])[0] == "4,173,574"


def test_signs_around_stay() -> None:
    assert texts(["(3,045)", "50,477"], ["(3.045)", "50,477"])[0] == "(3,045)"
