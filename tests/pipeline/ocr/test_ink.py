"""The ink of a line: letters whatever their grey, rulings never."""

from __future__ import annotations

import numpy as np

from pipeline.ocr.ink import Extent, line_ink
from table import BBox


def picture(letters: int, rule: int | None) -> np.ndarray:
    """A line of five strokes of grey ``letters`` on white in rows 6 to 15, a ruling of two rows under it."""
    grey = np.full((24, 60), 255, np.uint8)
    for x in range(5, 50, 10):
        grey[6:16, x : x + 2] = letters
    if rule is not None:
        grey[17:19] = rule
    return grey


def test_grey_letters_beside_a_black_ruling_are_ink() -> None:
    ink = line_ink(picture(150, 0), BBox(0, 4, 60, 20))
    assert ink.columns(0, 60) == Extent(5, 47)
    assert ink.rows(0, 60) == Extent(6, 16)
    assert [gap.size for gap in ink.gaps()] == [8, 8, 8, 8]


def test_a_ruling_without_letters_leaves_no_ink() -> None:
    grey = picture(255, 0)
    assert line_ink(grey, BBox(0, 4, 60, 20)).columns(0, 60) is None


def test_letters_without_a_ruling_and_light_on_dark() -> None:
    assert line_ink(picture(0, None), BBox(0, 4, 60, 20)).columns(0, 60) == Extent(5, 47)
    assert line_ink(255 - picture(80, None), BBox(0, 4, 60, 20)).columns(0, 60) == Extent(5, 47)
