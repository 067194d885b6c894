"""Characters of a PDF's pages for alignment with markup, straight from pdfium.

The product's own reader gives words in reading order; alignment needs single characters in drawing order, so this one
function reads them. pdfium is not safe for threads: builders use processes.
"""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as raw
from numpy.typing import NDArray

from canonicalize.alignment.page_text import PageText
from pipeline.documents.frame import PageFrame

TALLEST, LOWEST = 1.3, 0.6  # font heights, in font sizes, beyond which a font's own box is not believed
INVISIBLE = (raw.FPDF_TEXTRENDERMODE_INVISIBLE, raw.FPDF_TEXTRENDERMODE_CLIP)
INK_SCALE, MIN_CONTRAST = 1.5, 12  # pixels per point; gray levels of 255
MIN_VISIBLE = 0.2  # share of visible characters from which the invisible ones are dropped
ASCENT, DESCENT = 0.8, 0.2  # in font sizes, around the baseline of such a font


def page_texts(path: Path) -> Iterator[PageText]:
    """The characters of each page of the PDF at ``path``."""
    document = pypdfium2.PdfDocument(path)
    try:
        for index in range(len(document)):
            page = document[index]
            yield page_text(page, index + 1)
            page.close()
    finally:
        document.close()


def _crop_frame(page: pypdfium2.PdfPage) -> PageFrame:
    """The frame of ``page`` as pdfium shows it: its crop box cut to the media box."""
    media, crop = page.get_mediabox(), page.get_cropbox()
    sides = (max(media[0], crop[0]), max(media[1], crop[1]), min(media[2], crop[2]), min(media[3], crop[3]))
    return PageFrame.of(sides if sides[0] < sides[2] and sides[1] < sides[3] else media, page.get_rotation())


def page_text(page: pypdfium2.PdfPage, number: int) -> PageText:
    """The characters of ``page`` in drawing order, boxes in points as displayed.

    Text that leaves no ink (clipped away, painted over, white on white) is left out; so is text off the page. Text in
    invisible mode is a second copy under the visible one, often misplaced: it is left out too, unless it is nearly all
    there is (a scan with its recognized text).
    """
    frame, text_page = _crop_frame(page), page.get_textpage()
    try:
        glyphs = list(_glyphs(text_page.raw, frame))
    finally:
        text_page.close()
    kept = _seen(glyphs, page)
    after_gap = [position == 0 or kept[position - 1] != index - 1 for position, index in enumerate(kept)]
    starts = [gap or glyphs[index].is_start for index, gap in zip(kept, after_gap, strict=True)]
    shown = [glyphs[index] for index in kept]
    return PageText(
        number,
        frame.width,
        frame.height,
        "".join(glyph.character for glyph in shown),
        np.array([glyph.box for glyph in shown], dtype=np.float64).reshape(-1, 4),
        np.array([glyph.rotation for glyph in shown], dtype=np.int16),
        np.array(starts, dtype=np.bool_),
    )


@dataclass(frozen=True, slots=True)
class _Glyph:
    character: str
    box: tuple[float, float, float, float]
    rotation: int
    is_start: bool
    is_visible: bool


def _glyphs(handle: Any, frame: PageFrame) -> Iterator[_Glyph]:
    """The characters that are no white space; ``is_start`` after white space, a line end or a character without box."""
    is_start = True
    for index in range(max(raw.FPDFText_CountChars(handle), 0)):
        code = raw.FPDFText_GetUnicode(handle, index)
        character = "-" if code == 2 else chr(code) if 0 < code < 0x110000 else "\ufffd"  # U+0002: a hyphen at a line end
        box = None if character.isspace() or 0xD800 <= code < 0xE000 else _box(handle, index, frame)
        if box is not None and _is_on_page(box, frame):
            yield _Glyph(character, box, _rotation(handle, index, frame), is_start, _is_visible(handle, index))
        is_start = box is None


def _seen(glyphs: list[_Glyph], page: pypdfium2.PdfPage) -> list[int]:
    """The indices of the glyphs whose box shows some contrast on the rendered page and that are not a second, invisible copy."""
    if not glyphs:
        return []
    gray = page.render(scale=INK_SCALE, grayscale=True).to_numpy()
    gray = gray.reshape(gray.shape[0], -1)
    inked = [index for index, glyph in enumerate(glyphs) if _has_ink(gray, glyph.box)]
    visible = [index for index in inked if glyphs[index].is_visible]
    return visible if len(visible) >= MIN_VISIBLE * len(inked) else inked


def _has_ink(gray: NDArray[np.uint8], box: tuple[float, float, float, float]) -> bool:
    x0, y0, x1, y1 = (side * INK_SCALE for side in box)
    part = gray[max(0, math.floor(y0)) : math.ceil(y1) + 1, max(0, math.floor(x0)) : math.ceil(x1) + 1]
    return part.size > 0 and int(part.max()) - int(part.min()) >= MIN_CONTRAST


def _is_on_page(box: tuple[float, float, float, float], frame: PageFrame) -> bool:
    """Whether the box's middle is on the page: text outside is left over from the sheet and never seen."""
    return 0 <= box[0] + box[2] <= 2 * frame.width and 0 <= box[1] + box[3] <= 2 * frame.height


def _is_visible(handle: Any, index: int) -> bool:
    found = raw.FPDFText_GetTextObject(handle, index)
    return not found or raw.FPDFTextObj_GetTextRenderMode(found) not in INVISIBLE


def _box(handle: Any, index: int, frame: PageFrame) -> tuple[float, float, float, float] | None:
    """The font's box around the character; a font that claims absurd heights gets the usual one around its baseline."""
    loose = raw.FS_RECTF()
    if not raw.FPDFText_GetLooseCharBox(handle, index, ctypes.byref(loose)):
        return None
    box = frame.box(loose.left, loose.bottom, loose.right, loose.top)
    if not all(map(math.isfinite, box)):
        return None
    rotation, size = _rotation(handle, index, frame), abs(raw.FPDFText_GetFontSize(handle, index)) * _scale(handle, index)
    x0, y0, x1, y1 = _turn(box, rotation)
    if size > 0 and not LOWEST * size <= y1 - y0 <= TALLEST * size:
        baseline = _turn(_origin(handle, index, frame), rotation)[1]
        y0, y1 = baseline - ASCENT * size, baseline + DESCENT * size
    upright = _turn((x0, y0, x1, y1), (360 - rotation) % 360)
    return upright if x0 < x1 and y0 < y1 else None


def _turn(box: tuple[float, float, float, float], rotation: int) -> tuple[float, float, float, float]:
    """``box`` after turning the plane ``rotation`` degrees clockwise about the origin."""
    x0, y0, x1, y1 = box
    turns = {90: (-y1, x0, -y0, x1), 180: (-x1, -y1, -x0, -y0), 270: (y0, -x1, y1, -x0)}
    return turns.get(rotation, box)


def _origin(handle: Any, index: int, frame: PageFrame) -> tuple[float, float, float, float]:
    x, y = ctypes.c_double(), ctypes.c_double()
    raw.FPDFText_GetCharOrigin(handle, index, ctypes.byref(x), ctypes.byref(y))
    return frame.box(x.value, y.value, x.value, y.value)


def _scale(handle: Any, index: int) -> float:
    matrix = raw.FS_MATRIX()
    return math.hypot(matrix.c, matrix.d) if raw.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix)) else 1.0


def _rotation(handle: Any, index: int, frame: PageFrame) -> int:
    """Degrees clockwise that turn the character upright on the displayed page, rounded to a right angle."""
    matrix = raw.FS_MATRIX()
    if not raw.FPDFText_GetMatrix(handle, index, ctypes.byref(matrix)):
        return 0
    sign = math.copysign(1.0, raw.FPDFText_GetFontSize(handle, index))  # the matrix does not tell a negative size
    a, b, c, d = (sign * part for part in frame.matrix[:4])
    across, down = a * matrix.a + c * matrix.b, b * matrix.a + d * matrix.b
    return round(math.degrees(math.atan2(-down, across)) / 90.0) * 90 % 360
