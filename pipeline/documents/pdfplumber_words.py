"""Words through pdfplumber, for documents whose text pdfium reads badly (``Options.words_from``)."""

from __future__ import annotations

import io
from typing import Any

import pdfplumber
from pdfminer.pdfexceptions import PDFException
from pdfminer.psexceptions import PSException
from pdfplumber.utils.exceptions import PdfminerException

from pipeline.documents.frame import PageFrame
from pipeline.documents.glyphs import whole_text
from pipeline.documents.words import number_lines
from pipeline.errors import CorruptDocument
from table import BBox, Word

TURNS = {"ltr": 0, "rtl": 0, "ttb": 270, "btt": 90}  # degrees clockwise to read text of that direction
FAILURES = (PDFException, PSException, PdfminerException, ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError)


def read_pdfplumber_words(data: bytes, password: str | None, number: int, frame: PageFrame) -> tuple[Word, ...]:
    """The words of page ``number`` in displayed points. Raises ``CorruptDocument`` when pdfplumber cannot read the page."""
    try:
        with pdfplumber.open(io.BytesIO(data), pages=[number], password=password or "") as pdf:
            page = pdf.pages[0]
            page = page.crop(page.cropbox, strict=False) if page.cropbox != page.bbox else page
            found = page.extract_words(use_text_flow=True, keep_blank_chars=False, return_chars=True)
            left, top = page.bbox[:2]
    except FAILURES as error:
        raise CorruptDocument(f"pdfplumber cannot read page {number}: choose pdfium as the source of words", page=number) from error
    words = [word for item in found if (word := _word(item, left, top, frame)) is not None]
    return tuple(number_lines(words))


def _word(item: dict[str, Any], left: float, top: float, frame: PageFrame) -> Word | None:
    unit = frame.user_unit
    box = BBox(item["x0"] - left, item["top"] - top, item["x1"] - left, item["bottom"] - top).scale(unit)
    if not frame.bbox.holds(box):
        return None
    names = [str(char.get("fontname", "")).lower() for char in item["chars"]]
    is_bold = 2 * sum("bold" in name or "black" in name for name in names) > len(names)
    rotation = TURNS.get(item.get("direction", "ltr"), 0)
    return Word(whole_text(item["text"]), box.intersection(frame.bbox) or box, is_bold=is_bold, rotation=rotation)
