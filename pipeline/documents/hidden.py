"""Text that clip paths hide: a row printed over a page break is drawn whole on both pages, a cell too narrow for its text draws it all.

A form (a picture of another page, say) may be clipped itself, and its objects speak in its own coordinates; both are
followed, so that what stands in a crop of a page is told from what the crop leaves out.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from pipeline.documents.frame import Matrix, PageFrame, apply, multiply
from pipeline.documents.outlines import clip_boxes, enclosing
from pipeline.documents.pdfium import Handle, direct, handle_of
from pipeline.geometry.rotation import turn
from table import BBox

MIN_SEEN = 0.3  # of an object's height that a clip path leaves: less shows specks of letters
MIN_CUT = 1.0  # points of an object's length beyond its clip path: less cuts side bearings
MAX_DEPTH, MAX_OBJECTS = 6, 50_000  # of forms in forms, and of objects in them; what lies beyond is taken for the page's own

_get_page_object = direct(raw.FPDFPage_GetObject, Handle)
_get_type, _get_bounds = (direct(get, ctypes.c_int) for get in (raw.FPDFPageObj_GetType, raw.FPDFPageObj_GetBounds))


@dataclass(frozen=True, slots=True)
class _Place:
    """Where an object of a form is: the map from its coordinates to the displayed page, and the clips of the forms around it."""

    matrix: Matrix
    clips: tuple[BBox, ...]


class HiddenText:
    """What clip paths leave of the text objects of one page."""

    def __init__(self, page: pypdfium2.PdfPage, frame: PageFrame) -> None:
        self._page, self._own = page, _Place(frame.matrix, ())
        self._places: dict[int, _Place] | None = None

    def seen(self, item: ctypes.c_void_p, rotation: int) -> tuple[bool, tuple[float, float] | None]:
        """Whether anything of the text object can be read, and the extent along its line that is left where its clip path cuts it.

        ``rotation``: degrees clockwise to read it; the extent is in displayed points turned upright. A word that is cut
        stays whole, because a cell too narrow cuts it, and its letters may be of several objects: the extent tells which words
        are gone. Call under the lock.
        """
        place = self._place_of(item)
        clips = [*place.clips, *clip_boxes(item, place.matrix)]
        if not clips:
            return True, None
        sides = tuple(ctypes.c_float() for _ in range(4))
        if not _get_bounds(item, *map(ctypes.byref, sides)):
            return True, None
        left, bottom, right, top = (side.value for side in sides)
        box = enclosing([apply(place.matrix, x, y) for x, y in ((left, bottom), (left, top), (right, bottom), (right, top))])
        return (True, None) if box is None else _left_of(_upright(box, rotation), [_upright(clip, rotation) for clip in clips])

    def _place_of(self, item: ctypes.c_void_p) -> _Place:
        if self._places is None:
            self._places = {}
            self._walk_page()
        return self._places.get(item.value or 0, self._own)

    def _walk_page(self) -> None:
        count = max(raw.FPDFPage_CountObjects(self._page.raw), 0)
        kinds = map(_get_type, map(_get_page_object, repeat(handle_of(self._page.raw)), range(count)))
        for index in [index for index, kind in enumerate(kinds) if kind == raw.FPDF_PAGEOBJ_FORM]:
            self._walk_form(raw.FPDFPage_GetObject(self._page.raw, index), self._own, 1)

    def _walk_form(self, form: Any, around: _Place, depth: int) -> None:
        """Notes where the objects of ``form`` are, which stands at ``around``."""
        assert self._places is not None
        matrix = raw.FS_MATRIX()
        if not raw.FPDFPageObj_GetMatrix(form, ctypes.byref(matrix)):
            return
        own = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
        place = _Place(multiply(own, around.matrix), (*around.clips, *clip_boxes(form, around.matrix)))
        for index in range(max(raw.FPDFFormObj_CountObjects(form), 0)):
            item = raw.FPDFFormObj_GetObject(form, index)
            if not item or len(self._places) >= MAX_OBJECTS:
                return
            self._places[ctypes.addressof(item.contents)] = place
            if depth < MAX_DEPTH and raw.FPDFPageObj_GetType(item) == raw.FPDF_PAGEOBJ_FORM:
                self._walk_form(item, place, depth + 1)


def _upright(box: BBox, rotation: int) -> BBox:
    return BBox(*turn((box.x0, box.y0, box.x1, box.y1), rotation)) if rotation else box


def _left_of(box: BBox, clips: Sequence[BBox]) -> tuple[bool, tuple[float, float] | None]:
    """Whether anything of ``box`` is left inside ``clips``, and its extent along the line where they cut it; all upright."""
    top, bottom = max(box.y0, *(clip.y0 for clip in clips)), min(box.y1, *(clip.y1 for clip in clips))
    start, stop = max(clip.x0 for clip in clips), min(clip.x1 for clip in clips)
    if bottom - top < MIN_SEEN * (box.y1 - box.y0):
        return False, None
    return True, (start, stop) if box.x0 < start - MIN_CUT or box.x1 > stop + MIN_CUT else None
