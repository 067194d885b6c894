"""What is printed in a region of a page read by OCR and was not read: pieces of ink as large as signs, that no word covers."""

from __future__ import annotations

from statistics import median

from pipeline.types import Page, RegionView
from table import BBox

MIN_WORDS = 4  # fewer do not tell how large text is
SCAN_SCALE = 200 / 72  # pixels per point of a scanned page of a PDF
MOST_PIXELS = 3_500  # of a page's longer side


def unread_ink(view: RegionView) -> tuple[BBox, ...]:
    """Such pieces in view points; none for words of a text layer."""
    if view.page.text_source != "ocr" or len(view.words) < MIN_WORDS:
        return ()
    from pipeline.regions.ink_pieces import unread_signs  # with OpenCV, which only pages read by OCR need

    scale = reading_scale(view.page)
    words = [word.bbox for word in view.words]
    pieces = unread_signs(view.render(scale), scale, words, median(word.height for word in words))
    return tuple(BBox(*map(float, piece)) for piece in pieces)


def reading_scale(page: Page) -> float:
    """Pixels per point in which small signs are seen."""
    return page.pixels_per_point or min(SCAN_SCALE, MOST_PIXELS / max(page.width, page.height))
