"""Samples of one article: a PDF and its JATS markup, as PubTables-1M was made from PubMed Central's open-access set."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pypdfium2
from numpy.typing import NDArray

from canonicalize import PAPER, AnnotationError, CanonicalOptions, LocatedTable
from canonicalize.alignment.article import AlignedTable, Rejection, place_tables, text_place
from canonicalize.alignment.page_text import PageText, turned_box
from canonicalize.readers.article_files import ArticleFiles
from canonicalize.readers.jats import ArticleTable, read_article_tables
from canonicalize.readers.pdf_annotations import pdf_annotation
from canonicalize.readers.splits import split_of
from pipeline.documents.page_glyphs import page_texts
from table import BBox, DetectionLabel, Word
from training.datasets.build.documents import DocumentResult, Refusal
from training.datasets.build.samples import LONG_SIDE, AnnotatedPage, Sample


def build_article(job: ArticleFiles, *, seed: str = "", options: CanonicalOptions = PAPER) -> DocumentResult:
    """All samples and refusals of one article; an unreadable file is the result's ``error``."""
    split = split_of(job.document, seed)
    try:
        tables = read_article_tables(job.markup.read_bytes(), job.markup.name)
        pages = list(page_texts(job.pdf)) if tables else []
    except (AnnotationError, pypdfium2.PdfiumError, OSError) as error:
        return DocumentResult(job.document, split, 0, error=f"{type(error).__name__}: {error}")
    results = place_tables(tables, pages, options)
    return build_placed(job, split, tables, results)


def build_placed(
    job: ArticleFiles,
    split: str,
    tables: tuple[ArticleTable, ...],
    results: list[AlignedTable | Rejection],
    database: str = "PubTables1M-Structure",
) -> DocumentResult:
    """The document's samples from placed tables; detection pages only if every table is good."""
    good = [item for item in results if isinstance(item, AlignedTable) and item.is_good]
    refusals = tuple(_refusal(job.document, item) for item in results if item not in good)
    samples: list[Sample] = []
    page_samples: list[AnnotatedPage] = []
    if good:
        pictures = _pictures(job.pdf, sorted({item.page.number for item in good}))
        samples = [_sample(job, split, item, pictures[item.page.number], bool(refusals), database) for item in good]
        page_samples = [] if refusals else _page_samples(job.document, split, good, pictures)
    return DocumentResult(job.document, split, len(tables), tuple(samples), tuple(page_samples), refusals)


def table_name(document: str, item: AlignedTable | Rejection) -> str:
    """``PMC1_table_0``, with the part's number if the table continues over pages."""
    name = f"{document}_table_{item.source.index}"
    is_part = isinstance(item, AlignedTable) and item.num_parts > 1
    return f"{name}_part_{item.part}" if is_part else name


def _refusal(document: str, item: AlignedTable | Rejection) -> Refusal:
    name = table_name(document, item)
    if isinstance(item, Rejection):
        return Refusal(name, item.reason, item.detail)
    failed = [verdict for verdict in item.verdicts if not verdict.passed]
    return Refusal(name, failed[0].rule, "; ".join(verdict.detail for verdict in failed), item.verdicts)


Pictures = dict[int, tuple[NDArray[np.uint8], float]]


def _pictures(pdf: Path, numbers: list[int]) -> Pictures:
    """Page pictures (long side 1000 pixels) with their scale, as displayed."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        pictures: Pictures = {}
        for number in numbers:
            page = document[number - 1]
            scale = LONG_SIDE / max(page.get_size())
            pictures[number] = (_drawn(page, scale), scale)
        return pictures
    finally:
        document.close()


def _drawn(page: pypdfium2.PdfPage, scale: float) -> NDArray[np.uint8]:
    picture: NDArray[np.uint8] = page.render(scale=scale, rev_byteorder=True).to_numpy()[:, :, :3]
    return np.ascontiguousarray(picture)


def _sample(
    job: ArticleFiles, split: str, item: AlignedTable, picture: tuple[NDArray[np.uint8], float], is_incomplete: bool, database: str
) -> Sample:
    name = table_name(job.document, item)
    upright = np.ascontiguousarray(np.rot90(picture[0], -(item.rotation // 90)))
    fields = _fields(job, split, name, item, is_incomplete)
    annotation = pdf_annotation(item.tight, [_cell_fields(item, k) for k in range(len(item.tight.table.cells))], fields, item.on_page)
    words = tuple(word for word in item.page.words)
    return Sample(
        name, job.document, split, _with_page_texts(item), item.before, upright, picture[1], words, item.verdicts, annotation, database
    )


def _with_page_texts(item: AlignedTable) -> LocatedTable:
    """The tight table with the page's text where it has one: page text is the truth where it differs slightly."""
    pairs = zip(item.tight.table.cells, item.pdf_texts, strict=True)
    cells = tuple(replace(cell, text=text) if cell.text.strip() and text else cell for cell, text in pairs)
    return replace(item.tight, table=replace(item.tight.table, cells=cells))


def _fields(job: ArticleFiles, split: str, name: str, item: AlignedTable, is_incomplete: bool) -> dict[str, Any]:
    width, height = (item.page.height, item.page.width) if item.rotation in (90, 270) else (item.page.width, item.page.height)
    caption = text_place(item.source.caption, item.page)
    footer = text_place(item.source.footer, item.page)
    wrap = BBox.enclosing([box for box in (item.tight.bbox, caption, footer) if box is not None])
    return {
        "structure_id": name,
        "pmc_id": job.document,
        "pdf_file_name": job.pdf.name,
        "xml_file_name": job.markup.name,
        "split": split,
        "exclude_for_structure": False,
        "exclude_for_detection": is_incomplete,
        "xml_table_index": item.source.index,
        "xml_table_wrap_start_character_index": item.source.wrap_start,
        "xml_table_wrap_end_character_index": item.source.wrap_end,
        "xml_caption_label_text": item.source.label,
        "xml_caption_text": item.source.caption,
        "xml_table_footer_text": item.source.footer,
        "pdf_page_index": item.page.number - 1,
        "pdf_full_page_bbox": [0.0, 0.0, width, height],
        "pdf_table_wrap_bbox": _place(item, wrap),
        "pdf_caption_bbox": _place(item, caption),
        "pdf_caption_page_num": item.page.number - 1 if caption else None,
        "pdf_table_footer_bbox": _place(item, footer),
        "pdf_table_footer_page_num": item.page.number - 1 if footer else None,
        "pdf_is_rotated": int(item.rotation != 0),
        "num_rows": item.tight.table.num_rows,
        "num_columns": item.tight.table.num_columns,
    }


def _place(item: AlignedTable, box: BBox | None) -> list[float] | None:
    return None if box is None else [round(value, 5) for value in item.on_page(box)]


def _cell_fields(item: AlignedTable, number: int) -> dict[str, Any]:
    notes = [item.source.markup[k] for k in item.sources[number] if k < len(item.source.markup)]
    first = notes[0] if notes else None
    return {
        "align": first.align if first else "unknown",
        "style": first.style if first else "none",
        "indented": bool(first and first.is_indented),
        "xml_text_content": item.tight.table.cells[number].text,
        "xml_raw_text_content": " ".join(note.raw_text for note in notes).strip(),
        "pdf_text_content": item.pdf_texts[number],
        "xml_graphics_filenames": [graphic for note in notes for graphic in note.graphics],
    }


def _page_samples(document: str, split: str, good: list[AlignedTable], pictures: Pictures) -> list[AnnotatedPage]:
    """One detection page per page with tables; boxes and words in pixels of the page as displayed."""
    samples = []
    for number, (picture, scale) in pictures.items():
        mine = [item for item in good if item.page.number == number]
        boxes = tuple(
            (DetectionLabel.TABLE_ROTATED if item.rotation else DetectionLabel.TABLE, item.on_page(item.tight.bbox).scale(scale))
            for item in mine
        )
        words = _displayed_words(mine[0].page, mine[0].rotation, scale)
        samples.append(AnnotatedPage(f"{document}_{number - 1}", split, picture, boxes, words))
    return samples


def _displayed_words(page: PageText, rotation: int, scale: float) -> tuple[Word, ...]:
    back = (360 - rotation) % 360
    return tuple(Word(word.text, turned_box(word.bbox, page.width, page.height, back).scale(scale), word.line) for word in page.words)
