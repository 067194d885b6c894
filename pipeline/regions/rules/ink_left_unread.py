"""Ink in a cell that came out blank: something is printed there that no recognised word covers.

In: a finished table of a page read by OCR. Out: the flag, or nothing. What counts is as large as a dash or a sign, no higher than a line of
text and whole inside the cell, away from its borders: rulings and the feet of other cells' letters are no words.
"""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from pipeline.flags import Flag
from pipeline.geometry.views import render_crop
from pipeline.regions.unread_ink import MIN_WORDS, reading_scale
from pipeline.types import Page
from table import BBox, Table

AROUND = 1.0  # em of paper around the table
MARGIN = 0.15  # em of a cell's sides that are not looked at


def ink_left_unread(page: Page, table: Table) -> tuple[str, ...]:
    """``INK_LEFT_UNREAD`` when a blank cell holds such ink; empty for a table without a box and for words of a text layer."""
    if page.text_source != "ocr" or table.bbox is None:
        return ()
    blank = [cell.bbox for cell in table.cells if not cell.text and cell.bbox is not None]
    words = [word.bbox for word in page.words if table.bbox.intersection_area(word.bbox) > 0]
    if not blank or len(words) < MIN_WORDS:
        return ()
    return (str(Flag.INK_LEFT_UNREAD),) if _have_ink(page, table.bbox, blank, words) else ()


def _have_ink(page: Page, bbox: BBox, cells: Sequence[BBox], words: Sequence[BBox]) -> bool:
    """Whether one of ``cells`` holds a piece of ink of such a size; all boxes in page points."""
    from pipeline.regions.ink_pieces import unread_signs  # with OpenCV, which only pages read by OCR need

    scale = reading_scale(page)
    em = median(word.height for word in words)
    frame = BBox(0, 0, page.width, page.height)
    crop = bbox.expand(AROUND * em).intersection(frame) or frame
    picture = render_crop(page, crop, 0, scale)
    pieces = unread_signs(picture, scale, [word.shift(-crop.x0, -crop.y0) for word in words], em)
    pieces += [crop.x0, crop.y0, crop.x0, crop.y0]
    edge = MARGIN * em
    return any(
        bool(((pieces[:, :2] >= [cell.x0 + edge, cell.y0 + edge]) & (pieces[:, 2:] <= [cell.x1 - edge, cell.y1 - edge])).all(axis=1).any())
        for cell in cells
    )
