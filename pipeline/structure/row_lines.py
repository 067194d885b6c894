"""The lines of a row as the words of its columns: what rules ask that part rows of texts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from statistics import median

from pipeline.structure.draft import Draft
from pipeline.structure.rulings import full_lines
from pipeline.structure.words.kinds import Kind, kind_of
from pipeline.types import Interval
from table import Word

AT_EDGE = 0.6  # em between a ruling and the edge of the row that it closes

Line = Sequence[Word]
Cells = Mapping[int, Line]  # of one line of a row: the words of each column that it fills


def cells_of_lines(lines: Sequence[Line], cells: Mapping[int, Sequence[Word]]) -> list[Cells]:
    """The lines of a row, each as the words of its columns, left to right."""
    owner = {id(word): column for column, words in cells.items() for word in words}
    found: list[Cells] = []
    for line in lines:
        own: dict[int, list[Word]] = {}
        for word in line:
            own.setdefault(owner[id(word)], []).append(word)
        found.append(own)
    return found


def middle_of(line: Cells) -> float:
    """The height of a line's middle."""
    return median(word.bbox.center[1] for words in line.values() for word in words)


def are_values(line: Cells) -> bool:
    """Whether a line holds no text but a label."""
    return all(kind_of(words) is not Kind.TEXT for column, words in line.items() if column)


def is_closed(row: Interval, draft: Draft) -> bool:
    """Whether rulings close the row above and below, as they do most rows."""
    across = full_lines(draft.view.rulings, draft.extent, draft.em, is_horizontal=True)
    reach = AT_EDGE * draft.em
    ruled = [any(abs(y - edge) <= reach for y in across) for edge in draft.row_edges[1:-1]]
    is_closed = all(any(abs(y - edge) <= reach for y in across) for edge in (row.start, row.stop))
    return is_closed and 2 * sum(ruled) > len(ruled)
