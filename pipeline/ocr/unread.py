"""Ink on a text line that no recognised word covers: dashes and lone digits, which engines pass over.

A detector of text lines wants some length: "—" for nothing and a single "1" are the smallest things on a page and the ones that a
table cannot do without. In: a picture's grey levels and the words read in it. Out: boxes of what was passed over, in pixels.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import cv2
import numpy as np
from numpy.typing import NDArray

from pipeline.ocr.ink import grey_of
from pipeline.types import Picture
from table import BBox, Word

MIN_WORDS = 4  # fewer do not tell how large text is
MOST = 400  # marks of one picture; a drawing has more
MOST_CANDIDATES = 2_000  # pieces that have a mark's size; a photograph has more
CONTRAST = 24  # grey levels below the surroundings; thin dashes of small pictures are pale
SURROUNDINGS = 3.0  # em: the width of the window that a pixel is compared with
DASH_WIDTH, DASH_HEIGHT = (0.3, 2.2), 0.3  # em; longer ones are rulings
PALER = 0.4  # of a stroke's depth: what is inked beside it goes on with it
DASH_SHAPE = 2.5  # width to height at least
EM_DASH, EN_DASH = 0.9, 0.55  # em: least lengths; a hyphen is a third of the font's height
SIGN_HEIGHT, SIGN_WIDTH = (0.6, 1.4), 1.4  # em: a digit or letter
SAME_SIGN = 0.4  # em between parts of one text
ALONE = 0.6  # em to other ink on the same line; of a sign to words too: what is closer is the rest of one
CLEAR = 0.15  # em to the nearest word; what is closer is a piece of it
ON_LINE = 0.25  # of a word's height: a dash stands farther than this from its top and bottom

CROP_HEIGHT = 48  # pixels
DASH_SCORE = 0.9  # of a dash, which is told by its shape
MIN_SCORE = 0.6  # of a sign that was read by itself

Grey = NDArray[np.uint8]
Boxes = NDArray[np.float64]
Reader = Callable[[Picture], tuple[str, float]]  # the text of a crop and its score


@dataclass(frozen=True, slots=True)
class Unread:
    """Something that was passed over; ``text`` is known for a dash and empty for what has to be read."""

    box: BBox
    text: str


def unread_marks(grey: Grey, words: Sequence[Word]) -> list[Unread]:
    """The marks on the lines of ``words`` that none of them covers, top to bottom. Pure."""
    if len(words) < MIN_WORDS:
        return []
    em = median(word.bbox.height for word in words)
    if em < 3:
        return []
    lines, pieces = _Lines(words), _pieces(grey, words, em)
    like_dash, like_sign = _like_dashes(pieces, em), _like_signs(pieces, em)
    if np.count_nonzero(like_dash | like_sign) > MOST_CANDIDATES:
        return []
    boxes = {index: _box(pieces[index]) for index in np.flatnonzero(like_dash | like_sign).tolist()}
    free = [index for index, box in boxes.items() if not lines.touch(box, CLEAR * em)]
    dashes = [index for index in free if like_dash[index] and lines.run_through(boxes[index]) and not _is_of_ruling(boxes[index], grey, em)]
    signs = [index for index in free if like_sign[index] and lines.hold(boxes[index], em) and not lines.touch(boxes[index], ALONE * em)]
    no_dashes, no_signs = np.delete(pieces, dashes, axis=0), np.delete(pieces, signs, axis=0)
    found = [Unread(boxes[i], dash_of_length(boxes[i], em)) for i in dashes if not _has_beside(boxes[i], no_dashes, lines, em)]
    found += [Unread(box, "") for box in _joined([boxes[i] for i in signs], em) if not _has_beside(box, no_signs, lines, em)]
    return sorted(found, key=lambda mark: (mark.box.y0, mark.box.x0)) if len(found) <= MOST else []


def with_unread(words: Sequence[Word], picture: Picture, read: Reader | None) -> list[Word]:
    """``words`` and after them those that were passed over; lone signs only where ``read`` reads their crops."""
    found, last = list(words), max((word.line for word in words), default=0)
    for mark in unread_marks(grey_of(picture), words):
        text, score = (mark.text, DASH_SCORE) if mark.text or read is None else read(_crop(picture, mark.box))
        if text and score >= MIN_SCORE:
            last += 1
            found.append(Word(text, mark.box, last, score))
    return found


def _crop(picture: Picture, box: BBox) -> Picture:
    """The mark with some paper around, enlarged to what recognition models are used to."""
    margin = max(2, round(box.height / 2))
    x0, y0, x1, y1 = (round(value) for value in box)
    crop = picture[max(0, y0 - margin) : y1 + margin, max(0, x0 - margin) : x1 + margin]
    factor = max(1.0, CROP_HEIGHT / crop.shape[0])
    return np.ascontiguousarray(cv2.resize(crop, None, fx=factor, fy=factor, interpolation=cv2.INTER_CUBIC))


def _is_of_ruling(box: BBox, grey: Grey, em: float) -> bool:
    """Whether a stroke goes on, paler or under a word, to more than a dash's length: with its own pixels a run of ink."""
    x0, y0, x1, y1 = (int(side) for side in box)
    reach = round(DASH_WIDTH[1] * em) + 1
    first = max(0, x0 - reach)
    darkest = grey[y0:y1, first : x1 + reach].min(axis=0).astype(np.float64)
    paper = float(np.median(grey[max(0, y0 - 2) : y1 + 2, x0:x1].max(axis=0)))
    is_inked = paper - darkest >= PALER * (paper - float(darkest[x0 - first : x1 - first].mean()))
    left, right = np.flatnonzero(~is_inked[: x0 - first]), np.flatnonzero(~is_inked[x1 - first :])
    length = (x0 - first - (left[-1] + 1 if left.size else 0)) + (x1 - x0) + (right[0] if right.size else is_inked.size - (x1 - first))
    return bool(length > DASH_WIDTH[1] * em)


def _pieces(grey: Grey, words: Sequence[Word], em: float) -> Boxes:
    """The boxes (N, 4) of connected ink outside the words, larger than a pixel."""
    size = int(SURROUNDINGS * em) // 2 * 2 + 3
    ink = cv2.adaptiveThreshold(grey, 255, cv2.ADAPTIVE_THRESH_MEAN_C, cv2.THRESH_BINARY_INV, size, CONTRAST)
    for word in words:
        x0, y0, x1, y1 = word.bbox
        ink[max(0, int(y0) - 1) : int(np.ceil(y1)) + 1, max(0, int(x0) - 1) : int(np.ceil(x1)) + 1] = 0
    _, _, stats, _ = cv2.connectedComponentsWithStats(ink, connectivity=8)
    stats = stats[1:][stats[1:, cv2.CC_STAT_AREA] > 1].astype(np.float64)
    return np.concatenate([stats[:, :2], stats[:, :2] + stats[:, 2:4]], axis=1)


def _box(piece: NDArray[np.float64]) -> BBox:
    return BBox(*piece.tolist())


def _like_dashes(pieces: Boxes, em: float) -> NDArray[np.bool_]:
    width, height = pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1]
    low, high = DASH_WIDTH
    return (low * em <= width) & (width <= high * em) & (height <= max(2.0, DASH_HEIGHT * em)) & (width >= DASH_SHAPE * height)


def _like_signs(pieces: Boxes, em: float) -> NDArray[np.bool_]:
    width, height = pieces[:, 2] - pieces[:, 0], pieces[:, 3] - pieces[:, 1]
    low, high = SIGN_HEIGHT
    return (low * em <= height) & (height <= high * em) & (width <= SIGN_WIDTH * em)


def dash_of_length(box: BBox, em: float) -> str:
    """The kind of dash by its length: an em dash is as long as the font is high, 1.4 times its digits; an en dash half of that."""
    return "—" if box.width >= EM_DASH * em else "–" if box.width >= EN_DASH * em else "-"


class _Lines:
    """The boxes of the words, for questions about what stands on their lines."""

    def __init__(self, words: Sequence[Word]) -> None:
        self._lefts, self._tops, self._rights, self._bottoms = np.array([list(word.bbox) for word in words]).T

    def touch(self, box: BBox, reach: float) -> bool:
        """Whether ``box`` is closer than ``reach`` to some word."""
        across = (self._lefts - reach < box.x1) & (self._rights + reach > box.x0)
        return bool((across & (self._tops - reach < box.y1) & (self._bottoms + reach > box.y0)).any())

    def run_through(self, box: BBox) -> bool:
        """Whether ``box`` lies about the middle of some word's line."""
        edge = ON_LINE * (self._bottoms - self._tops)
        return bool(((self._tops + edge <= box.center[1]) & (box.center[1] <= self._bottoms - edge)).any())

    def hold(self, box: BBox, em: float) -> bool:
        """Whether ``box`` stands on some word's line: top and bottom not far from the word's."""
        near = SIGN_HEIGHT[0] * em / 2
        return bool(((abs(self._tops - box.y0) <= near) & (abs(self._bottoms - box.y1) <= near)).any())


def _has_beside(box: BBox, others: Boxes, lines: _Lines, em: float) -> bool:
    """Whether one of ``others`` (N, 4) that is no piece of a word stands close by on the same height."""
    across = (others[:, 0] - ALONE * em < box.x1) & (others[:, 2] + ALONE * em > box.x0)
    near = others[across & (others[:, 1] < box.y1) & (others[:, 3] > box.y0)]
    return any(not lines.touch(_box(other), CLEAR * em) for other in near)


def _joined(signs: Sequence[BBox], em: float) -> list[BBox]:
    """Signs that stand together as one box each."""
    groups: list[BBox] = []
    for box in sorted(signs, key=lambda box: box.x0):
        index = next((i for i, g in enumerate(groups) if box.x0 - g.x1 <= SAME_SIGN * em and box.y0 < g.center[1] < box.y1), None)
        if index is None:
            groups.append(box)
        else:
            groups[index] = groups[index].union(box)
    return groups
