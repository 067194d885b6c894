"""An article's tables placed on its pages: aligned, repaired, canonicalized, completed and checked, or refused with a reason.

This is the construction of PubTables-1M (section 3) as one function of values: markup tables and page texts in, per table
either its parts with all boxes or a rejection out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from canonicalize.alignment.locate import find_table, match_stream, page_words, stream_of
from canonicalize.alignment.needleman_wunsch import TooLongError
from canonicalize.alignment.normal import plain
from canonicalize.alignment.page_text import PageText, turned_box, union_box
from canonicalize.alignment.parts import Part, split
from canonicalize.alignment.repair import repair, whole_words
from canonicalize.canonical import canonicalize
from canonicalize.completion import CompletionError, LocatedTable, complete, dilate, locate_cells
from canonicalize.draft import is_blank
from canonicalize.options import PAPER, CanonicalOptions
from canonicalize.quality import PAPER_RULES, Evidence, Rule, Verdict, check
from canonicalize.readers.jats import ArticleTable
from table import BBox, Cell, Table

MIN_TEXT, MIN_TEXT_SHARE = 10, 0.8  # characters of a caption that is looked for, and share that must be found
MIN_FOUND = 0.5  # of the characters of a table: below it the table is not on these pages


@dataclass(frozen=True)
class AlignedTable:
    """One table (or its part on one page) with boxes in upright points. ``tight`` hugs the text, rows and columns do not touch.

    ``page`` is turned upright; ``rotation`` degrees clockwise were needed. ``before`` is the markup's structure before
    canonicalization; ``pdf_texts`` go with ``tight.table.cells``; ``sources[i]`` are the markup cells behind cell ``i``.
    """

    source: ArticleTable
    part: int
    num_parts: int
    page: PageText
    rotation: int
    before: Table
    tight: LocatedTable
    pdf_texts: tuple[str, ...]
    sources: tuple[tuple[int, ...], ...]
    verdicts: tuple[Verdict, ...]

    @property
    def is_good(self) -> bool:
        return all(verdict.passed for verdict in self.verdicts)

    def on_page(self, box: BBox) -> BBox:
        """An upright box in points of the page as displayed."""
        return turned_box(box, self.page.width, self.page.height, (360 - self.rotation) % 360)


@dataclass(frozen=True, slots=True)
class Rejection:
    """A table (or part) that could not be placed: the rule's name, and the reason in words."""

    source: ArticleTable
    part: int
    reason: str
    detail: str


def place_tables(
    tables: Sequence[ArticleTable],
    pages: Sequence[PageText],
    options: CanonicalOptions = PAPER,
    rules: Sequence[Rule] = PAPER_RULES,
) -> list[AlignedTable | Rejection]:
    """All tables of an article, in order; a table over several pages gives one entry per page.

    A placed table may still have failed a rule: see its ``verdicts``.
    """
    words = [page_words(page) for page in pages]
    return [result for table in tables for result in _place(table, pages, words, options, rules)]


def _place(
    source: ArticleTable, pages: Sequence[PageText], words: Sequence[frozenset[str]], options: CanonicalOptions, rules: Sequence[Rule]
) -> list[AlignedTable | Rejection]:
    if source.table is None:
        reason, _, detail = source.problem.partition(": ")
        return [Rejection(source, 0, reason, detail)]
    try:
        found = find_table(source.table, pages, words)
    except TooLongError as error:
        return [Rejection(source, 0, "too_long", str(error))]
    if found is None:
        return [Rejection(source, 0, "no_page", "no page shows half of the table's words; it may be a picture or in a supplement")]
    if found.found_share < MIN_FOUND:
        return [
            Rejection(
                source,
                0,
                "text_not_found",
                f"only {found.found_share:.0%} of the table's characters are on page(s) {_numbers(found.stream.pages)}",
            )
        ]
    parts = split(found, source.table)
    return [_placed(source, number, len(parts), part, options, rules) for number, part in enumerate(parts)]


def _numbers(pages: Sequence[PageText]) -> str:
    return ", ".join(str(page.number) for page in pages)


def _placed(
    source: ArticleTable, number: int, count: int, part: Part, options: CanonicalOptions, rules: Sequence[Rule]
) -> AlignedTable | Rejection:
    glyphs = whole_words(part.page, repair(part.page, part.table, part.glyphs))
    canonical = canonicalize(part.table, options).table
    members = [_members(cell, part.table) for cell in canonical.cells]
    boxes = [union_box(part.page.boxes[found]) if len(found) else None for found in glyphs]
    try:
        located = complete(part.table, boxes)
    except CompletionError as error:
        return Rejection(source, number, "incomplete", f"page {part.page.number}: {error}{_missing(part, boxes)}")
    merged = [BBox.enclosing([box for k in group if (box := boxes[k]) is not None]) for group in members]
    tight = locate_cells(canonical, located.rows, located.columns, merged)
    tight = replace(tight, table=replace(tight.table, page=part.page.number, rotation=part.rotation, text_source="pdf"))
    dilated = dilate(tight)
    texts = page_texts(dilated, part.page)
    evidence = Evidence(_comparable(dilated.table), part.page.words, tight.rows, tight.columns, tuple(map(plain, texts)))
    verdicts = check(evidence, rules)
    sources = tuple(tuple(part.sources[k] for k in group) for group in members)
    return AlignedTable(source, number, count, part.page, part.rotation, part.table, tight, texts, sources, verdicts)


def _missing(part: Part, boxes: Sequence[BBox | None]) -> str:
    """The first texts that this page does not show, and where they are, for the reason of a rejection."""
    missing = [k for k, (cell, box) in enumerate(zip(part.table.cells, boxes, strict=True)) if box is None and not is_blank(cell)]
    places: dict[int | None, list[str]] = {}
    for k in missing:
        page = None if part.found_on[k] == part.page.number else part.found_on[k]
        places.setdefault(page, []).append(repr(part.table.cells[k].text[:30]))
    return "".join(
        f"; {'not found' if page is None else f'on page {page}'}: {', '.join(texts[:3])}{' and others' if len(texts) > 3 else ''}"
        for page, texts in places.items()
    )


def _members(cell: Cell, table: Table) -> list[int]:
    """The indices of the cells of ``table`` that ``cell`` was made of."""
    return [
        k
        for k, other in enumerate(table.cells)
        if cell.rows.start <= other.rows.start < cell.rows.stop and cell.columns.start <= other.columns.start < cell.columns.stop
    ]


def page_texts(dilated: LocatedTable, page: PageText) -> tuple[str, ...]:
    """The page's text in each grid cell: characters with their middle in it, in drawing order or, if closer, by lines."""
    x, y = (page.boxes[:, 0] + page.boxes[:, 2]) / 2, (page.boxes[:, 1] + page.boxes[:, 3]) / 2
    texts = []
    for cell in dilated.table.cells:
        box = cell.bbox
        if box is None:
            texts.append("")
            continue
        inside = np.flatnonzero((x >= box.x0) & (x < box.x1) & (y >= box.y0) & (y < box.y1) & (page.rotations == 0))
        texts.append(_spaced(page, inside))
    return tuple(texts)


def _spaced(page: PageText, chosen: np.ndarray) -> str:
    """The characters with a space where a word starts."""
    return "".join((" " if page.starts_word[i] else "") + page.text[i] for i in chosen).strip()


def _comparable(table: Table) -> Table:
    """The table with texts reduced to comparable characters, so that dashes and spaces count as no difference."""
    cells = tuple(cell if is_blank(cell) else replace(cell, text=plain(cell.text)) for cell in table.cells)
    return replace(table, cells=cells)


def text_place(text: str, page: PageText) -> BBox | None:
    """The box of a caption's or footer's text on ``page``; ``None`` for up to 9 characters or when most is not there."""
    if len(text) < MIN_TEXT:
        return None
    single = Table(1, 1, (Cell(range(1), range(1), text),))
    found = match_stream(single, stream_of([page]))
    if found.found_share < MIN_TEXT_SHARE:
        return None
    (places,) = found.cells
    return union_box(page.boxes[found.stream.index[places[places >= 0]]])
