"""Rows of texts that the model took for one: lines as far apart as the table's rows, each with a label, that ended with room left.

A text is wrapped where its next word had no room. Where two cells of a row have several lines and each of them left room
for the next word, every line has a text in the first column, and the lines stand as far apart as the rows of one line do elsewhere
in the table, each line is a row ("Base Model | Llama" over "Strategy | Full"). Rows of values are told by what they are (``part_rows``).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, num_header_rows_seen
from pipeline.structure.rulings import full_lines
from pipeline.structure.words.kinds import Kind, kind_of
from pipeline.structure.words.lines import group_lines
from pipeline.structure.words.wrapping import Wrap, column_texts, wrap_of
from pipeline.types import Interval
from table import Word

MIN_SINGLE = 0.5  # of the rows below the header that have one line
MIN_STEPS = 3  # between such rows, which tell how far apart rows are
NEAR = 0.9  # of that distance, from one line to the next
MIN_CELLS = 2  # of such a row with several lines
MAX_LINES = 6
AT_EDGE = 0.6  # em between a ruling and the edge of the row that it closes

Line = Sequence[Word]


def part_text_rows(draft: Draft) -> Draft:
    """The draft with such rows parted between their lines."""
    head = max(1, num_header_rows_seen(draft))
    counts = [len(lines) for lines in draft.row_lines]
    if len(draft.columns) < MIN_CELLS or all(count < 2 for count in counts[head:]):
        return draft
    pitch = _pitch(draft, head)
    if pitch is None:
        return draft
    rows: list[Interval] = []
    for index, row in enumerate(draft.rows):
        rows += _parts(row, index, draft, pitch) if index >= head and 1 < counts[index] <= MAX_LINES else [row]
    return replace(draft, rows=tuple(rows)).noting(*(Flag.ROWS_PARTED,) * (len(rows) > len(draft.rows)))


def _pitch(draft: Draft, head: int) -> float | None:
    """The usual distance between neighbouring rows of one line; ``None`` where these are few."""
    body = draft.row_lines[head:]
    steps = [_middle(below[0]) - _middle(above[0]) for above, below in pairwise(body) if len(above) == len(below) == 1]
    is_usual = sum(len(lines) == 1 for lines in body) >= MIN_SINGLE * len(body)
    return median(steps) if is_usual and len(steps) >= MIN_STEPS else None


def _middle(line: Line) -> float:
    return median(word.bbox.center[1] for word in line)


def _parts(row: Interval, index: int, draft: Draft, pitch: float) -> list[Interval]:
    lines, cells = draft.row_lines[index], draft.filled[index]
    middles = [_middle(line) for line in lines]
    if min(b - a for a, b in pairwise(middles)) < NEAR * pitch or not _have_labels(lines, cells) or _is_boxed(row, draft):
        return [row]
    several = {column: found for column, words in cells.items() if len(found := group_lines(words)) > 1}
    has_text = any(kind_of(line) is Kind.TEXT for column, found in several.items() if column for line in found)
    if len(several) < MIN_CELLS or not has_text or not all(_are_texts(found, column, draft) for column, found in several.items()):
        return [row]
    edges = [row.start, *((a + b) / 2 for a, b in pairwise(middles)), row.stop]
    return [replace(row, start=start, stop=stop) for start, stop in pairwise(edges) if start < stop]


def _have_labels(lines: Sequence[Line], cells: Mapping[int, Sequence[Word]]) -> bool:
    labels = set(map(id, cells.get(0, ())))
    return all(any(id(word) in labels for word in line) for line in lines)


def _is_boxed(row: Interval, draft: Draft) -> bool:
    """Whether rulings close the row above and below, as they do most rows."""
    across = full_lines(draft.view.rulings, draft.extent, draft.em, is_horizontal=True)
    reach = AT_EDGE * draft.em
    ruled = [any(abs(y - edge) <= reach for y in across) for edge in draft.row_edges[1:-1]]
    is_closed = all(any(abs(y - edge) <= reach for y in across) for edge in (row.start, row.stop))
    return is_closed and 2 * sum(ruled) > len(ruled)


def _are_texts(lines: Sequence[Line], column: int, draft: Draft) -> bool:
    """Whether each line is a text of its own: labels left room for the next line's first word, others do not say that they go on."""
    every = [line for row in draft.filled for line in group_lines(row.get(column, ()))]
    texts = column_texts(every, every)
    return all(wrap_of(above, below, texts, draft.em) <= (Wrap.NO_ROOM if column else Wrap.NONE) for above, below in pairwise(lines))
