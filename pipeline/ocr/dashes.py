"""Dashes that were read as the Chinese numeral one: both are a single level stroke.

On a page with other ideographs the numeral stays; on any other a level stroke is a dash, its kind told by its length, and what is no
level stroke is read again, alone and larger.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pipeline.ocr.ink import grey_of, line_ink
from pipeline.ocr.reread import reading_alone
from pipeline.ocr.unread import DASH_SCORE, DASH_SHAPE, Reader, dash_of_length
from pipeline.types import Picture
from table import BBox, Word

ONE = "一"


def with_dashes(words: Sequence[Word], picture: Picture, read: Reader) -> list[Word]:
    """``words`` with such strokes as dashes, nothing else changed."""
    if not any(word.text == ONE for word in words) or any(_has_ideograph(word.text) for word in words):
        return list(words)
    grey, em = grey_of(picture), median(word.bbox.height for word in words)

    def mended(word: Word) -> Word:
        ink = line_ink(grey, word.bbox)
        columns, rows = ink.columns(word.bbox.x0, word.bbox.x1), ink.rows(word.bbox.x0, word.bbox.x1)
        if columns and rows and columns.size >= DASH_SHAPE * rows.size:
            stroke = BBox(columns.start, rows.start, columns.stop, rows.stop)
            return replace(word, text=dash_of_length(stroke, em), score=min(word.score, DASH_SCORE))
        return reading_alone(word, picture, read, lambda text: text.isascii() and text.isalnum())

    return [mended(word) if word.text == ONE else word for word in words]


def _has_ideograph(text: str) -> bool:
    return any("\u3040" <= sign <= "\u30ff" or "\u4e00" < sign <= "\u9fff" for sign in text)  # beyond the numeral, the first of them
