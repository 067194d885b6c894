"""Dashes that were read as the Chinese numeral one or, where they stand alone in print of a few pixels, as an equals sign.

Where the ink is a single level stroke it is a dash, its kind told by its length. On a page with other ideographs the numeral stays; on
any other what is no level stroke is read again, alone and larger. An equals sign of two strokes stays,
and so does one between words ("n = 80"): its strokes may have run together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

import numpy as np
from numpy.typing import NDArray

from pipeline.ocr.ink import grey_of, ink_within, line_ink
from pipeline.ocr.reread import reading_alone
from pipeline.ocr.unread import DASH_SCORE, DASH_SHAPE, Reader, dash_of_length
from pipeline.types import Picture
from table import BBox, Word

ONE, EQUALS = "一", "="
ALONE = 1.0  # em from an equals sign that is none to the nearest word of its line
OTHER_STROKE = 0.4  # em above and below an equals sign's box, where its second stroke may be


def with_dashes(words: Sequence[Word], picture: Picture, read: Reader) -> list[Word]:
    """``words`` with such strokes as dashes, nothing else changed."""
    taken = {ONE, EQUALS} if not any(_has_ideograph(word.text) for word in words) else {EQUALS}
    if not any(word.text in taken for word in words):
        return list(words)
    grey, em = grey_of(picture), median(word.bbox.height for word in words)

    def mended(word: Word) -> Word:
        if word.text == EQUALS and _has_neighbour(word, words, em):
            return word
        stroke = _stroke(word, grey, em)
        if stroke is not None and stroke.width >= DASH_SHAPE * stroke.height:
            return replace(word, text=dash_of_length(stroke, em), score=min(word.score, DASH_SCORE))
        return word if word.text == EQUALS else reading_alone(word, picture, read, lambda text: text.isascii() and text.isalnum())

    return [mended(word) if word.text in taken else word for word in words]


def _has_neighbour(word: Word, words: Sequence[Word], em: float) -> bool:
    """Whether another word stands close by on its line."""
    _, middle = word.bbox.center
    level = [other.bbox for other in words if other is not word and other.bbox.y0 <= middle <= other.bbox.y1]
    return any(max(box.x0 - word.bbox.x1, word.bbox.x0 - box.x1) <= ALONE * em for box in level)


def _stroke(word: Word, grey: NDArray[np.uint8], em: float) -> BBox | None:
    """The ink of a sign; of an equals sign with what is above and below its box, which is tightened onto one stroke."""
    x0, y0, x1, y1 = word.bbox
    reach = OTHER_STROKE * em
    ink = ink_within(grey, BBox(x0, y0 - reach, x1, y1 + reach)) if word.text == EQUALS else line_ink(grey, word.bbox)
    columns, rows = ink.columns(x0, x1), ink.rows(x0, x1)
    return BBox(columns.start, rows.start, columns.stop, rows.stop) if columns and rows else None


def _has_ideograph(text: str) -> bool:
    return any("\u3040" <= sign <= "\u30ff" or "\u4e00" < sign <= "\u9fff" for sign in text)  # beyond the numeral, the first of them
