"""Pictures as a ``Document``: PNG, JPEG, TIFF (every page), WebP, BMP and GIF (first frame).

Points of a picture page: one pixel is 72/dpi points, where dpi is the file's own if plausible (90 to 1200) and 150
otherwise (72 is what programs write that know none). ``Page.pixels_per_point`` gives the way back to pixels, which are
those of the picture as displayed (EXIF orientation applied). Words come from OCR, rulings and shadings from the pixels.
A picture that lies askew is read level.
"""

from __future__ import annotations

import io
import threading
from collections.abc import Callable, Collection, Iterator
from types import TracebackType

import numpy as np
from PIL import Image

from pipeline.documents.askew import laid_askew, level_view, resized, skew_of
from pipeline.documents.document import Kind, Loss, check_number, picture_size, scaled_words
from pipeline.documents.picture_drawings import find_picture_drawings
from pipeline.documents.pixels import DECODE_FAILURES, check_size, to_rgb
from pipeline.documents.text_rules import TextRules, part_text_rules
from pipeline.errors import CorruptDocument, InputError, TooLarge
from pipeline.options import Options
from pipeline.types import OcrEngine, Page, Picture, TextSource
from table import BBox, Word

FORMATS = ("PNG", "JPEG", "TIFF", "WEBP", "BMP", "DIB", "GIF")
PLAUSIBLE_DPI = (90.0, 1200.0)
DEFAULT_DPI = 150.0
BLANK_SPREAD = 8  # grey levels within which a picture is blank and needs no OCR

Image.init()  # registers every format: a restricted Image.open knows only the common ones otherwise


class PictureFile:
    """An opened picture. ``ocr`` makes the engine when the first page needs one."""

    kind: Kind = "picture"

    def __init__(self, data: bytes, name: str, options: Options, ocr: Callable[[], OcrEngine | None]) -> None:
        self.name = name
        self._options, self._ocr = options, ocr
        self._lock = threading.RLock()
        self._image: Image.Image | None = _open(data, options.max_pixels)
        self._num_pages, self._is_cut_short = _count_pages(self._image, options.max_pages)
        self._last: tuple[int, Picture] | None = None

    @property
    def num_pages(self) -> int:
        return self._num_pages

    def losses(self, numbers: Collection[int]) -> Iterator[Loss]:
        if self._is_cut_short:
            yield Loss(
                f"the picture is damaged or cut short after page {self._num_pages}: pages are missing; get a complete copy and retry"
            )

    def page(self, number: int) -> Page:
        check_number(number, self._num_pages)
        picture, pixels_per_point = self._decoded(number)
        height, width = (side / pixels_per_point for side in picture.shape[:2])

        def render(scale: float) -> Picture:
            return self._resized(number, picture_size(width, height, scale))

        if skew := skew_of(picture, self._options):
            level = level_view(picture, pixels_per_point, skew, lambda scale: self._decoded(number)[0])
            return laid_askew(self._page(level.picture, number, pixels_per_point, level.render), skew, width, height, render)
        return self._page(picture, number, pixels_per_point, render)

    def _page(self, picture: Picture, number: int, pixels_per_point: float, render: Callable[[float], Picture]) -> Page:
        height, width = (side / pixels_per_point for side in picture.shape[:2])
        rulings, shadings = find_picture_drawings(picture, pixels_per_point)
        words, source = self._words(picture, BBox(0, 0, width, height), pixels_per_point)
        parted = TextRules(words) if self._options.mode == "compat" else part_text_rules(words)
        return Page(
            number=number,
            width=width,
            height=height,
            words=parted.words,
            rulings=rulings + parted.rulings,
            shadings=shadings,
            text_source=source,
            render=render,
            pixels_per_point=pixels_per_point,
            rule_words=parted.rule_words,
        )

    def _words(self, picture: Picture, page_box: BBox, pixels_per_point: float) -> tuple[tuple[Word, ...], TextSource]:
        is_blank = int(np.ptp(picture)) <= BLANK_SPREAD
        engine = None if self._options.text == "pdf" or is_blank else self._ocr()
        if engine is None:
            return (), "none"
        return scaled_words(engine.words(picture), 1 / pixels_per_point, page_box), "ocr"

    def _decoded(self, number: int) -> tuple[Picture, float]:
        """The page's pixels as displayed and its pixels per point; the last page's are kept."""
        with self._lock:
            image = self._image
            if image is None:
                raise InputError("the document is closed; read and draw its pages inside the with block", page=number)
            try:
                if self._num_pages > 1:
                    image.seek(number - 1)
                check_size(image.size, self._options.max_pixels, number)
                if self._last is None or self._last[0] != number:
                    self._last = (number, to_rgb(image))
                return self._last[1], _dpi(image) / 72.0
            except DECODE_FAILURES as error:
                raise CorruptDocument(f"page {number} of the picture is damaged or cut short; get a complete copy", page=number) from error

    def _resized(self, number: int, size: tuple[int, int]) -> Picture:
        check_size(size, self._options.max_pixels, number)
        picture, _ = self._decoded(number)
        return resized(picture, size)

    def close(self) -> None:
        with self._lock:
            if self._image is not None:
                self._image.close()
            self._image = self._last = None

    def __enter__(self) -> PictureFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _open(data: bytes, max_pixels: int) -> Image.Image:
    """The lazily opened picture; its size is checked before any pixel is allocated."""
    try:
        image = Image.open(io.BytesIO(data), formats=FORMATS)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise TooLarge(f"the picture is larger than the limit of {max_pixels} pixels; scale it down or raise the limit") from error
    except DECODE_FAILURES as error:
        raise CorruptDocument("the picture cannot be opened: it is damaged or cut short; get a complete copy") from error
    check_size(image.size, max_pixels, 1)
    return image


def _count_pages(image: Image.Image, max_pages: int) -> tuple[int, bool]:
    """Number of pages of a TIFF, 1 for every other format, and whether a damaged one follows. Raises ``TooLarge`` beyond ``max_pages``."""
    if image.format != "TIFF":
        return 1, False
    count = 1
    while count <= max_pages:
        try:
            image.seek(count)
        except DECODE_FAILURES as error:  # a damaged tail leaves the pages before it
            image.seek(0)
            return count, not isinstance(error, EOFError)
        count += 1
    raise TooLarge(f"the picture has more than {max_pages} pages, the limit; ask for fewer or raise the limit")


def _dpi(image: Image.Image) -> float:
    found = image.info.get("dpi")
    try:
        dpi = float(found[0]) if isinstance(found, tuple) and found else 0.0
    except (TypeError, ValueError, ZeroDivisionError):
        dpi = 0.0
    return dpi if PLAUSIBLE_DPI[0] <= dpi <= PLAUSIBLE_DPI[1] else DEFAULT_DPI
