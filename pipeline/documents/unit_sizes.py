"""Sizes of fonts whose font size is a unit and says nothing of their letters, told from the letters' ink.

Pure. Printer drivers set the bitmap fonts of TeX (Type 3) at a font size of one dot of the printer, 0.24 points, and draw letters of 40
dots. Gaps within words, lines and baselines are measured in font sizes: each letter of such a page would be a word of its own.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from pipeline.documents.styles import Style

TALL = 0.69  # em; height of capitals, digits and letters with ascenders
LOW = 0.45  # em; of letters without
HEIGHTS = dict.fromkeys("0123456789ABCDEFGHIKLMNOPRSTUVWXYZbdfhkl", TALL) | dict.fromkeys("acemnorsuvwxz", LOW)
MAX_INK = 4.0  # font sizes: TeX's tallest delimiters, which some fonts call letters, are 3 high
STEP = (0.2, 1.5)  # of its size: from one letter of a word to the next. Damaged boxes are as tall, but do not stand so far apart

Floats = NDArray[np.float64]
_Font = tuple[int, float]  # and its size on the page, in points


@dataclass(frozen=True, slots=True)
class _Letter:
    """``size``: that of a font whose letter it would be; ``step``: to the letter before, in points, where both are of one style."""

    height: float
    size: float
    step: float | None


def may_be_units(styles: Collection[Style], inks: Floats) -> bool:
    """Whether ink of a page is so tall that the size of one of its ``styles`` may be a unit: ``False`` for nearly all pages."""
    least = min((style.size for style in styles if style.size > 0 and style.font), default=math.inf)  # line ends have no font
    with np.errstate(all="ignore"):  # damaged numbers
        return bool((inks[:, 3] - inks[:, 1] > MAX_INK * least).any())


def with_seen_sizes(styles: Sequence[Style], texts: Sequence[str], inks: Floats) -> Sequence[Style]:
    """The style of each character, with the size its letters have where its own is a unit. ``inks`` (N, 4 and more): sides as displayed."""
    known = {id(style): style for style in styles}
    letters: dict[_Font, list[_Letter]] = defaultdict(list)
    for font, letter in _letters(styles, texts, inks):
        letters[font].append(letter)
    tall = {font for font, own in letters.items() if median(letter.height for letter in own) > MAX_INK * font[1]}
    seen = {font: size for font in tall if (size := _seen_size(letters[font]))}
    if not seen:
        return styles
    unit, believed = max(size for _, size in seen), min((size for _, size in letters.keys() - tall), default=math.inf)
    usual = median(seen.values()) if unit < believed else None  # of fonts whose letters are few or none
    new = {key: _sized(style, seen.get((style.font, style.size), usual if style.size <= unit else None)) for key, style in known.items()}
    return [new[id(style)] for style in styles]


def _sized(style: Style, size: float | None) -> Style:
    return style if size is None or style.size <= 0 else replace(style, size=size, is_unit_size=True)


def _letters(styles: Sequence[Style], texts: Sequence[str], inks: Floats) -> Iterator[tuple[_Font, _Letter]]:
    """The letters of upright and of turned text, each with its font."""
    last: tuple[Style | None, float] = (None, 0.0)
    for style, text, (x0, y0, x1, y1) in zip(styles, texts, inks[:, :4].tolist(), strict=True):
        if text not in HEIGHTS or style.is_slanted or style.size <= 0:
            last = (None, 0.0)
            continue
        is_turned = style.rotation % 180 != 0
        height, place = (x1 - x0, y0) if is_turned else (y1 - y0, x0)
        yield (style.font, style.size), _Letter(height, height / HEIGHTS[text], abs(place - last[1]) if last[0] is style else None)
        last = (style, place)


def _seen_size(letters: Sequence[_Letter]) -> float | None:
    """The size that the letters of a font have; ``None`` where they do not stand as far apart as those of its words would."""
    size, steps = median(letter.size for letter in letters), [letter.step for letter in letters if letter.step is not None]
    return size if steps and STEP[0] * size <= median(steps) <= STEP[1] * size else None
