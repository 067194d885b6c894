"""A cell over rows that holds one entry for each of them is as many cells: "global" over "local", beside rows of their own.

The model sees a label that wraps beside its rows. A text wraps where it wants, though, and entries stand level with their rows. So a
cell is parted where every row has one line of it, level with the other words of the row or with their first lines, and no line says
that it goes on ("ArcFace/", "(he)"): 36 of 36 cells with level lines on 1,325 tables of eight sets, nearly all of them in articles,
were rows of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.flags import Flag
from pipeline.structure.draft import Draft
from pipeline.structure.words.wrapping import UNFINISHED
from pipeline.types import Span
from table import Word

LEVEL = 0.25  # em between the middles of a line and of the other words of its row, at most
LEVEL_READ = 0.35  # the same of words that were read from a picture: their boxes hold raised and lowered signs, or leave them out

Line = Sequence[Word]


def part_stacked_cells(draft: Draft) -> Draft:
    """The draft without the spans of such cells."""
    kept = tuple(span for span in draft.spans if not _holds_entries(span, draft))
    return replace(draft, spans=kept).noting(Flag.SPANS_REPAIRED) if len(kept) < len(draft.spans) else draft


def _holds_entries(span: Span, draft: Draft) -> bool:
    """Whether a cell of one column of the body has one line level with each of its rows, and none of them goes on in the next."""
    if len(span.columns) > 1 or len(span.rows) < 2 or span.rows.start < draft.num_header_rows:
        return False
    column = span.columns.start
    lines = [draft.cell_lines[row][column] for row in span.rows]
    if not all(len(found) == 1 and _is_level(found[0], row, column, draft) for row, found in zip(span.rows, lines, strict=True)):
        return False
    return not any(_goes_on(upper[0], lower[0], column, draft) for upper, lower in pairwise(lines))


def _is_level(line: Line, row: int, column: int, draft: Draft) -> bool:
    """Whether a line stands in the middle of the other words of the row, or beside the first line of each other cell."""
    others = [lines for other, lines in enumerate(draft.cell_lines[row]) if other != column and lines]
    middle, reach = _middle(line), (LEVEL_READ if draft.view.page.text_source == "ocr" else LEVEL) * draft.em
    if not others:
        return False
    every = [word for lines in others for own in lines for word in own]
    return abs(middle - _middle(every)) <= reach or all(abs(middle - _middle(lines[0])) <= reach for lines in others)


def _middle(words: Line) -> float:
    return median(word.bbox.center[1] for word in words)


def _goes_on(upper: Line, lower: Line, column: int, draft: Draft) -> bool:
    """Whether a line begins as no entry does or the end of the one above it is open; small letters tell where few entries begin so."""
    entries = [row[column] for row in draft.cells[draft.num_header_rows :] if row[column]]
    is_small = _is_small(lower) and 2 * sum(map(_is_small, entries)) < len(entries)
    is_open = UNFINISHED.search(" ".join(word.text for word in upper)) is not None or upper[-1].text[-1] in "-–:&"
    return is_small or (lower[0].text[0] == "(" and upper[0].text[0] != "(") or is_open


def _is_small(words: Line) -> bool:
    """Whether a line begins with a small letter, as words do; Greek ones are symbols."""
    first = words[0].text[0]
    return first.islower() and not "\u0370" <= first <= "\u03ff"
