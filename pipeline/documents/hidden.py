"""Text objects that a clip path hides: a table row that is printed over a page break is drawn whole on both pages."""

from __future__ import annotations

import ctypes
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from pipeline.documents.frame import PageFrame
from pipeline.documents.outlines import clip_boxes
from pipeline.documents.pdfium import direct, handle_of

MIN_SEEN = 0.3  # of an object's height that a clip path leaves: less shows specks of letters

_get_page_object = direct(raw.FPDFPage_GetObject, ctypes.c_void_p)


class HiddenText:
    """What clip paths leave of the text objects of one page."""

    def __init__(self, page: pypdfium2.PdfPage, frame: PageFrame) -> None:
        self._page, self._frame = page, frame
        self._own: frozenset[int | None] | None = None

    def hides(self, item: Any) -> bool:
        """Whether nothing of the text object can be read. Call under the lock.

        A cell that is too narrow cuts a word, which stays whole: only heights count. Objects of forms are never hidden: their
        clip paths are in coordinates of the form, which they do not tell.
        """
        clips = clip_boxes(item, self._frame.matrix)
        sides = tuple(ctypes.c_float() for _ in range(4))
        if not clips or not raw.FPDFPageObj_GetBounds(item, *map(ctypes.byref, sides)):
            return False
        _, y0, _, y1 = self._frame.box(*(side.value for side in sides))
        top, bottom = max(y0, *(clip.y0 for clip in clips)), min(y1, *(clip.y1 for clip in clips))
        return bottom - top < MIN_SEEN * (y1 - y0) and ctypes.addressof(item.contents) in self._own_objects()

    def _own_objects(self) -> frozenset[int | None]:
        """The addresses of the objects that are the page's own, read once."""
        if self._own is None:
            page, count = handle_of(self._page.raw), max(raw.FPDFPage_CountObjects(self._page.raw), 0)
            self._own = frozenset(_get_page_object(page, number) for number in range(count))
        return self._own
