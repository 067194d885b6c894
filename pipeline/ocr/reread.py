"""Numbers that look unlike those above and below them are read again, alone and larger.

In small print a point melts into the digit before it and a digit looks like a letter: of a whole line the engine reads "219" among
"2.13" and "5.04", "S66" among "679" and "394". Of the word alone it reads "2.19" and "566". A second reading counts only where it
has the same digits and letters and adds the point, has a comma for a point, or the digit that the letter looks like. A number with the
letter O or I behind its first digit that reads the same alone has the digit all the same ("1I" for 11), with a low score, unless letters
stand behind digits above or below it ("1A").
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial

import cv2
import numpy as np
from numpy.typing import NDArray

from canonicalize.number_forms import odd_numbers
from pipeline.ocr.unread import Reader
from pipeline.types import Picture
from table import Word

MARGIN = (3, 2)  # pixels of paper beside, and above and below the word
MOST = 60  # words of one picture; more are no misreadings but another kind of column
ENLARGED = (3.0, 4.0, 6.0)  # times; a point shows at one of them that does not at the others
MIN_SCORE = 0.9  # of the second reading
ALIKE = str.maketrans("SOIlB", "50118")  # letters and the digits they look like
WITH_O_OR_I = re.compile(r"[($]*\d[\d.,]*[OI][\dOI.,]*[)%]*")  # "I2" is a name
CODE = re.compile(r"\d+[A-HJ-NP-Z]")
DOUBTFUL = 0.6  # the score of a digit that was read as a letter each time
MARKS = ".,"  # between digits


def with_reread(words: Sequence[Word], picture: Picture, read: Reader) -> list[Word]:
    """``words`` with such numbers as they were read the second time, nothing else changed."""
    odd = list(_odd_words(words))
    if len(odd) > MOST:
        return list(words)
    again = {index: _with_digits(reading_alone(words[index], picture, read, partial(is_mended, words[index].text))) for index in odd}
    return [again.get(index, word) for index, word in enumerate(words)]


def _with_digits(word: Word) -> Word:
    """A number with O or I in it with 0 or 1 there, doubtful; any other word as it is."""
    if not WITH_O_OR_I.fullmatch(word.text):
        return word
    return replace(word, text=word.text.translate(ALIKE), score=min(word.score, DOUBTFUL))


def _odd_words(words: Sequence[Word]) -> Iterator[int]:
    """Indices of words whose numbers look misread beside those that stand above and below them."""
    boxes = np.array([list(word.bbox) for word in words]).reshape(-1, 4)
    for index, word in enumerate(words):
        if sum(map(str.isdigit, word.text)) < 2 and not WITH_O_OR_I.fullmatch(word.text):
            continue
        column = indices_in_column(index, boxes)
        texts = [words[at].text for at in column]
        is_digits = WITH_O_OR_I.fullmatch(word.text) is not None and not any(map(CODE.fullmatch, texts))
        if is_digits or odd_numbers(texts)[column.index(index)]:
            yield index


def indices_in_column(index: int, boxes: NDArray[np.float64]) -> list[int]:
    """Which ``boxes`` (N, 4) stand above and below the one at ``index``, itself among them: the middle of one is over the other."""
    middles = (boxes[:, 0] + boxes[:, 2]) / 2
    x0, _, x1, _ = boxes[index]
    over = (x0 <= middles) & (middles <= x1) | (boxes[:, 0] <= middles[index]) & (middles[index] <= boxes[:, 2])
    found: list[int] = np.flatnonzero(over).tolist()
    return found


def reading_alone(word: Word, picture: Picture, read: Reader, is_right: Callable[[str], bool]) -> Word:
    """``word`` as it reads alone at the first enlargement whose text ``is_right``; as it is where none is or the engine is unsure."""
    for factor in ENLARGED:
        text, score = read(_crop(picture, word, factor))
        if score >= MIN_SCORE and is_right(text):
            return replace(word, text=text, score=min(word.score, score))
    return word


def is_mended(before: str, after: str) -> bool:
    """Whether ``after`` is ``before`` with points or commas added between its digits, another one in its place, or digits for letters.

    >>> [is_mended("219", after) for after in ("2.19", "2.79", "219", "219.")]
    [True, False, False, False]
    """
    (old, num_old), (new, num_new) = _without_marks(before), _without_marks(after)
    is_same = len(old) == len(new) and all(b in (a, a.translate(ALIKE)) for a, b in zip(old, new, strict=True))
    return is_same and bool(after) and after != before and num_new >= num_old and after[0] not in MARKS and after[-1] not in MARKS


def _without_marks(text: str) -> tuple[str, int]:
    """``text`` without points and commas, and how many there were."""
    bare = "".join(sign for sign in text if sign not in MARKS)
    return bare, len(text) - len(bare)


def _crop(picture: Picture, word: Word, factor: float) -> Picture:
    """The word with a little paper around, enlarged."""
    (beside, above), (x0, y0, x1, y1) = MARGIN, (round(side) for side in word.bbox)
    crop = picture[max(0, y0 - above) : y1 + above, max(0, x0 - beside) : x1 + beside]
    return np.ascontiguousarray(cv2.resize(crop, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC))
