"""Text that lies askew: the layer of a scan that was put on its glass askew, or a page that was turned a little.

Pure. The directions of the characters tell the skew, and each is put where it stands on the level page; words are made
there, because on the page as it is shown the lines of one row have other heights at its end than at its beginning.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import median

from pipeline.documents.chars import BREAK, Char
from pipeline.geometry.rotation import Sides, turn
from pipeline.tilt import Tilt, level_size

MIN_SKEW, MAX_SKEW = 0.8, 10.0  # degrees; as for pictures, and as far as text is read by its right angle
MIN_CHARACTERS = 40  # fewer tell nothing of a page
SAME_SKEW, MIN_ALIKE = 0.6, 0.8  # degrees within which, and share of the characters that lie alike


def text_skew(chars: Sequence[Char]) -> float:
    """Degrees by which the lines of most characters fall to the right, 0 where they are level."""
    skews = [char.style.skew for char in chars if char.text != BREAK and not char.style.is_slanted]
    if len(skews) < MIN_CHARACTERS or not any(skews):
        return 0.0
    usual = median(skews)
    is_clear = sum(abs(skew - usual) <= SAME_SKEW for skew in skews) >= MIN_ALIKE * len(skews)
    return round(usual, 2) if is_clear and MIN_SKEW <= abs(usual) <= MAX_SKEW else 0.0


def tilt_of(skew: float, width: float, height: float) -> Tilt:
    """How the level page lies on one of ``width`` x ``height`` points."""
    return Tilt(skew, width, height, *map(float, level_size(width, height, skew)))


def level_chars(chars: Sequence[Char], tilt: Tilt) -> list[Char]:
    """The characters where they stand on the level page, as large as they are there."""
    return [char if char.text == BREAK else _level(char, tilt) for char in chars]


def _level(char: Char, tilt: Tilt) -> Char:
    rotation = char.style.rotation
    width, height = _sizes(char.stop - char.start, char.y1 - char.y0, tilt.skew)
    x, y = _moved(((char.start + char.stop) / 2, (char.y0 + char.y1) / 2), rotation, tilt)
    ink = min(max(char.x1 - char.x0 - (char.stop - char.start - width), 0.0), width)
    middle = x + (char.x0 + char.x1 - char.start - char.stop) / 2
    return char._replace(
        x0=middle - ink / 2, x1=middle + ink / 2, y0=y - height / 2, y1=y + height / 2, start=x - width / 2, stop=x + width / 2
    )


def _moved(point: tuple[float, float], rotation: int, tilt: Tilt) -> tuple[float, float]:
    """An upright point of the shown page on the level one, upright again."""
    x, y, _, _ = turn(_at(point), (360 - rotation) % 360)
    return turn(_at(tilt.point_to_level(x, y)), rotation)[:2]


def _at(point: tuple[float, float]) -> Sides:
    return (*point, *point)


def _sizes(width: float, height: float, skew: float) -> tuple[float, float]:
    """The sides of a box whose own box, turned by ``skew``, is ``width`` x ``height``."""
    cos, sin = math.cos(math.radians(skew)), abs(math.sin(math.radians(skew)))
    scale = cos * cos - sin * sin
    wide, high = (width * cos - height * sin) / scale, (height * cos - width * sin) / scale
    return (wide, high) if wide > 0 and high > 0 else (width, height)
