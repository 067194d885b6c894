"""What all characters of one text object of a PDF page share: size, direction, face, marked content."""

from __future__ import annotations

import ctypes
import math
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import repeat
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from pipeline.documents.dingbats import signs_of
from pipeline.documents.frame import Matrix, PageFrame, apply
from pipeline.documents.hidden import HiddenText
from pipeline.documents.pdfium import direct, handle_of
from pipeline.documents.tex_symbols import codes_of
from table.frozen import frozen

INVISIBLE_MODES = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
ITALIC_NAME = re.compile(rb"italic|oblique|slanted|-it\b", re.IGNORECASE)
BOLD_NAME = re.compile(rb"bold|black|heavy|demi", re.IGNORECASE)
FORCE_BOLD = 1 << 18  # flag 19 of a font descriptor
ITALIC = 1 << 6  # flag 7
SLANT_TOLERANCE = 10.0  # degrees: text within it of a right angle is read as if it were exact (scans are askew)


@frozen
class Style:
    """What all characters of one text object share; ``size`` and the font's own ``space`` in displayed points.

    ``rotation``: degrees clockwise to read it; ``space`` is 0 where the font does not tell.
    ``mark``: the number of its marked content, -1 outside any. ``signs``: what codes of a symbol font show;
    ``codes``: what those of a font of TeX's show that have no Unicode value.
    ``is_hidden``: a clip path leaves nothing of it; ``seen``: the extent along the line that is left where one cuts it.
    ``skew``: degrees by which its lines fall to the right of where ``rotation`` would have them. ``font``: which font of the page's
    it is, 0 where that is not known. ``is_unit_size``: the font's own size is a unit (``unit_sizes``), and so is the height it tells.
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
    is_hidden: bool = False
    seen: tuple[float, float] | None = None
    skew: float = 0.0
    codes: Mapping[int, str] = field(default_factory=dict, compare=False)
    font: int = field(default=0, compare=False)
    is_unit_size: bool = False


@dataclass(frozen=True, slots=True)
class Face:
    """What a font is at one size; ``space``: the width of its space in text space, 0 where it is not known."""

    is_bold: bool
    is_italic: bool
    space: float
    signs: Mapping[int, str]
    codes: Mapping[int, str]


NO_STYLE = Style(0.0, 0, False, False, True)
_get_text_object, _get_font = (direct(get, ctypes.c_void_p) for get in (raw.FPDFText_GetTextObject, raw.FPDFTextObj_GetFont))
_get_matrix, _get_render_mode, _get_mark = (
    direct(get, ctypes.c_int) for get in (raw.FPDFText_GetMatrix, raw.FPDFTextObj_GetTextRenderMode, raw.FPDFPageObj_GetMarkedContentID)
)
_get_font_size = direct(raw.FPDFText_GetFontSize, ctypes.c_double)


class StyleReader:
    """The styles of one text page, each read once."""

    def __init__(self, page: pypdfium2.PdfPage, handle: Any, frame: PageFrame) -> None:
        self._hidden = HiddenText(page, frame)
        self._handle, self._frame, self._direct = handle, frame, handle_of(handle)
        self._styles: dict[int | None, Style] = {}
        self._faces: dict[tuple[int, float], Face] = {}

    @property
    def found(self) -> Collection[Style]:
        """Those read so far."""
        return self._styles.values()

    def of(self, places: Sequence[int]) -> list[Style]:
        """The style of each of these characters. Call under the lock."""
        handle, known = self._direct, self._styles
        addresses = list(map(_get_text_object, repeat(handle), places))
        for index, address in zip(places, addresses, strict=True):
            if address not in known:
                known[address] = self._new_style(index, ctypes.c_void_p(address))
        return [known[address] for address in addresses]

    def _new_style(self, index: int, item: ctypes.c_void_p) -> Style:
        """``item``: the character's text object; pdfium makes some characters up, which have none."""
        matrix = raw.FS_MATRIX()
        _get_matrix(self._direct, index, ctypes.byref(matrix))
        font_size = _get_font_size(self._direct, index)
        size = abs(font_size) * math.hypot(matrix.c, matrix.d) * self._frame.user_unit
        sign = math.copysign(1.0, font_size)  # a negative size turns the letters half round, which the matrix does not tell
        rotation, skew = _direction((sign * matrix.a, sign * matrix.b), self._frame.matrix)
        mode = _get_render_mode(item) if item else raw.FPDF_TEXTRENDERMODE_FILL
        font = (_get_font(item) if item else None) or 0
        face = self._face(index, font, font_size)
        space = face.space * math.hypot(matrix.a, matrix.b) * self._frame.user_unit
        mark = _get_mark(item) if item else -1
        is_left, seen = self._hidden.seen(item, rotation) if item else (True, None)
        looks = (face.is_bold, mode not in INVISIBLE_MODES, space, mark, face.is_italic, face.signs)
        return Style(size, rotation, abs(skew) > SLANT_TOLERANCE, *looks, not is_left, seen, skew, face.codes, font)

    def _face(self, index: int, font: int, font_size: float) -> Face:
        """The face of the character's font, each font and size read once."""
        if not font:
            return _read_face(self._handle, index, None, font_size)
        found = self._faces.get((font, font_size))
        if found is None:
            known = ctypes.cast(font, raw.FPDF_FONT)
            found = self._faces[font, font_size] = _read_face(self._handle, index, known, font_size)
        return found


def _read_face(handle: Any, index: int, font: Any, font_size: float) -> Face:
    """From the font's name and flags; weights guessed from stem widths are wrong too often."""
    name, flags, width = ctypes.create_string_buffer(128), ctypes.c_int(), ctypes.c_float()
    raw.FPDFText_GetFontInfo(handle, index, name, len(name), ctypes.byref(flags))
    known = max(flags.value, 0)
    is_bold = bool(BOLD_NAME.search(name.value)) or bool(known & FORCE_BOLD)
    is_italic = bool(ITALIC_NAME.search(name.value)) or bool(known & ITALIC)
    is_known = bool(font) and raw.FPDFFont_GetGlyphWidth(font, ord(" "), abs(font_size), ctypes.byref(width))
    space = width.value if is_known and math.isfinite(width.value) else 0.0
    return Face(is_bold, is_italic, space, signs_of(name.value), codes_of(name.value))


@lru_cache(maxsize=1_000)  # all text objects of most pages have one of a few directions
def _direction(along: tuple[float, float], matrix: Matrix) -> tuple[int, float]:
    """Degrees clockwise, a right angle, that make text written along user-space vector ``along`` read upright, and its skew from there."""
    (x0, y0), (x1, y1) = apply(matrix, 0.0, 0.0), apply(matrix, *along)
    angle = math.degrees(math.atan2(y0 - y1, x1 - x0)) % 360.0  # counter-clockwise as seen on the displayed page
    rotation = round(angle / 90.0) * 90
    return rotation % 360, rotation - angle
