"""Rows whose cells begin on one line: the lines below that fill few columns go on with the row's texts, whatever the model cut.

In a table of texts that wrap, a new row begins with a line that fills (nearly) all columns; the lines that follow fill the
columns of the longest texts, and there the first word of a line had no room in the line above. Where every line of the body is
one or the other, each row reaches from one full line to the next. So it does where texts end before their lines are full, if all rows stand
apart. Lines of another kind, section rows and such texts in rows that stand close (a list, a label over its values) leave the
table to the model.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import mean, median

from pipeline.flags import Flag
from pipeline.geometry.intervals import index_at
from pipeline.structure.draft import Draft, num_header_rows_seen
from pipeline.structure.words.wrapping import Wrap, column_texts, wrap_of
from pipeline.types import Interval
from table import StructureLabel, Word

MIN_COLUMNS = 4
FIRST, OTHER = 0.75, 0.5  # of the columns: a first line fills more, another line no more than this
MIN_FIRST, MIN_OTHER = 3, 3  # such lines of a table
NEARER = 1.05  # times the distance of two lines of a row from its last line to the next row, at least
MAX_LABELS = 0.3  # of the other lines that fill nothing but the first column (without: two tables of FinTabNet.c lost)
EVEN = 0.75  # of the usual distance of two lines, that all lines are apart at least
TOGETHER = 1.2  # times the usual distance of two lines of a row, at most between any two
APART = 1.2  # times the distance of the farthest two lines of a row, at which every row begins where it is told by this alone
MIN_WRAPPED = 0.8  # of the cells of other lines, that had no room for their first word in the line above (or say so)
SEEN = 0.5  # score of the model's section rows that count


@dataclass(frozen=True, slots=True)
class _Line:
    middle: float
    top: float
    bottom: float
    columns: Mapping[int, Sequence[Word]]  # those that it fills, with their words

    @property
    def num_columns(self) -> int:
        return len(self.columns)


def begin_rows_together(draft: Draft) -> Draft:
    """The draft with such rows."""
    sections = [o for o in draft.objects if o.label is StructureLabel.PROJECTED_ROW_HEADER and o.score >= SEEN]
    if len(draft.columns) < MIN_COLUMNS or sections or not draft.rows:
        return draft
    head = num_header_rows_seen(draft)
    lines = _lines(draft, head)
    if not _tells(lines, len(draft.columns)) or not (_wrap(lines, draft) or _stand_apart(lines, len(draft.columns))):
        return draft
    starts = _starts(lines, len(draft.columns))
    edges = [draft.row_edges[head], *starts[1:], draft.row_edges[-1]]
    middles = [line.middle for line in lines]
    if [index_at(edges, y) for y in middles] == [index_at(draft.row_edges, y) - head for y in middles]:
        return draft
    body = draft.rows[head:]
    score = min(row.score for row in body)
    rows = (*draft.rows[:head], *(Interval(a, b, score) for a, b in pairwise(edges)))
    return replace(draft, rows=rows).noting(Flag.ROWS_JOINED if len(rows) < len(draft.rows) else Flag.ROWS_PARTED)


def _lines(draft: Draft, head: int) -> list[_Line]:
    """The text lines of the body, top to bottom."""
    top, edges = draft.row_edges[head], draft.column_edges
    words = [word for word in draft.inside if word.bbox.center[1] > top]
    return [_line(line, edges) for line in draft.lines.of(words)]


def _line(words: Sequence[Word], edges: Sequence[float]) -> _Line:
    boxes = [word.bbox for word in words]
    columns: dict[int, list[Word]] = {}
    for word in words:
        columns.setdefault(index_at(edges, word.bbox.center[0]), []).append(word)
    return _Line(median(box.center[1] for box in boxes), min(box.y0 for box in boxes), max(box.y1 for box in boxes), columns)


def _tells(lines: Sequence[_Line], num_columns: int) -> bool:
    """Whether every line is a first one or another, a first one comes first, and the others follow what they go on."""
    kinds = [line.num_columns >= FIRST * num_columns for line in lines]
    others = [line for line, is_first in zip(lines, kinds, strict=True) if not is_first]
    is_clear = all(line.num_columns <= OTHER * num_columns for line in others)
    if not is_clear or sum(kinds) < MIN_FIRST or len(others) < MIN_OTHER or not kinds[0]:
        return False
    if sum(line.columns.keys() == {0} for line in others) > MAX_LABELS * len(others):
        return False  # wrapped labels, which may end on the line of their values as well as begin there
    return _follow(lines, kinds)


def _follow(lines: Sequence[_Line], kinds: Sequence[bool]) -> bool:
    """Whether the distances of the lines allow for it; ``kinds``: which are first ones."""
    distances = [below.middle - above.middle for above, below in pairwise(lines)]
    if min(distances) < EVEN * median(distances):
        return False  # lines between those of other columns: texts that stand in the middle of their row
    inside = [step for step, is_first in zip(distances, kinds[1:], strict=True) if not is_first]
    labels = [step for step, line, is_first in zip(distances, lines[1:], kinds[1:], strict=True) if not is_first and 0 in line.columns]
    if any(step > TOGETHER * median(inside) for step in labels):
        return False  # a label that stands apart from the line above begins a row, however few columns its line fills
    between = [step for step, was_first, is_first in zip(distances, kinds, kinds[1:], strict=False) if is_first and not was_first]
    is_last_short = not kinds[-1]
    return is_last_short or (bool(between) and mean(between) >= NEARER * mean(inside))


def _stand_apart(lines: Sequence[_Line], num_columns: int) -> bool:
    """Whether every first line stands farther from the line above than any other line does."""
    steps = [(b.middle - a.middle, b.num_columns >= FIRST * num_columns) for a, b in pairwise(lines)]
    return min(step for step, is_first in steps if is_first) >= APART * max(step for step, is_first in steps if not is_first)


def _wrap(lines: Sequence[_Line], draft: Draft) -> bool:
    """Whether the cells of (nearly) all other lines go on with the text above them, at least where a line of it stands there."""
    least = FIRST * len(draft.columns)
    lines_of: dict[int, list[Sequence[Word]]] = {}
    begins: dict[int, list[Sequence[Word]]] = {}
    for line in lines:
        for column, words in line.columns.items():
            lines_of.setdefault(column, []).append(words)
            if line.num_columns >= least:
                begins.setdefault(column, []).append(words)
    texts = {column: column_texts(own, begins.get(column, [])) for column, own in lines_of.items()}
    last: dict[int, Sequence[Word]] = {}
    wraps: list[bool] = []
    for line in lines:
        if line.num_columns < least:
            wraps += [
                column in last and wrap_of(last[column], words, texts[column], draft.em) > Wrap.NONE
                for column, words in line.columns.items()
            ]
        last.update(line.columns)
    return sum(wraps) >= MIN_WRAPPED * len(wraps)


def _starts(lines: Sequence[_Line], num_columns: int) -> list[float]:
    """Where each row begins: between its first line and the line above."""
    found = [lines[0].top]
    for above, below in pairwise(lines):
        if below.num_columns >= FIRST * num_columns:
            is_apart = above.bottom <= below.top
            found.append((above.bottom + below.top) / 2 if is_apart else (above.middle + below.middle) / 2)
    return found
