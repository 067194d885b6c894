"""The only door to pdfium: one lock, one way to open a document, one way to draw a page.

pdfium is not thread-safe, not even across documents, so every call of the process is made under ``PDFIUM_LOCK``
and every handle is closed explicitly (a handle left to the garbage collector would be closed without the lock).
"""

from __future__ import annotations

import ctypes
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import pypdfium2
import pypdfium2.raw as raw

from pipeline.documents.frame import PageFrame
from pipeline.errors import CorruptDocument, EncryptedDocument, ExtractionError, TooLarge, UnsupportedFormat
from pipeline.types import Picture

PDFIUM_LOCK = threading.RLock()

END_BYTES = 4_096  # at the end of a PDF, in which its end mark stands
MAX_PAGE_POINTS = 200_000.0  # PDF's own limit is 14,400 per user unit; beyond this a page box is damage


def direct(function: Any, result: Any) -> Any:
    """``function`` of pdfium, whose every argument must be a ctypes value or an int of the width that it takes: nothing is checked.

    For the few functions that run for every character and path segment of a page, where the checks cost more than the call.
    Handles are given by ``handle_of``.
    """
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


class Handle(ctypes.c_void_p):
    """A result of ``direct`` functions that others take as it is; a plain ``c_void_p`` would come back as a number."""


def handle_of(pointer: Any) -> ctypes.c_void_p:
    """A pointer of pdfium as an argument of ``direct`` functions."""
    return ctypes.cast(pointer, ctypes.c_void_p)


def open_pdf(data: bytes, password: str | None) -> pypdfium2.PdfDocument:
    """The opened document, which keeps ``data`` alive, because pdfium reads from it lazily.

    Passwords are tried as UTF-8 (revision 6) and as Latin-1 (earlier revisions). Raises ``EncryptedDocument``,
    ``CorruptDocument`` (damaged, or without a page) or ``UnsupportedFormat`` (unknown security handler).
    """
    code = raw.FPDF_ERR_UNKNOWN
    data = data if b"%PDF-" in data[:1024] else b"%PDF-1.4\n" + data  # a lost first line is no reason to refuse
    with PDFIUM_LOCK:
        for secret in _password_spellings(password):
            handle = raw.FPDF_LoadMemDocument64(data, len(data), secret)
            if handle:
                return _with_pages(pypdfium2.PdfDocument(handle), data)
            code = raw.FPDF_GetLastError()
    raise _refusal(code, password)


def is_cut_short(data: bytes) -> bool:
    """Whether the PDF lacks its end mark: pdfium reads what is left of such a file and does not say that some is gone."""
    return b"%%EOF" not in data[-END_BYTES:]


def _with_pages(document: pypdfium2.PdfDocument, data: bytes) -> pypdfium2.PdfDocument:
    document._data_holder.append(data)  # freed after the handle, also when nobody closes the document
    if len(document) < 1:
        document.close()
        raise CorruptDocument("the PDF has no pages: its page tree is empty or damaged; save it again with another program and retry")
    return document


def _password_spellings(password: str | None) -> list[bytes | None]:
    if not password:
        return [None]
    spellings: list[bytes | None] = [password.encode("utf-8")]
    if not password.isascii():
        spellings.append(password.encode("latin-1", "replace"))
    return spellings


def _refusal(code: int, password: str | None) -> ExtractionError:
    if code == raw.FPDF_ERR_PASSWORD:
        what = "the password is wrong" if password else "a password is needed"
        return EncryptedDocument(f"the PDF is encrypted and {what}; give the user or owner password with the password option")
    if code == raw.FPDF_ERR_SECURITY:
        return UnsupportedFormat("the PDF uses a security handler that cannot be read here; save it without protection and retry")
    return CorruptDocument("the PDF cannot be opened: it is damaged or cut short; get a complete copy or save it again and retry")


@contextmanager
def loaded_page(document: pypdfium2.PdfDocument, number: int) -> Iterator[pypdfium2.PdfPage]:
    """Page ``number`` (from 1), held under the lock and closed afterwards. Raises ``CorruptDocument`` when it cannot be loaded."""
    with PDFIUM_LOCK:
        try:
            page = document[number - 1]
        except pypdfium2.PdfiumError as error:
            raise CorruptDocument(f"page {number} of the PDF is damaged and cannot be loaded", page=number) from error
        try:
            yield page
        finally:
            page.close()


def page_frame(page: pypdfium2.PdfPage, number: int, user_unit: float = 1.0) -> PageFrame:
    """The page's frame from its crop box and rotation. Raises ``CorruptDocument`` when the page has no usable size."""
    box = raw.FS_RECTF()
    if not raw.FPDF_GetPageBoundingBox(page.raw, ctypes.byref(box)):
        raise CorruptDocument(f"page {number} of the PDF has no page box", page=number)
    sides = (box.left, box.bottom, box.right, box.top)
    width, height = (box.right - box.left) * user_unit, (box.top - box.bottom) * user_unit
    if not (0 < width < MAX_PAGE_POINTS and 0 < height < MAX_PAGE_POINTS):
        raise CorruptDocument(f"page {number} of the PDF has an impossible size of {width:g} x {height:g} points", page=number)
    return PageFrame.of(sides, page.get_rotation(), user_unit)


def has_lost_picture(page: pypdfium2.PdfPage) -> bool:
    """Whether a picture of the page cannot be decoded: pdfium draws nothing in its place."""
    for item in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE]):
        bitmap = raw.FPDFImageObj_GetBitmap(item.raw)
        if not bitmap:
            return True
        raw.FPDFBitmap_Destroy(bitmap)
    return False


def draw(page: pypdfium2.PdfPage, width_px: int, height_px: int, *, max_pixels: int, number: int) -> Picture:
    """The RGB picture of a page, (height_px, width_px, 3), with annotations, on white. Raises ``TooLarge`` before allocating."""
    if width_px * height_px > max_pixels:
        raise TooLarge(f"page {number} at {width_px} x {height_px} pixels exceeds the limit of {max_pixels} pixels", page=number)
    bitmap = pypdfium2.PdfBitmap.new_native(width_px, height_px, raw.FPDFBitmap_BGRx, rev_byteorder=True)
    try:
        bitmap.fill_rect((255, 255, 255, 255), 0, 0, width_px, height_px)
        flags = raw.FPDF_ANNOT | raw.FPDF_REVERSE_BYTE_ORDER
        raw.FPDF_RenderPageBitmap(bitmap.raw, page.raw, 0, 0, width_px, height_px, 0, flags)
        return np.ascontiguousarray(bitmap.to_numpy()[:, :, :3])
    finally:
        bitmap.close()
