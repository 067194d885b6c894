"""A cell over rows that holds one entry for each of them is as many cells: "global" over "local", beside rows of their own.

The model sees a label that wraps beside its rows. A text wraps where it wants, though, and entries stand level with their rows. So a
cell is parted where every row has one line of it, level with the other words of the row, and the lines tell that they are no text:
each is a value, or the same entries come again in another such cell of the column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from pipeline.flags import Flag
from pipeline.structure.draft import Draft
from pipeline.structure.words.kinds import Kind, kind_of
from pipeline.structure.words.lines import group_lines
from pipeline.types import Span
from table import Word

LEVEL = 0.25  # em between the middles of a line and of the other words of its row, at most

Line = Sequence[Word]


def part_stacked_cells(draft: Draft) -> Draft:
    """The draft without the spans of such cells."""
    stacked = {span: entries for span in draft.spans if (entries := _entries(span, draft))}
    again = Counter((span.columns.start, texts) for span, texts in stacked.items())
    parted = {span for span, texts in stacked.items() if again[span.columns.start, texts] > 1 or _are_values(span, draft)}
    if not parted:
        return draft
    return replace(draft, spans=tuple(span for span in draft.spans if span not in parted)).noting(Flag.SPANS_REPAIRED)


def _entries(span: Span, draft: Draft) -> tuple[str, ...]:
    """The text of each row's line in a cell of one column of the body; empty where a row has another number of lines, or none level."""
    if len(span.columns) > 1 or len(span.rows) < 2 or span.rows.start < draft.num_header_rows:
        return ()
    lines = [group_lines(draft.cells[row][span.columns.start]) for row in span.rows]
    if not all(
        len(found) == 1 and _is_level(found[0], row, span.columns.start, draft) for row, found in zip(span.rows, lines, strict=True)
    ):
        return ()
    return tuple(" ".join(word.text for word in found[0]) for found in lines)


def _is_level(line: Line, row: int, column: int, draft: Draft) -> bool:
    others = [word.bbox.center[1] for other, cell in enumerate(draft.cells[row]) if other != column for word in cell]
    return bool(others) and abs(median(word.bbox.center[1] for word in line) - median(others)) <= LEVEL * draft.em


def _are_values(span: Span, draft: Draft) -> bool:
    return all(kind_of(draft.cells[row][span.columns.start]) is Kind.VALUE for row in span.rows)
