"""Pages of articles as training pages: where an article's markup has its tables is where its PDF shows them.

A page is only worth something when all its tables are known. So pages that show a table nobody could place are left out,
and where nobody knows which pages those are, pages without a placed table are.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import pypdfium2

from canonicalize import PAPER, AnnotationError
from canonicalize.alignment.article import MIN_FOUND, AlignedTable, Rejection, place_tables, text_place
from canonicalize.alignment.locate import find_table, page_words
from canonicalize.alignment.needleman_wunsch import TooLongError
from canonicalize.alignment.page_text import PageText
from canonicalize.alignment.parts import split
from canonicalize.readers.article_files import ArticleFiles, find_articles
from canonicalize.readers.jats import read_article_tables
from pipeline.documents import open_document
from pipeline.documents.page_glyphs import page_texts
from pipeline.errors import ExtractionError
from pipeline.models.raster import to_layout
from pipeline.options import Options
from pipeline.types import Page
from table import BBox
from training.feed import read_cached
from training.page.samples import PageSample

logger = logging.getLogger(__name__)
OnRead = Callable[[int, int], None]  # hears how many articles were read, of how many
SOURCE = "articles"
_FEWEST_WORDS = 5  # a page with fewer is a picture or blank


@dataclass(frozen=True, slots=True)
class _Places:
    """What is known of an article's tables: ``boxes`` by page number, with whether the table is turned; ``unsure``: pages
    that show a table without a box; ``is_complete``: whether there is none whose page is unknown."""

    boxes: dict[int, list[tuple[BBox, bool]]]
    unsure: frozenset[int]
    is_complete: bool

    def knows(self, number: int) -> bool:
        """Whether every table of the page has its box."""
        return number not in self.unsure and (self.is_complete or number in self.boxes)


def read_article_pages(folder: Path, *, cache: Path | None = None, on_read: OnRead | None = None) -> Iterator[PageSample]:
    """The pages of every article under ``folder``, in points; articles that cannot be read are named in the log.

    Reading takes seconds per article; ``cache`` is a folder that keeps the pages between runs.
    """
    jobs = find_articles(folder)
    for done, job in enumerate(jobs, start=1):
        try:
            read = partial(read_article, job)
            yield from read_cached((job.pdf, job.markup), cache, read) if cache else read()
        except AnnotationError as error:
            logger.warning("left out: %s", error)
        if on_read is not None:
            on_read(done, len(jobs))


def read_article(job: ArticleFiles) -> list[PageSample]:
    """The pages of one article whose tables are all known. Raises ``AnnotationError`` when PDF or markup cannot be read."""
    try:
        places = _find_tables(job)
        with open_document(job.pdf, Options(ocr="none")) as document:
            numbers = [number for number in range(1, document.num_pages + 1) if places.knows(number)]
            pages = [(number, document.page(number)) for number in numbers]
            samples = [_sample(job, page, places.boxes.get(number, [])) for number, page in pages if len(page.words) >= _FEWEST_WORDS]
            num_pages = document.num_pages
    except (ExtractionError, pypdfium2.PdfiumError, OSError) as error:
        raise AnnotationError(str(error), source=job.document) from error
    logger.info("%s: %d of %d pages, tables on %d", job.document, len(samples), num_pages, sum(len(s.boxes) > 0 for s in samples))
    return samples


def _find_tables(job: ArticleFiles) -> _Places:
    tables = read_article_tables(job.markup.read_bytes(), job.markup.name)
    pages = list(page_texts(job.pdf)) if tables else []
    placed, unsure, is_complete = dict[int, list[tuple[BBox, bool]]](), set[int](), True
    for item in place_tables(tables, pages, PAPER):
        if isinstance(item, AlignedTable):
            placed.setdefault(item.page.number, []).append((item.on_page(item.tight.bbox), item.rotation != 0))
            continue
        shown = _pages_of(item, pages)
        unsure |= shown
        is_complete &= bool(shown)
    return _Places(placed, frozenset(unsure), is_complete)


def _pages_of(item: Rejection, pages: Sequence[PageText]) -> set[int]:
    """The pages with the table's caption, and those with most of its text: a caption may stand alone at a page's foot."""
    captions = {page.number for page in pages if text_place(item.source.caption, page)}
    return captions | _pages_with_text(item, pages)


def _pages_with_text(item: Rejection, pages: Sequence[PageText]) -> set[int]:
    table = item.source.table
    if table is None:
        return set()
    try:
        found = find_table(table, pages, [page_words(page) for page in pages])
    except TooLongError:
        return set()
    if found is None or found.found_share < MIN_FOUND:
        return set()
    return {part.page.number for part in split(found, table)}


def _sample(job: ArticleFiles, page: Page, tables: Sequence[tuple[BBox, bool]]) -> PageSample:
    return PageSample(
        layout=to_layout(page.words, page.rulings, page.shadings),
        width=page.width,
        height=page.height,
        boxes=np.array([tuple(box) for box, _ in tables], np.float32).reshape(-1, 4),
        rotated=np.array([is_turned for _, is_turned in tables], bool),
        source=SOURCE,
        name=f"{job.document}_{page.number}",
    )
