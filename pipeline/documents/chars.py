"""Characters of a PDF page from pdfium's text page: one tight ctypes loop, no geometry rules.

Boxes are as high as the font (ascent to descent, so that they are equal along a line) and as wide as the ink, in the
page's displayed points *turned upright*: a character of text that reads upwards is given as if the page were turned
90 degrees clockwise, so that the word rules need to know left-to-right text only. ``geometry.rotation.turn`` by 360 degrees less undoes it.
"""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pypdfium2
import pypdfium2.raw as raw

from pipeline.documents.dingbats import shown_sign, signs_of
from pipeline.documents.frame import Matrix, PageFrame, apply
from pipeline.documents.glyphs import MINUS, UNKNOWN, is_doubtful, shown_text
from pipeline.documents.pdfium import direct, handle_of
from pipeline.errors import TooLarge
from pipeline.geometry.rotation import turn

MAX_CHARACTERS = 200_000  # per page, read in 4 s; the densest of 505 real pages has 12,214. Half of a page's words are no answer
ASCENT, DESCENT = 0.80, 0.20  # of the font size, for fonts whose own values are absurd
MIN_EM, MAX_EM = 0.6, 1.45  # plausible ascent + descent of a font, in font sizes
INVISIBLE_MODES = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
ITALIC_NAME = re.compile(rb"italic|oblique|slanted|-it\b", re.IGNORECASE)
BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
FORCE_BOLD = 1 << 18  # flag 19 of a font descriptor
ITALIC = 1 << 6  # flag 7
SLANT_TOLERANCE = 10.0  # degrees: text within it of a right angle is read as if it were exact (scans are askew)
LINE_END_HYPHEN = 2  # pdfium's code for it
BREAK = ""  # text of the separator that stands for white space and line ends


@dataclass(frozen=True, slots=True)
class Style:
    """What all characters of one text object share; ``size`` and the font's own ``space`` in displayed points.

    ``rotation``: degrees clockwise to read it; ``space`` is 0 where the font does not tell.
    ``mark``: the number of its marked content, -1 outside any. ``signs``: what codes of a symbol font show.
    """

    size: float
    rotation: int
    is_slanted: bool
    is_bold: bool
    is_visible: bool
    space: float = 0.0
    mark: int = -1
    is_italic: bool = False
    signs: Mapping[int, str] = field(default_factory=dict, compare=False)


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


NO_STYLE = Style(0.0, 0, False, False, True)
SEPARATOR = Char(BREAK, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, NO_STYLE)


def read_chars(page: pypdfium2.PdfPage, frame: PageFrame) -> list[Char]:
    """The page's characters in pdfium's reading order, with a ``SEPARATOR`` wherever it saw white space or a line end.

    Call under the lock. What a font gives no believable value is told by its outline (``glyphs``); a page without text gives an
    empty list. Raises ``TooLarge`` beyond ``MAX_CHARACTERS``.
    """
    text_page = page.get_textpage()
    try:
        reader = _Reader(text_page.raw, frame)
        count = max(raw.FPDFText_CountChars(text_page.raw), 0)
        if count > MAX_CHARACTERS:
            raise TooLarge(f"the page has {count} characters, at most {MAX_CHARACTERS} are read of one; split it into several pages")
        return [reader.char(index) for index in range(count)]
    finally:
        text_page.close()


_get_unicode, _has_map_error = direct(raw.FPDFText_GetUnicode, ctypes.c_uint), direct(raw.FPDFText_HasUnicodeMapError, ctypes.c_int)
_get_char_box, _get_loose_box = (direct(get, ctypes.c_int) for get in (raw.FPDFText_GetCharBox, raw.FPDFText_GetLooseCharBox))
_get_text_object = direct(raw.FPDFText_GetTextObject, ctypes.c_void_p)


class _Reader:
    """Buffers and caches of the loop over one text page."""

    def __init__(self, handle: Any, frame: PageFrame) -> None:
        self._handle, self._frame, self._direct = handle, frame, handle_of(handle)
        self._tight = tuple(ctypes.c_double() for _ in range(4))
        self._tight_out = tuple(ctypes.byref(side) for side in self._tight)
        self._loose = raw.FS_RECTF()
        self._loose_out = ctypes.byref(self._loose)
        self._styles: dict[int, Style] = {}

    def char(self, index: int) -> Char:
        handle = self._direct  # this runs for every character of every page: no more calls than it needs
        code = _get_unicode(handle, index)
        text = chr(code) if 0 < code < 0x110000 else UNKNOWN
        if code == LINE_END_HYPHEN and raw.FPDFText_IsHyphen(self._handle, index) == 1:
            text = "-"
        if text == " ":
            return SEPARATOR
        is_mapped = _has_map_error(handle, index) != 1
        if (is_mapped and text.isspace()) or text in "\u200b\ufeff\ufffe":  # codes U+001C..1F count as space, too
            return SEPARATOR
        left, right, bottom, top = self._tight
        if not _get_char_box(handle, index, *self._tight_out) or not _get_loose_box(handle, index, self._loose_out):
            return SEPARATOR
        loose = self._loose
        outer = self._frame.box(loose.left, loose.bottom, loose.right, loose.top)
        has_ink = right.value > left.value
        inner = self._frame.box(left.value, bottom.value, right.value, top.value) if has_ink else outer
        if not math.isfinite(sum(inner) + sum(outer)):
            return SEPARATOR
        style = self._style(index)
        if style.signs and (sign := shown_sign(text, style.signs)) != text:
            text, is_mapped = sign, True
        ink, font = (turn(inner, style.rotation), turn(outer, style.rotation)) if style.rotation else (inner, outer)
        if is_doubtful(text, is_mapped=is_mapped):
            drawn = ink if has_ink else (0.0, 0.0, 0.0, 0.0)
            shown = shown_text(text, drawn, self._baseline(index, style), style.size)
            text, is_mapped = shown, is_mapped or shown == MINUS
        if text == BREAK:
            return SEPARATOR
        y0, y1 = self._height(index, font, style)
        return Char(text, ink[0], y0, ink[2], y1, font[0], font[2], style, is_mapped)

    def _height(self, index: int, font: tuple[float, float, float, float], style: Style) -> tuple[float, float]:
        """Top and bottom of the font's box; a font that lies about its height gets the usual one around its baseline."""
        top, bottom, size = font[1], font[3], style.size
        if style.is_slanted or size <= 0 or MIN_EM * size <= bottom - top <= MAX_EM * size:
            return top, bottom
        baseline = self._baseline(index, style)
        return (baseline - ASCENT * size, baseline + DESCENT * size) if math.isfinite(baseline) else (top, bottom)

    def _baseline(self, index: int, style: Style) -> float:
        """Where the character stands: y in upright points."""
        x, y = ctypes.c_double(), ctypes.c_double()
        raw.FPDFText_GetCharOrigin(self._handle, index, ctypes.byref(x), ctypes.byref(y))
        across, down = apply(self._frame.matrix, x.value, y.value)
        return turn((across, down, across, down), style.rotation)[1]

    def _style(self, index: int) -> Style:
        address = _get_text_object(self._direct, index) or 0
        found = self._styles.get(address)
        if found is None:
            found = self._styles[address] = self._new_style(index, raw.FPDFText_GetTextObject(self._handle, index))
        return found

    def _new_style(self, index: int, pointer: Any) -> Style:
        matrix = raw.FS_MATRIX()
        raw.FPDFText_GetMatrix(self._handle, index, ctypes.byref(matrix))
        size = abs(raw.FPDFText_GetFontSize(self._handle, index)) * math.hypot(matrix.c, matrix.d) * self._frame.user_unit
        rotation, is_slanted = _direction((matrix.a, matrix.b), self._frame.matrix)
        mode = raw.FPDFTextObj_GetTextRenderMode(pointer) if pointer else raw.FPDF_TEXTRENDERMODE_FILL
        space = _space(pointer, raw.FPDFText_GetFontSize(self._handle, index)) * math.hypot(matrix.a, matrix.b) * self._frame.user_unit
        mark = raw.FPDFPageObj_GetMarkedContentID(pointer) if pointer else -1
        is_bold, is_italic, signs = self._face(index)
        return Style(size, rotation, is_slanted, is_bold, mode not in INVISIBLE_MODES, space, mark, is_italic, signs)

    def _face(self, index: int) -> tuple[bool, bool, Mapping[int, str]]:
        """Whether the font is bold and italic, from its name and flags, and its signs; weights guessed from stems are wrong too often."""
        name, flags = ctypes.create_string_buffer(128), ctypes.c_int()
        raw.FPDFText_GetFontInfo(self._handle, index, name, len(name), ctypes.byref(flags))
        known = max(flags.value, 0)
        is_bold = bool(BOLD_NAME.search(name.value)) or bool(known & FORCE_BOLD)
        return is_bold, bool(ITALIC_NAME.search(name.value)) or bool(known & ITALIC), signs_of(name.value)


def _space(pointer: Any, size: float) -> float:
    """The width of the font's space in text space, 0 where it is not known."""
    font, width = raw.FPDFTextObj_GetFont(pointer) if pointer else None, ctypes.c_float()
    is_known = bool(font) and raw.FPDFFont_GetGlyphWidth(font, ord(" "), abs(size), ctypes.byref(width))
    return width.value if is_known and math.isfinite(width.value) else 0.0


def _direction(along: tuple[float, float], matrix: Matrix) -> tuple[int, bool]:
    """Degrees clockwise that make text written along user-space vector ``along`` read upright, and whether it is slanted."""
    (x0, y0), (x1, y1) = apply(matrix, 0.0, 0.0), apply(matrix, *along)
    angle = math.degrees(math.atan2(y0 - y1, x1 - x0)) % 360.0  # counter-clockwise as seen on the displayed page
    rotation = round(angle / 90.0) * 90
    return rotation % 360, abs(angle - rotation) > SLANT_TOLERANCE
