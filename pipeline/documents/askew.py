"""A page that lies askew as the two pages it is: the one that is shown, and the level one that tables are found on.

Pictures and scanned pages of PDFs alike: the picture is turned level, read, and laid on the page as it is shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import cv2
import numpy as np

from pipeline.documents.document import picture_size
from pipeline.documents.skew import find_skew, level_picture
from pipeline.options import Options
from pipeline.tilt import Tilt
from pipeline.types import LevelPage, Page, Picture
from table import BBox

Render = Callable[[float], Picture]


def skew_of(picture: Picture, options: Options) -> float:
    """Degrees by which the lines of ``picture`` fall to the right; 0 where they are level, and in mode ``compat``."""
    return find_skew(picture) if options.mode != "compat" else 0.0


@dataclass(frozen=True, slots=True)
class LevelView:
    """The level picture of a page, its box in points, and how it is drawn at other scales."""

    picture: Picture
    bbox: BBox
    render: Render


def level_view(picture: Picture, scale: float, skew: float, shown: Render) -> LevelView:
    """``picture``, of ``scale`` pixels per point, turned level; ``shown`` draws the page as it lies."""
    level = level_picture(picture, skew)
    height, width = (side / scale for side in level.shape[:2])

    def render(scale: float) -> Picture:
        return resized(level_picture(shown(scale), skew), picture_size(width, height, scale))

    return LevelView(level, BBox(0, 0, width, height), render)


def laid_askew(level: Page, skew: float, width: float, height: float, render: Render) -> Page:
    """The page of ``width`` x ``height`` points that ``render`` shows, whose ``level`` page lies on it turned by ``skew`` degrees."""
    tilt = Tilt(skew, width, height, level.width, level.height)
    return replace(
        level,
        width=width,
        height=height,
        words=tilt.words_to_page(level.words),
        rulings=(),
        shadings=(),
        render=render,
        rule_words=tilt.words_to_page(level.rule_words),
        level=LevelPage(level, tilt),
    )


def resized(picture: Picture, size: tuple[int, int]) -> Picture:
    """``picture`` at ``size``, (width, height) in pixels; the same value where it has that size."""
    if (picture.shape[1], picture.shape[0]) == size:
        return picture
    is_smaller = size[0] * size[1] < picture.shape[0] * picture.shape[1]
    return np.asarray(cv2.resize(picture, size, interpolation=cv2.INTER_AREA if is_smaller else cv2.INTER_CUBIC), dtype=np.uint8)
