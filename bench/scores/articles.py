"""Articles with their JATS markup as true tables: aligned with the page's text and made canonical, as PubTables-1M was made.

Titles and notes are no part of the markup's tables, and nobody wrote a rule for these pages. A table whose text is not
wholly found on its page is left out. Aligning takes seconds a document: the placed tables are kept below the cache folder.
"""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from bench.readers import open_dataset
from bench.samples import Dataset, DatasetError
from bench.scores.keeping import made_once
from canonicalize import dilate
from canonicalize.alignment.article import AlignedTable, place_tables
from canonicalize.readers.article_files import ArticleFiles, find_articles
from canonicalize.readers.jats import read_article_tables
from pipeline.documents.page_glyphs import page_texts
from table import Table
from table.io.json_format import table_to_dict

MADE = "1"  # grows when tables are placed otherwise, so that kept ones are made anew


def read_articles(folder: Path, cache: Path) -> Dataset:
    """The articles below ``folder`` (pairs of PDF and markup) with at least one placed table, boxes in page points.

    Raises ``DatasetError`` when there is none, ``AnnotationError`` for markup that is none.
    """
    articles = find_articles(folder)
    if not articles:
        raise DatasetError(f"{folder}: no article.pdf beside an article.nxml in it")
    marks = "\n".join(f"{one.document} {one.pdf.stat().st_size} {one.markup.stat().st_size}" for one in articles)

    def make(target: Path) -> None:
        for article in articles:
            _write(article, target)

    target = made_once(cache, f"{folder.name}-{MADE}", marks, make)
    return replace(open_dataset(target, "own"), key="articles", title="articles with markup", path=folder)


def _write(article: ArticleFiles, target: Path) -> None:
    tables = place_article(article)
    if tables:
        shutil.copyfile(article.pdf, target / f"{article.document}.pdf")
        values = [table_to_dict(table) for table in tables]
        (target / f"{article.document}.json").write_text(json.dumps(values), encoding="utf-8")


def place_article(article: ArticleFiles) -> list[Table]:
    """The article's tables that were found whole, in points of the page as displayed; a table over pages is one a page."""
    markup = read_article_tables(article.markup.read_bytes(), article.markup.name)
    placed = place_tables(markup, list(page_texts(article.pdf))) if markup else []
    good = [item for item in placed if isinstance(item, AlignedTable) and item.is_good]
    return [_as_displayed(item, f"{article.document}_{number}") for number, item in enumerate(good)]


def _as_displayed(item: AlignedTable, name: str) -> Table:
    """The table with the page's text, where it has one, as the truth; its cells' boxes touch each other."""
    found = dilate(item.tight)
    cells = tuple(
        replace(cell, text=text if cell.text.strip() and text else cell.text, bbox=item.on_page(cell.bbox) if cell.bbox else None)
        for cell, text in zip(found.table.cells, item.pdf_texts, strict=True)
    )
    return replace(found.table, cells=cells, bbox=item.on_page(item.tight.bbox), id=name)
