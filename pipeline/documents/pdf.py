"""A PDF as a ``Document``: words, rulings, shadings and pictures of its pages as displayed.

Words come from the text layer; a page without a usable one is read by OCR (``Options.text``), its rulings from the
picture. A picture of a table on a page that has text of its own is left alone: no OCR of parts of a page. Scans and text that lie
askew are read level.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from importlib.util import find_spec
from types import TracebackType

import numpy as np
import pypdfium2

from pipeline.documents.askew_text import level_chars, text_skew, tilt_of
from pipeline.documents.chars import Char, read_chars
from pipeline.documents.confirmed import confirmed_words
from pipeline.documents.content_size import MAX_CONTENT, endless_pages
from pipeline.documents.crossed_boxes import read_crossed_boxes
from pipeline.documents.damage import find_damage
from pipeline.documents.document import Kind, Loss, check_number, picture_size, scaled_words
from pipeline.documents.drawings import Drawings, find_drawings
from pipeline.documents.form_boxes import read_form_boxes, with_form_boxes
from pipeline.documents.frame import PageFrame
from pipeline.documents.links import read_links
from pipeline.documents.overflow import parted_at_borders
from pipeline.documents.paths import PageDrawing, read_drawing
from pipeline.documents.pdfium import PDFIUM_LOCK, draw, has_lost_picture, is_cut_short, loaded_page, open_pdf, page_frame
from pipeline.documents.printed_through import part_printed_through
from pipeline.documents.slants import large_marks
from pipeline.documents.tags import read_tagged_tables
from pipeline.documents.text_rules import TextRules, part_text_rules
from pipeline.documents.usability import SCAN_COVERAGE, is_mapped, is_readable, is_scan
from pipeline.documents.user_unit import read_user_units
from pipeline.documents.word_looks import find_check_boxes, with_looks
from pipeline.documents.words import group_words
from pipeline.errors import CorruptDocument, InputError, TooLarge
from pipeline.options import Options
from pipeline.types import OcrEngine, Page, Picture, TextSource
from table import BBox, Word

OCR_SCALE = 200 / 72  # pixels per point: 200 dpi, the resolution OCR was measured at
MAX_OCR_SIDE = 3_500  # pixels: A3 at 200 dpi; larger pages are mostly scans whose pixels were taken for points
REOPEN_PAGES = 25  # pdfium keeps fonts and pictures of every page until a document is closed
BLANK_SPREAD = 8  # grey levels within which a page without text is blank and needs no OCR


class PdfFile:
    """An opened PDF. ``ocr`` makes the engine when the first page needs one; its models are heavy."""

    kind: Kind = "pdf"

    def __init__(self, data: bytes, name: str, options: Options, ocr: Callable[[], OcrEngine | None]) -> None:
        self.name = name
        self._data, self._options, self._ocr = data, options, ocr
        self._pdf = open_pdf(data, options.password)
        self._num_pages = len(self._pdf)
        self._units, self._endless = read_user_units(data, options.password), endless_pages(data, options.password)
        self._is_closed = False
        self._num_read = 0
        self._last: tuple[tuple[int, int, int], Picture] | None = None
        asked = self._num_pages if options.pages is None else len(options.pages)
        if asked > options.max_pages:
            self.close()
            raise TooLarge(f"{asked} of the PDF's {self._num_pages} pages are asked for, the limit is {options.max_pages}; ask for fewer")

    @property
    def num_pages(self) -> int:
        return self._num_pages

    def losses(self, numbers: Collection[int]) -> Iterator[Loss]:
        if is_cut_short(self._data):
            yield Loss("the PDF is cut short: text, tables or pages may be missing; get a complete copy and retry")
        damage = find_damage(self._data, self._num_pages)
        if damage.is_unplaced:
            yield Loss("the PDF is damaged: text or tables of some pages may be missing; get a complete copy and retry")
        for number in sorted(damage.pages.intersection(numbers)):
            yield Loss(f"page {number} of the PDF is damaged: text or tables of it may be missing; get a complete copy and retry", number)

    def page(self, number: int) -> Page:
        self._reopen_at_times()
        with self._loaded(number) as page:
            frame = page_frame(page, number, self._units.get(number, 1.0))
            chars, drawing = read_chars(page, frame), read_drawing(page, frame)
            tagged, links = read_tagged_tables(page, chars, frame), read_links(self._pdf, page, frame)
            form = read_form_boxes(page, frame)
        drawings = _drawings(drawing, frame.bbox)
        words = with_looks(self._words(number, frame, parted_at_borders(chars, drawings.rulings)), drawings.rulings, links)
        is_usable = is_readable(words) and is_mapped(chars)
        has_scan = is_scan(words, sum(box.area for box in drawing.pictures) / frame.bbox.area)
        if self._wants_ocr(not is_usable or has_scan):
            scanned = self._page_by_ocr(number, frame, drawings)
            is_in_doubt = is_readable(words) and not has_scan and self._options.text == "auto"
            confirmed = confirmed_words(words, scanned.words) if scanned and is_in_doubt else ()
            if scanned and not confirmed:
                return scanned
            words, is_usable = confirmed or words, bool(confirmed) or is_usable
        kept = words if {"pdf": True, "ocr": False}.get(self._options.text, is_usable) else ()
        is_ours = self._options.mode != "compat" and self._options.words_from == "pdfium"
        if kept and is_ours and (askew := self._askew(number, frame, chars)):
            return askew
        boxes = with_form_boxes(find_check_boxes(drawings.rulings, drawing.marks, kept), form)
        if kept and self._options.mode != "compat":
            kept = read_crossed_boxes(kept, drawing.marks, drawings.rulings)
        found = self._page(number, frame, kept, drawings, "pdf" if kept else "none")
        return replace(found, tagged_tables=tagged if kept else (), check_boxes=boxes)

    def _reopen_at_times(self) -> None:
        """Memory stays flat in the number of pages: what pdfium keeps of those before is given back."""
        self._num_read += 1
        if self._num_read % REOPEN_PAGES == 0 and not self._is_closed:
            with PDFIUM_LOCK:
                self._pdf.close()
                self._pdf = open_pdf(self._data, self._options.password)

    def _words(self, number: int, frame: PageFrame, chars: Sequence[Char]) -> tuple[Word, ...]:
        if self._options.words_from == "pdfplumber":
            from pipeline.documents.pdfplumber_words import read_pdfplumber_words

            return read_pdfplumber_words(self._data, self._options.password, number, frame)
        return group_words(chars, frame.bbox)

    def _wants_ocr(self, is_needed: bool) -> bool:
        return is_needed if self._options.text == "auto" else self._options.text == "ocr"

    def _page_by_ocr(self, number: int, frame: PageFrame, drawings: Drawings) -> Page | None:
        """The page as OCR reads its picture; ``None`` for a blank page, and without an engine. Its pictures are its text."""
        scale = min(OCR_SCALE, MAX_OCR_SIDE / max(frame.width, frame.height))
        picture = self._render(number, frame, scale)
        is_blank = int(np.ptp(picture)) <= BLANK_SPREAD
        if is_blank:
            self._refuse_lost_picture(number)
        engine = None if is_blank else self._ocr()
        if engine is None:
            return None
        if drawings.rulings:  # what programs draw is level, and surer than what is seen in the picture
            words = scaled_words(engine.words(picture), 1 / scale, frame.bbox)
            return self._page(number, frame, words, replace(drawings, pictures=()), "ocr")
        return self._scanned(number, frame, drawings, picture, scale, engine)

    def _refuse_lost_picture(self, number: int) -> None:
        """Raises ``CorruptDocument`` where a page is blank because its picture cannot be decoded."""
        with self._loaded(number) as page:
            if has_lost_picture(page):
                raise CorruptDocument(f"the picture on page {number} of the PDF is damaged; get a complete copy and retry", page=number)

    def _scanned(self, number: int, frame: PageFrame, drawings: Drawings, picture: Picture, scale: float, engine: OcrEngine) -> Page:
        """The page of a scan, level where the scan lies askew: its rulings are in the picture, too."""
        from pipeline.documents.askew import laid_askew, level_view, skew_of
        from pipeline.documents.picture_drawings import find_picture_drawings

        skew = skew_of(picture, self._options)
        level = level_view(picture, scale, skew, lambda scale: self._render(number, frame, scale)) if skew else None
        seen, box = (level.picture, level.bbox) if level else (picture, frame.bbox)
        words = scaled_words(engine.words(seen), 1 / scale, box)
        rulings, shadings = find_picture_drawings(seen, scale)
        found = (
            Drawings(rulings, shadings)
            if level
            else replace(drawings, rulings=rulings, shadings=drawings.shadings or shadings, pictures=())
        )
        page = self._page(number, frame, words, found, "ocr")
        if level is None:
            return page
        read = replace(page, width=box.width, height=box.height, render=level.render)
        return laid_askew(read, skew, frame.width, frame.height, page.render)

    def _askew(self, number: int, frame: PageFrame, chars: list[Char]) -> Page | None:
        """A page whose text lies askew, ``None`` where it does not. What is drawn on it does, too: it is seen in its picture.

        Without a reader of pictures the page is read as it lies.
        """
        skew = text_skew(chars)
        if not skew or find_spec("cv2") is None:
            return None
        from pipeline.documents.askew import laid_askew, level_view
        from pipeline.documents.picture_drawings import find_picture_drawings

        tilt = tilt_of(skew, frame.width, frame.height)
        box = BBox(0, 0, tilt.level_width, tilt.level_height)
        scale = min(OCR_SCALE, MAX_OCR_SIDE / max(frame.width, frame.height))
        level = level_view(self._render(number, frame, scale), scale, skew, lambda scale: self._render(number, frame, scale))
        words = group_words(level_chars(chars, tilt), box)
        page = self._page(number, frame, words, Drawings(*find_picture_drawings(level.picture, scale)), "pdf")
        read = replace(page, width=box.width, height=box.height, render=level.render)
        return laid_askew(read, skew, frame.width, frame.height, page.render)

    def _page(self, number: int, frame: PageFrame, words: tuple[Word, ...], drawings: Drawings, source: TextSource) -> Page:
        def render(scale: float) -> Picture:
            return self._render(number, frame, scale)

        is_compat = self._options.mode == "compat"
        parted = TextRules(words) if is_compat else part_text_rules(words)
        texts, dots = (parted.words, ()) if is_compat else part_printed_through(parted.words)
        return Page(
            number=number,
            width=frame.width,
            height=frame.height,
            words=texts,
            rulings=drawings.rulings + parted.rulings,
            shadings=drawings.shadings,
            text_source=source,
            render=render,
            curves=drawings.curves,
            pictures=drawings.pictures,
            rule_words=parted.rule_words + dots,
        )

    def _render(self, number: int, frame: PageFrame, scale: float) -> Picture:
        """The page's picture; the last one is kept, as a page is usually drawn for detection, view and overlay in turn."""
        width_px, height_px = picture_size(frame.width, frame.height, scale)
        key = (number, width_px, height_px)
        last = self._last
        if last is None or last[0] != key:
            with self._loaded(number) as page:
                last = (key, draw(page, width_px, height_px, max_pixels=self._options.max_pixels, number=number))
            last[1].flags.writeable = False
            self._last = last
        return last[1]

    @contextmanager
    def _loaded(self, number: int) -> Iterator[pypdfium2.PdfPage]:
        check_number(number, self._num_pages)
        if number in self._endless:
            told = f"page {number} runs through more than {MAX_CONTENT // 1_000_000} MB of drawing operators"
            raise TooLarge(f"{told}, which would take minutes and gigabytes; print it anew from its source", page=number)
        with PDFIUM_LOCK:
            if self._is_closed:
                raise InputError("the document is closed; read and draw its pages inside the with block", page=number)
            with loaded_page(self._pdf, number) as page:
                yield page

    def close(self) -> None:
        with PDFIUM_LOCK:
            if not self._is_closed:
                self._is_closed, self._last = True, None
                self._pdf.close()

    def __enter__(self) -> PdfFile:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def _drawings(drawing: PageDrawing, page_box: BBox) -> Drawings:
    rulings, shadings = find_drawings(drawing.drawn, page_box)
    pictures = tuple(box for box in drawing.pictures if box.area < SCAN_COVERAGE * page_box.area)
    return Drawings(rulings, shadings, large_marks(drawing.marks, page_box), pictures)
