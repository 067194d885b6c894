"""Characters of a PDF page from pdfium's text page: tight ctypes loops, no geometry rules.

Boxes are as high as the font (ascent to descent, so that they are equal along a line) and as wide as the ink, in the
page's displayed points *turned upright*: a character of text that reads upwards is given as if the page were turned
90 degrees clockwise, so that the word rules need to know left-to-right text only. ``geometry.rotation.turn`` by 360 degrees less undoes it.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby, repeat
from typing import Any, NamedTuple

import numpy as np
import pypdfium2
import pypdfium2.raw as raw
from numpy.typing import NDArray

from pipeline.documents.dingbats import shown_sign
from pipeline.documents.frame import PageFrame, apply
from pipeline.documents.glyphs import MINUS, UNKNOWN, is_doubtful, shown_text
from pipeline.documents.pdfium import direct, handle_of
from pipeline.documents.styles import NO_STYLE, Style, StyleReader
from pipeline.documents.unit_sizes import may_be_units, with_seen_sizes
from pipeline.errors import TooLarge
from pipeline.geometry.rotation import turn

MAX_CHARACTERS = 200_000  # per page, read in 4 s; the densest of 505 real pages has 12,214. Half of a page's words are no answer
ASCENT, DESCENT = 0.80, 0.20  # of the font size, for fonts whose own values are absurd
MIN_EM, MAX_EM = 0.6, 1.45  # plausible ascent + descent of a font, in font sizes
MIN_HANGING = 0.5  # of the font's height: signs as tall as that stand where their ink is; a low comma or accent is a sign of its line
LINE_END_HYPHEN = 2  # pdfium's code for it
BOXES = np.dtype([("tight", np.float64, 4), ("loose", np.float32, 4)])  # of one character, as pdfium writes them
UPSIDE_DOWN = 180  # degrees
BREAK = ""  # text of the separator that stands for white space and line ends
NO_WIDTH = frozenset("\u200b\ufeff\ufffe")  # characters that are no text: they part words like white space


class Char(NamedTuple):
    """One character in upright points; ``text`` is ``BREAK`` for a separator (its box is meaningless).

    ``x0``..``x1`` is the ink, ``start``..``stop`` the advance; the font gives no Unicode for it when not ``is_mapped``.
    """

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    start: float
    stop: float
    style: Style
    is_mapped: bool = True

    @property
    def is_cut_off(self) -> bool:
        """Whether a clip path leaves nothing of it."""
        seen = self.style.seen
        return seen is not None and (self.x1 <= seen[0] or self.x0 >= seen[1])


_make_char = partial(tuple.__new__, Char)  # of its nine values in one; thousands a page
SEPARATOR = Char(BREAK, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, NO_STYLE)


def read_chars(page: pypdfium2.PdfPage, frame: PageFrame) -> list[Char]:
    """The page's characters in pdfium's reading order, with a ``SEPARATOR`` wherever it saw white space or a line end.

    Call under the lock. What a font gives no believable value is told by its outline (``glyphs``); a page without text gives an
    empty list. Raises ``TooLarge`` beyond ``MAX_CHARACTERS``.

    Text upside down is read as if the page were turned over: pdfium orders the pieces of a line, and adds spaces between
    them, as the page is shown.
    """
    found, styles = _read(page, frame)
    if not any(style.rotation == UPSIDE_DOWN for style in styles):
        return found
    turned = sum(char.style.rotation == UPSIDE_DOWN for char in found if char.text != BREAK)
    if 2 * turned <= sum(char.text != BREAK for char in found):
        return found
    rotation = page.get_rotation()
    page.set_rotation((rotation + UPSIDE_DOWN) % 360)
    try:
        return _read(page, frame)[0]
    finally:
        page.set_rotation(rotation)


def _read(page: pypdfium2.PdfPage, frame: PageFrame) -> tuple[list[Char], Collection[Style]]:
    """The characters, and the styles that they have."""
    text_page = page.get_textpage()
    try:
        count = max(raw.FPDFText_CountChars(text_page.raw), 0)
        if count > MAX_CHARACTERS:
            raise TooLarge(f"the page has {count} characters, at most {MAX_CHARACTERS} are read of one; split it into several pages")
        reader = _Reader(page, text_page.raw, frame)
        return reader.chars(count), reader.styles.found
    finally:
        text_page.close()


_get_unicode, _has_map_error = direct(raw.FPDFText_GetUnicode, ctypes.c_uint), direct(raw.FPDFText_HasUnicodeMapError, ctypes.c_int)
_get_char_box, _get_loose_box = (direct(get, ctypes.c_int) for get in (raw.FPDFText_GetCharBox, raw.FPDFText_GetLooseCharBox))


@dataclass(frozen=True, slots=True)
class _Boxes:
    """Of N characters whether their boxes are known, whether they have ink, and (N, 8) sides as displayed: those of the box of the ink
    (of the font where there is none) and those of the box of the font."""

    is_known: NDArray[np.bool_]
    has_ink: NDArray[np.bool_]
    sides: NDArray[np.float64]


class _Reader:
    """One text page: what pdfium knows is asked character by character, in loops of little else; boxes are moved all at once."""

    def __init__(self, page: pypdfium2.PdfPage, handle: Any, frame: PageFrame) -> None:
        self._handle, self._frame, self._direct = handle, frame, handle_of(handle)
        self.styles = StyleReader(page, handle, frame)

    def chars(self, count: int) -> list[Char]:
        """The first ``count``. A space, every sixth character, is a separator whatever else is known of it."""
        handle = self._direct
        codes = list(map(_get_unicode, repeat(handle), range(count)))
        texts = [chr(code) if LINE_END_HYPHEN < code < 0x110000 else self._text(index, code) for index, code in enumerate(codes)]
        places = [index for index, text in enumerate(texts) if text != " "]
        errors = list(map(_has_map_error, repeat(handle), places))
        boxes, found = self._boxes(places), [SEPARATOR] * count
        styles: Sequence[Style] = self.styles.of(places)
        known: Collection[Style] = self.styles.found
        if may_be_units(known, boxes.sides):  # hardly ever
            styles = with_seen_sizes(styles, [texts[index] for index in places], boxes.sides)
            known = {id(style): style for style in styles}.values()
        is_printed = _are_printed(np.array(codes, np.uint32)[places]) & (np.array(errors, np.int32) != 1)
        is_usual = is_printed & boxes.is_known & _are_plausible(styles, known, boxes.sides[:, 7] - boxes.sides[:, 5])
        x0, _, x1, _, start, top, stop, bottom = boxes.sides.T.tolist()
        made = map(_make_char, zip([texts[index] for index in places], x0, top, x1, bottom, start, stop, styles, repeat(True)))
        for index, char in zip(places, made, strict=True):
            found[index] = char
        for number in np.flatnonzero(~is_usual).tolist():
            index, is_mapped = places[number], errors[number] != 1
            found[index] = (
                self._char(index, texts[index], styles[number], is_mapped, boxes, number) if boxes.is_known[number] else SEPARATOR
            )
        return found if all(style.seen is None for style in self.styles.found) else _without_cut_words(found)

    def _text(self, index: int, code: int) -> str:
        """The text of a code that is no text's."""
        if code == LINE_END_HYPHEN and raw.FPDFText_IsHyphen(self._handle, index) == 1:
            return "-"
        return chr(code) if 0 < code < 0x110000 else UNKNOWN

    def _boxes(self, places: Sequence[int]) -> _Boxes:
        """Of each character at ``places``."""
        handle, both = self._direct, (ctypes.c_byte * BOXES.itemsize)()
        left, right, bottom, top, loose = (ctypes.byref(both, place) for place in (0, 8, 16, 24, 32))
        found, told = bytearray(), []
        for index in places:
            told.append(_get_char_box(handle, index, left, right, bottom, top) and _get_loose_box(handle, index, loose))
            found += both
        is_told, boxes = np.array(told, bool), np.frombuffer(found, BOXES)
        return _moved(boxes["tight"], boxes["loose"], is_told, self._frame)

    def _char(self, index: int, text: str, style: Style, is_mapped: bool, boxes: _Boxes, number: int) -> Char:
        """The character at ``index``, of which ``boxes`` know under ``number``."""
        is_sure = is_mapped and "!" <= text <= "~"  # a printed sign of ASCII, as most are
        if not is_sure and ((is_mapped and text.isspace()) or text in NO_WIDTH):  # codes U+001C..1F count as space, too
            return SEPARATOR
        if style.is_hidden:
            return SEPARATOR
        if style.signs and (sign := shown_sign(text, style.signs)) != text:
            text, is_mapped, is_sure = sign, True, False
        if not is_mapped and ord(text) in style.codes:
            text, is_mapped = style.codes[ord(text)], True
        x0, y0, x1, y1, start, top, stop, bottom = boxes.sides[number].tolist()
        if style.rotation:
            x0, y0, x1, y1 = turn((x0, y0, x1, y1), style.rotation)
            start, top, stop, bottom = turn((start, top, stop, bottom), style.rotation)
        if not is_sure and is_doubtful(text, is_mapped=is_mapped):
            drawn = (x0, y0, x1, y1) if boxes.has_ink[number] else (0.0, 0.0, 0.0, 0.0)
            shown = shown_text(text, drawn, self._baseline(index, style), style.size)
            text, is_mapped = shown, is_mapped or shown == MINUS
        if text == BREAK:
            return SEPARATOR
        if style.is_unit_size or not (style.is_slanted or style.size <= 0 or MIN_EM * style.size <= bottom - top <= MAX_EM * style.size):
            top, bottom = self._usual_height(index, style) or (top, bottom)
        if boxes.has_ink[number]:
            top, bottom = _around_ink(top, bottom, y0, y1)
        return Char(text, x0, top, x1, bottom, start, stop, style, is_mapped)

    def _usual_height(self, index: int, style: Style) -> tuple[float, float] | None:
        """Top and bottom around the baseline, for a font that lies about its height; ``None`` where there is no baseline."""
        baseline = self._baseline(index, style)
        return (baseline - ASCENT * style.size, baseline + DESCENT * style.size) if math.isfinite(baseline) else None

    def _baseline(self, index: int, style: Style) -> float:
        """Where the character stands: y in upright points."""
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self._handle, index, ctypes.byref(x), ctypes.byref(y))
        across, down = apply(self._frame.matrix, x.value, y.value)
        return turn((across, down, across, down), style.rotation)[1]


def _around_ink(top: float, bottom: float, y0: float, y1: float) -> tuple[float, float]:
    """Top and bottom of a character as high as its font, moved to its ink (``y0``..``y1``) where a tall sign hangs out of them.

    TeX's radicals and large operators hang from the baseline and are raised as a whole: by their font they would stand in the line above.
    """
    middle, height = (y0 + y1) / 2, bottom - top
    if top <= middle <= bottom or y1 - y0 < MIN_HANGING * height:
        return top, bottom
    return middle - height / 2, middle + height / 2


def _without_cut_words(chars: list[Char]) -> list[Char]:
    """The characters with a separator for each of the words that clip paths leave nothing of; a word that is cut stays whole."""
    found: list[Char] = []
    for is_word, group in groupby(chars, key=lambda char: char.text != BREAK):
        word = list(group)
        found += [SEPARATOR] * len(word) if is_word and all(char.is_cut_off for char in word) else word
    return found


def _are_printed(codes: NDArray[np.uint32]) -> NDArray[np.bool_]:
    """Which of the codes are signs of ASCII with ink, as most are."""
    return (codes >= ord("!")) & (codes <= ord("~"))


def _are_plausible(styles: Sequence[Style], known: Collection[Style], heights: NDArray[np.float64]) -> NDArray[np.bool_]:
    """(N,) whether characters of these styles and heights are taken as they are: upright ones of a believable height.

    ``known``: each of the styles once.
    """
    numbers = {id(style): number for number, style in enumerate(known)}
    own = np.fromiter(map(numbers.__getitem__, map(id, styles)), np.intp, len(styles))
    low, high = np.array([_limits(style) for style in known], np.float64).reshape(-1, 2).T
    plausible: NDArray[np.bool_] = (low[own] <= heights) & (heights <= high[own])
    return plausible


def _limits(style: Style) -> tuple[float, float]:
    """The plausible heights of upright characters of a style, in points; none where it needs a closer look."""
    if style.is_hidden or style.signs or style.rotation or style.is_unit_size:
        return math.inf, -math.inf
    return (-math.inf, math.inf) if style.is_slanted or style.size <= 0 else (MIN_EM * style.size, MAX_EM * style.size)


def _moved(tights: NDArray[np.float64], looses: NDArray[np.float32], is_told: NDArray[np.bool_], frame: PageFrame) -> _Boxes:
    """The boxes as displayed.

    ``tights`` (N, 4): left, right, bottom, top in user space; ``looses`` (N, 4): left, top, right, bottom.
    """
    left, right, bottom, top = tights.T
    outer_left, outer_top, outer_right, outer_bottom = looses.T.astype(np.float64)
    with np.errstate(all="ignore"):  # damaged numbers
        has_ink = right > left
        outer = frame.boxes(outer_left, outer_bottom, outer_right, outer_top)
        inner = np.where(has_ink[:, None], frame.boxes(left, bottom, right, top), outer)
        is_known = is_told & np.isfinite(inner.sum(1) + outer.sum(1))
    return _Boxes(is_known, has_ink, np.concatenate([inner, outer], axis=1))
