"""What an engine passed over on its lines: dashes by their shape, lone signs by reading them; no piece of a word, no ruling."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from pipeline.ocr import unread
from pipeline.ocr.ink import grey_of
from pipeline.ocr.unread import unread_marks, with_unread
from pipeline.types import Picture
from table import BBox, Word

ROWS = (20, 50, 80, 110)  # tops of lines of 20 px


def page(*boxes: tuple[int, int, int, int], level: int = 0) -> Picture:
    """White, with a word's block at the left of each line and further blocks."""
    picture = np.full((160, 400, 3), 255, np.uint8)
    for top in ROWS:
        picture[top : top + 20, 20:60] = 0
    for x0, y0, x1, y1 in boxes:
        picture[y0:y1, x0:x1] = level
    return picture


WORDS = [Word("label", BBox(20, top, 60, top + 20), number) for number, top in enumerate(ROWS, start=1)]


@pytest.mark.parametrize(("width", "text"), [(8, "-"), (14, "–"), (26, "—")])
@pytest.mark.parametrize("level", [0, 150])
def test_a_dash_on_a_line_is_a_word(width: int, text: str, level: int) -> None:
    found = with_unread(WORDS, page((200, 58, 200 + width, 61), level=level), None)
    assert found[:4] == WORDS
    assert [(word.text, word.line) for word in found[4:]] == [(text, 5)]
    assert found[4].bbox.iou(BBox(200, 58, 200 + width, 61)) > 0.6


@pytest.mark.parametrize(
    "box",
    [
        (200, 58, 260, 61),  # a ruling
        (200, 68, 226, 70),  # an underline at the foot of the line
        (200, 42, 226, 45),  # between the lines
        (61, 58, 87, 61),  # touches a word: a piece of it
        (200, 52, 208, 58),  # as high as wide
    ],
)
def test_other_strokes_are_none(box: tuple[int, int, int, int]) -> None:
    assert unread_marks(grey_of(page(box)), WORDS) == []


def test_the_end_of_a_ruling_that_words_hide_is_none() -> None:
    """A word's box lies over a ruling just below its letters: what sticks out beside it has a dash's length."""
    picture = page((46, 63, 86, 65))
    words = [replace(word, bbox=replace(word.bbox, x1=word.bbox.x1 + 8)) for word in WORDS]
    assert unread_marks(grey_of(picture), words) == []
    assert [mark.text for mark in unread_marks(grey_of(page((72, 63, 86, 65))), words)] == ["–"]


def test_a_lone_sign_is_read_and_a_doubtful_reading_left_out() -> None:
    picture = page((300, 50, 306, 70), (312, 50, 318, 70), (340, 110, 352, 130))
    heights = []

    def read(crop: Picture) -> tuple[str, float]:
        heights.append(crop.shape[0])
        return ("11", 0.95) if crop.shape[1] > 0.9 * crop.shape[0] else ("?", 0.3)

    found = with_unread(WORDS, picture, read)
    assert [word.text for word in found[4:]] == ["11"]
    assert found[4].bbox.iou(BBox(300, 50, 318, 70)) > 0.8
    assert len(heights) == 2
    assert min(heights) >= 48
    assert with_unread(WORDS, picture, None) == WORDS


def test_the_rest_of_a_word_is_not_read_again() -> None:
    assert unread_marks(grey_of(page((66, 50, 76, 70))), WORDS) == []


def test_few_words_say_nothing_of_the_size_of_text() -> None:
    assert unread_marks(grey_of(page((200, 58, 226, 61))), WORDS[:3]) == []


@pytest.mark.parametrize(("limit", "count"), [("MOST_CANDIDATES", 4), ("MOST", 4)])
def test_a_drawing_is_no_text(monkeypatch: pytest.MonkeyPatch, limit: str, count: int) -> None:
    picture = grey_of(page(*((200 + 40 * n, 58, 226 + 40 * n, 61) for n in range(count))))
    monkeypatch.setattr(unread, limit, count)
    assert len(unread_marks(picture, WORDS)) == count
    monkeypatch.setattr(unread, limit, count - 1)
    assert unread_marks(picture, WORDS) == []
