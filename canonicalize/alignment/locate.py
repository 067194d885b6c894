"""From the alignment of characters to places: the pages of a table, the characters and the box of each cell's text.

Pages are found by the table's words, as in PubTables-1M's script: the pages with most of them, and neighbouring pages
that add words still missing. The characters of these pages, in drawing order, are aligned with the table's; where
drawing order fails, cells are looked for again between what was found (``repair``).
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from canonicalize.alignment.anchors import align_long
from canonicalize.alignment.normal import normalized, plain
from canonicalize.alignment.page_text import PageText, turned
from table import Table

MIN_SHARE = 0.5  # of a table's distinct words that its pages must show
MAX_CANDIDATES, NEARLY = 3, 0.8  # pages tried: those with at least this part of the best page's words
MIN_GAIN = 0.05  # of the distinct words that a further page must add
MAX_PAGES = 8  # of one table
GOOD_SHARE = 0.98  # of the characters found, from which another order of reading is not tried
HALF = 0.5  # of the characters at a table's edge, below which a neighbouring page is tried
EDGE_CHARACTERS, EDGE_ROWS = 30, 3  # an edge: so many characters, from at most so many rows
MIN_ADDED = 0.02  # of the table's characters that a further page must add, if it does not complete the edge
LINE_MARGIN = 0.02  # how much more another order must find to be preferred
TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")  # numbers and letters: spacing around signs differs between page and markup


@dataclass(frozen=True)
class PageStream:
    """Comparable characters of several pages in a row. Character ``i`` is ``index[i]`` of page ``page[i]`` (position in ``pages``)."""

    pages: tuple[PageText, ...]
    text: str
    page: NDArray[np.int64]
    index: NDArray[np.int64]


@dataclass(frozen=True)
class Match:
    """Where the characters of each cell were found: ``cells[k]`` are stream positions in text order, -1 for not found."""

    stream: PageStream
    texts: tuple[str, ...]
    cells: tuple[NDArray[np.int64], ...]

    @property
    def found_share(self) -> float:
        """Share of the table's characters that have a place, 0..1."""
        total = sum(len(cell) for cell in self.cells)
        return sum(int((cell >= 0).sum()) for cell in self.cells) / total if total else 0.0


def page_words(page: PageText) -> frozenset[str]:
    """The distinct comparable words of a page."""
    return frozenset(token for word in page.words for token in TOKEN.findall(plain(word.text)))


def table_words(table: Table) -> frozenset[str]:
    """The distinct comparable words of a table."""
    return frozenset(token for cell in table.cells for word in cell.text.split() for token in TOKEN.findall(plain(word)))


def candidate_pages(words: frozenset[str], pages: Sequence[frozenset[str]]) -> list[list[int]]:
    """Runs of pages that may show the table, best first; empty if no page shows enough of its words.

    Each run is a page with nearly the most words and those neighbours that add words still missing. Words of one or two
    characters are everywhere and count only if the table has nothing longer.
    """
    long_words = frozenset(word for word in words if len(word) > 2) or words
    if not long_words or not pages:
        return []
    shares = [len(long_words & page) / len(long_words) for page in pages]
    order = sorted(range(len(pages)), key=lambda index: (-shares[index], index))[:MAX_CANDIDATES]
    runs = [_grown([index], long_words, pages) for index in order if shares[index] >= NEARLY * shares[order[0]]]
    distinct = [list(run) for run in dict.fromkeys(map(tuple, runs))]
    return [run for run in distinct if len(long_words & frozenset().union(*(pages[i] for i in run))) >= MIN_SHARE * len(long_words)]


def _grown(run: list[int], words: frozenset[str], pages: Sequence[frozenset[str]]) -> list[int]:
    found = words & pages[run[0]]
    while len(run) < MAX_PAGES and len(found) < len(words):
        options = [index for index in (run[0] - 1, run[-1] + 1) if 0 <= index < len(pages)]
        gain, index = max(((len((words & pages[i]) - found) / len(words), i) for i in options), default=(0.0, -1))
        if gain < MIN_GAIN:
            break
        run, found = sorted([*run, index]), found | (words & pages[index])
    return run


def find_table(table: Table, pages: Sequence[PageText], words: Sequence[frozenset[str]]) -> Match | None:
    """The best match of ``table`` over the runs of pages that may show it; ``None`` if there is none.

    ``words[i]`` are ``page_words(pages[i])``, computed once per article.
    """
    runs = candidate_pages(table_words(table), words)
    best: Match | None = None
    for run in runs:
        found = match(table, [pages[index] for index in run])
        if best is None or found.found_share > best.found_share:
            best = found
        if best.found_share >= GOOD_SHARE:
            break
    return best and _extended(table, pages, best)


def _extended(table: Table, pages: Sequence[PageText], found: Match) -> Match:
    """The match with the page before or after added while the table's first or last rows are missing and that helps.

    A header is repeated on every page, so that it is found says nothing: the first rows of the body count as an edge too.
    """
    numbers = [page.number for page in pages]
    while len(found.stream.pages) < MAX_PAGES:
        run = [numbers.index(page.number) for page in found.stream.pages]
        missing = [min(_share_of_rows(table, found, rows) for rows in edge) < HALF for edge in _edges(table)]
        wider = [*range(run[0] - missing[0], run[0]), *run, *range(run[-1] + 1, run[-1] + 1 + missing[1])]
        wider = [index for index in wider if 0 <= index < len(pages)]
        if wider == run:
            return found
        better = match(table, [pages[index] for index in wider])
        still = [min(_share_of_rows(table, better, rows) for rows in edge) < HALF for edge in _edges(table)]
        gain = better.found_share - found.found_share
        if gain <= 0 or (gain < MIN_ADDED and still == missing):
            return found
        found = better
    return found


def _edges(table: Table) -> tuple[tuple[range, ...], tuple[range, ...]]:
    """The rows to look at for the table's start (its first row, its first rows of the body) and for its end."""
    lengths = [0] * table.num_rows
    for cell in table.cells:
        lengths[cell.rows.start] += len(plain(cell.text))
    header = table.num_header_rows % table.num_rows
    first, last = header, table.num_rows
    while first < min(header + EDGE_ROWS, table.num_rows) and sum(lengths[header:first]) < EDGE_CHARACTERS:
        first += 1
    while last > max(header, table.num_rows - EDGE_ROWS) and sum(lengths[last:]) < EDGE_CHARACTERS:
        last -= 1
    return (range(1), range(header, first)), (range(last, table.num_rows),)


def _share_of_rows(table: Table, found: Match, rows: range) -> float:
    """Share of the characters of the cells that start in ``rows`` that were found; 1 if they have none."""
    cells = [places for cell, places in zip(table.cells, found.cells, strict=True) if cell.rows.start in rows]
    total = sum(map(len, cells))
    return sum(int((places >= 0).sum()) for places in cells) / total if total else 1.0


def stream_of(pages: Sequence[PageText]) -> PageStream:
    """The comparable characters of ``pages`` one after another, in drawing order."""
    texts, page_numbers, indices = [], [], []
    for position, page in enumerate(pages):
        text, origins = normalized(page.text)
        texts.append(text)
        page_numbers.append(np.full(len(text), position, dtype=np.int64))
        indices.append(origins)
    empty = np.empty(0, dtype=np.int64)
    return PageStream(tuple(pages), "".join(texts), np.concatenate([*page_numbers, empty]), np.concatenate([*indices, empty]))


def match(table: Table, pages: Sequence[PageText]) -> Match:
    """The table's cells, in row-major order, aligned with the characters of ``pages``; only equal characters count.

    Drawing order first; if it leaves characters unfound, reading order by lines is tried too and the better one wins.
    """
    drawn = match_stream(table, stream_of(pages))
    if drawn.found_share >= GOOD_SHARE:
        return drawn
    by_lines = match_stream(table, line_stream(pages))
    return by_lines if by_lines.found_share > drawn.found_share + LINE_MARGIN else drawn


def match_stream(table: Table, stream: PageStream) -> Match:
    """The table's cells aligned with one order of the characters."""
    texts = tuple(plain(cell.text) for cell in table.cells)
    boundary = np.zeros(sum(map(len, texts)) + 1, dtype=np.bool_)
    starts = np.cumsum([0, *map(len, texts)])
    boundary[starts] = True
    found = align_long(stream.text, "".join(texts), boundary)
    places = np.where(found.is_equal, found.page_index, -1)
    return Match(stream, texts, tuple(_coherent(places[a:b]) for a, b in itertools.pairwise(starts)))


def line_stream(pages: Sequence[PageText]) -> PageStream:
    """The comparable characters of ``pages`` in reading order by lines; text turned otherwise than most comes last."""
    stream = stream_of(pages)
    order: list[NDArray[np.int64]] = [np.empty(0, dtype=np.int64)]
    for position, page in enumerate(pages):
        mine = np.flatnonzero(stream.page == position)
        order.append(mine[np.argsort(_line_ranks(page)[stream.index[mine]], kind="stable")])
    chosen = np.concatenate(order)
    text = "".join(stream.text[index] for index in chosen)
    return PageStream(stream.pages, text, stream.page[chosen], stream.index[chosen])


def _line_ranks(page: PageText) -> NDArray[np.int64]:
    """The position of each character of ``page`` when its lines are read one after another."""
    ranks = np.zeros(len(page.text), dtype=np.int64)
    if not len(ranks):
        return ranks
    upright = turned(page, int(np.bincount(page.rotations).argmax()))
    y0, y1 = upright.boxes[:, 1], upright.boxes[:, 3]
    middle = (y0 + y1) / 2
    line, current, bottom = np.zeros(len(ranks), dtype=np.int64), 0, -np.inf
    for index in np.lexsort((upright.boxes[:, 0], middle)):
        if middle[index] > bottom:
            current, bottom = current + 1, middle[index] + (y1[index] - y0[index]) / 3
        line[index] = current
    order = np.lexsort((upright.boxes[:, 0], line, upright.rotations != 0))
    ranks[order] = np.arange(len(ranks))
    return ranks


MAX_HOLE = 40  # stream characters between two parts of one cell's text
MIN_RUN = 0.34  # of the cell's characters, below which a part far from the others is a chance hit


def _coherent(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """The cell's places without small parts far off in the stream: single letters match anywhere."""
    known = places[places >= 0]
    if len(known) < 2:
        return places
    runs = np.split(known, np.flatnonzero(np.diff(known) > MAX_HOLE) + 1)
    largest = max(map(len, runs))
    dropped = np.concatenate(
        [np.empty(0, dtype=np.int64), *(run for run in runs if len(run) < MIN_RUN * len(places) and len(run) < largest)]
    )
    return np.where(np.isin(places, dropped), -1, places)


def cell_pages(found: Match) -> list[int | None]:
    """For each cell the position of the page that shows most of it; ``None`` for blank and missing cells."""
    return [int(np.bincount(found.stream.page[known]).argmax()) if len(known := cell[cell >= 0]) else None for cell in found.cells]
