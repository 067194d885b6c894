"""Links of a PDF page that lead to an address: their rectangles in displayed points. Other actions are no text's business."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from pipeline.documents.frame import PageFrame
from table import BBox
from table.looks import LINK_SCHEMES

MAX_LINKS = 2_000  # of one page
MAX_ADDRESS = 2_000  # bytes


def read_links(document: pypdfium2.PdfDocument, page: pypdfium2.PdfPage, frame: PageFrame) -> tuple[tuple[BBox, str], ...]:
    """Rectangle and address of each link with a usual scheme. Call under the lock."""
    found: list[tuple[BBox, str]] = []
    place, link = ctypes.c_int(0), raw.FPDF_LINK()
    for _ in range(MAX_LINKS):
        if not raw.FPDFLink_Enumerate(page.raw, ctypes.byref(place), ctypes.byref(link)):
            break
        address = _address(document, link)
        sides = raw.FS_RECTF()
        if address.lower().startswith(LINK_SCHEMES) and raw.FPDFLink_GetAnnotRect(link, ctypes.byref(sides)):
            box = BBox(*frame.box(sides.left, sides.bottom, sides.right, sides.top))
            found.append((box, address))
    return tuple(found)


def _address(document: pypdfium2.PdfDocument, link: Any) -> str:
    action = raw.FPDFLink_GetAction(link)
    if not action or raw.FPDFAction_GetType(action) != raw.PDFACTION_URI:
        return ""
    size = raw.FPDFAction_GetURIPath(document.raw, action, None, 0)
    if not 0 < size <= MAX_ADDRESS:
        return ""
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFAction_GetURIPath(document.raw, action, buffer, size)
    return buffer.value.decode("utf-8", "replace")
