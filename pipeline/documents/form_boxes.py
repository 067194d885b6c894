"""Check boxes and radio buttons of a PDF's form (AcroForm), with their state: the page's text does not tell it.

A box is a widget whose appearance has a state ("Off", or the name of the one that is on), or a button that is not for pushing.
"""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from typing import Any

import pypdfium2
import pypdfium2.raw as raw

from pipeline.documents.frame import PageFrame
from pipeline.types import CheckBox
from table import BBox

MAX_WIDGETS = 5_000  # of one page
MAX_SIDE = 40.0  # points; larger buttons are pictures
HIDDEN = 1 << 1 | 1 << 5  # annotation flags: hidden, no view
PUSH_BUTTON = 1 << 16  # field flag
NOT_ON = ("", "Off")
NAME_BYTES = 256


def read_form_boxes(page: pypdfium2.PdfPage, frame: PageFrame) -> tuple[CheckBox, ...]:
    """The boxes that are shown, in the order of the page's annotations. Call under the lock."""
    count = min(raw.FPDFPage_GetAnnotCount(page.raw), MAX_WIDGETS)
    found = (_box(page, index, frame) for index in range(max(count, 0)))
    return tuple(box for box in found if box is not None)


def _box(page: pypdfium2.PdfPage, index: int, frame: PageFrame) -> CheckBox | None:
    annotation = raw.FPDFPage_GetAnnot(page.raw, index)
    if not annotation:
        return None
    try:
        state = _state(annotation)
        sides = raw.FS_RECTF()
        if state is None or not raw.FPDFAnnot_GetRect(annotation, ctypes.byref(sides)):
            return None
        bbox = BBox(*frame.box(sides.left, sides.bottom, sides.right, sides.top))
        is_shown = min(bbox.width, bbox.height) > 0 and max(bbox.width, bbox.height) <= MAX_SIDE
        return CheckBox(bbox, state not in NOT_ON) if is_shown and frame.bbox.holds(bbox) else None
    finally:
        raw.FPDFPage_CloseAnnot(annotation)


def _state(annotation: Any) -> str | None:
    """The name of a button's state; ``None`` for everything that is no check box."""
    is_widget = raw.FPDFAnnot_GetSubtype(annotation) == raw.FPDF_ANNOT_WIDGET
    if not is_widget or raw.FPDFAnnot_GetFlags(annotation) & HIDDEN:
        return None
    kind, state = _name(annotation, b"FT"), _name(annotation, b"AS")
    if kind not in ("", "Btn"):
        return None
    if state:
        return state
    return _name(annotation, b"V") if kind == "Btn" and not _flags(annotation) & PUSH_BUTTON else None


def _name(annotation: Any, key: bytes) -> str:
    buffer = (ctypes.c_ushort * (NAME_BYTES // 2))()
    size = raw.FPDFAnnot_GetStringValue(annotation, key, buffer, NAME_BYTES)
    return bytes(buffer)[: max(0, min(size, NAME_BYTES) - 2)].decode("utf-16-le", "replace")


def _flags(annotation: Any) -> int:
    value = ctypes.c_float()
    return int(value.value) if raw.FPDFAnnot_GetNumberValue(annotation, b"Ff", ctypes.byref(value)) else 0


def with_form_boxes(drawn: Sequence[CheckBox], form: Sequence[CheckBox]) -> tuple[CheckBox, ...]:
    """Both kinds; a drawn box that a form's box lies on is that box, ticked where one of both is."""
    merged = [CheckBox(box.bbox, box.is_ticked or any(other.is_ticked for other in drawn if _is_same(box, other))) for box in form]
    return (*(box for box in drawn if not any(_is_same(box, other) for other in form)), *merged)


def _is_same(box: CheckBox, other: CheckBox) -> bool:
    return box.bbox.holds(other.bbox) or other.bbox.holds(box.bbox)
