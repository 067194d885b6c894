"""Commas between thousands that were read as points: "54.352" for 54,352, among "50,477" and "1,203,918".

In print of ten pixels a comma is a point with a pixel of tail, and recognition models take one in ten for a point, sure of it; a point is
never taken for a comma. A point is a comma where the number is one in groups of three digits and either the picture shows ink of a tail
below its digits, or other numbers above and below it have commas and none has decimals.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate

import numpy as np
from numpy.typing import NDArray

from pipeline.ocr.ink import grey_of
from pipeline.ocr.reread import indices_in_column
from pipeline.types import Picture
from table import Word

GROUPED = re.compile(r"(?<![\d.,])[1-9]\d{0,2}(?:[.,]\d{3})+(?!\d|[.,]\d|\s*%)")  # thousands, or three decimals
DECIMAL = re.compile(r"(?<![\d.,])(?:0[.]\d+|\d+[.](?:\d{1,2}|\d{4,}))(?![\d.,])")
WIDTHS = {".": 0.5, ",": 0.5, "(": 0.6, ")": 0.6, "%": 1.6}  # of signs, in digits
LEAST_HEIGHT = 8  # pixels of a digit that shows a tail; in smaller print the row below a point is grey, too
LEAST_CONTRAST = 40  # grey levels between text and paper
BASE = 0.45  # of the ink in a row of digits, that their last row has
AROUND = 0.28  # of a digit's height, beside the place of a mark, where its tail may be
TAIL = 0.3  # of the ink's depth below the digits: a comma has it, one point in a hundred


def with_commas(words: Sequence[Word], picture: Picture) -> list[Word]:
    """``words`` with such points as commas, nothing else changed."""
    if not any(_has_commas(word.text) for word in words):
        return list(words)
    grey, boxes = grey_of(picture), np.array([list(word.bbox) for word in words]).reshape(-1, 4)
    return [_mended(index, words, boxes, grey) if _has_points(word.text) else word for index, word in enumerate(words)]


def _mended(index: int, words: Sequence[Word], boxes: NDArray[np.float64], grey: NDArray[np.uint8]) -> Word:
    word = words[index]
    column = [words[at].text for at in indices_in_column(index, boxes) if at != index]
    is_told = any(map(_has_commas, column)) and not any(map(DECIMAL.search, column))
    tails = {} if is_told else _tails(word, grey)

    def with_commas_in(found: re.Match[str]) -> str:
        marks = [at for at in range(*found.span()) if word.text[at] == "."]
        is_tailed = all(tails.get(at, 0.0) >= TAIL for at in marks)
        is_mixed = "," in found[0]
        return found[0].replace(".", ",") if is_told or is_tailed or is_mixed else found[0]

    return replace(word, text=GROUPED.sub(with_commas_in, word.text))


def _has_commas(text: str) -> bool:
    return any("." not in found for found in GROUPED.findall(text))


def _has_points(text: str) -> bool:
    return any("." in found for found in GROUPED.findall(text))


def _tails(word: Word, grey: NDArray[np.uint8]) -> dict[int, float]:
    """For each point of the word's text how dark the picture is below its digits, 0 to 1 of the ink; none where it does not show."""
    x0, y0, x1, y1 = (round(side) for side in word.bbox)
    crop = grey[max(0, y0 - 1) : y1 + 2, max(0, x0) : x1].astype(np.float64)
    if crop.shape[0] < LEAST_HEIGHT or crop.shape[1] < len(word.text):
        return {}
    paper, ink = np.percentile(crop, 90), np.percentile(crop, 2)
    if paper - ink < LEAST_CONTRAST:
        return {}
    depth = np.clip((paper - crop) / (paper - ink), 0, 1)
    widths = [WIDTHS.get(sign, 1.0) for sign in word.text]
    lefts = np.array([0.0, *accumulate(widths)]) / sum(widths) * depth.shape[1]
    spans = [(round(lefts[at]), round(lefts[at + 1])) for at, sign in enumerate(word.text) if sign.isdigit()]
    rows = np.concatenate([depth[:, left : max(right, left + 1)] for left, right in spans], axis=1).mean(axis=1)
    inked = np.flatnonzero(rows >= BASE * rows.max())
    height, base = int(inked[-1] - inked[0]) + 1, int(inked[-1])
    reach = max(2.0, AROUND * height)
    below = depth[base + 1 :]
    if height < LEAST_HEIGHT or not below.size:
        return {}
    middles = {at: (lefts[at] + lefts[at + 1]) / 2 for at, sign in enumerate(word.text) if sign == "."}
    return {at: float(below[:, max(0, int(x - reach)) : int(x + reach) + 1].max(initial=0.0)) for at, x in middles.items()}
