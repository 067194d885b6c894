"""A cell over rows that holds one entry for each of them is as many cells: "global" over "local", beside rows of their own.

The model sees a label that wraps beside its rows. A text wraps where it wants, though, and entries stand level with their rows. So a
cell is parted where every row has one line of it, level with the other words of the row, and the lines tell that they are no text:
each is a value, the same entries come again in another such cell of the column, or each is the one label of a row of values and had
room in the line above.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.flags import Flag
from pipeline.structure.draft import Draft
from pipeline.structure.words.kinds import Kind, kind_of
from pipeline.structure.words.lines import group_lines
from pipeline.types import Span
from table import Word

MIN_VALUES = 2  # of a row, for which the line beside them is its label
SPACE = 0.35  # em between two words of a line
LEVEL = 0.25  # em between the middles of a line and of the other words of its row, at most

Line = Sequence[Word]


def part_stacked_cells(draft: Draft) -> Draft:
    """The draft without the spans of such cells."""
    stacked = {span: entries for span in draft.spans if (entries := _entries(span, draft))}
    again = Counter((span.columns.start, texts) for span, texts in stacked.items())
    parted = {span for span, texts in stacked.items() if again[span.columns.start, texts] > 1 or _are_values(span, draft)}
    parted.update(_labels(stacked, draft))
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


def _labels(spans: Iterable[Span], draft: Draft) -> list[Span]:
    """The cells of the first column whose lines are labels of rows of values, where one of these lines had room in the line above."""
    found = [span for span in spans if _are_labels(span, draft)]
    widths = [_width(row[0]) for row in draft.cells[draft.num_header_rows :] if row[0]]
    has_room = any(
        _width(upper) + SPACE * draft.em + lower[0].bbox.width <= max(widths)
        for span in found
        for upper, lower in pairwise(draft.cells[row][0] for row in span.rows)
    )
    return found if has_room else []


def _are_labels(span: Span, draft: Draft) -> bool:
    """Whether the first column's lines are the only text of rows with as many values each, none the rest of the one above."""
    if span.columns.start > 0:
        return False
    beside = [_columns_of_values(row, draft) for row in span.rows]
    are_even = len(beside[0]) >= MIN_VALUES and all(found == beside[0] for found in beside)
    return are_even and not any(_goes_on(upper, lower, draft) for upper, lower in pairwise(draft.cells[row][0] for row in span.rows))


def _columns_of_values(row: int, draft: Draft) -> tuple[int, ...]:
    """The columns beside the first with a word in the row; none where one of them holds no value of its kind."""
    filled = tuple(column for column, words in enumerate(draft.cells[row]) if words and column)
    return filled if all(kind_of(draft.cells[row][column]) is Kind.VALUE for column in filled) else ()


def _goes_on(upper: Line, lower: Line, draft: Draft) -> bool:
    """Whether a line begins as no label does or the end of the one above it is open; small letters tell where few labels begin so."""
    labels = [row[0] for row in draft.cells[draft.num_header_rows :] if row[0]]
    is_small = lower[0].text[0].islower() and 2 * sum(words[0].text[0].islower() for words in labels) < len(labels)
    return is_small or lower[0].text[0] in "([" or upper[-1].text[-1] in "-–,:/&"


def _width(line: Line) -> float:
    return max(word.bbox.x1 for word in line) - min(word.bbox.x0 for word in line)
