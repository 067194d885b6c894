"""Rows that the model left out, found from the words they would hold; they get score 0, so they lower the confidence.

A row is inserted for a text line that lies in a gap between rows and fills several columns (or stands alone in the first
one), and for a total below all rows: a line that ends in a number where the last column's numbers end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.flags import Flag
from pipeline.geometry.intervals import sorted_intervals
from pipeline.structure.draft import Draft
from pipeline.structure.gaps import UNCOVERED, covered_share, filling, gap_of, nearest
from pipeline.structure.words.lines import TextLines, group_lines
from pipeline.types import Interval
from table import BBox, Word

MIN_ROW_HEIGHT = 0.5  # of the median row height (by hand, not measured)
SAME_EDGE = 0.3  # of a total's height between its end and that of the numbers above
MIN_MATES = 3  # words of the last column that end there
MAX_PITCH = 1.3  # times the usual distance between rows, from the last one to a total
SAME_DISTANCE = 1.15  # times the widest line distance in a row: a line beyond this begins another row (by hand, not measured)


def insert_rows(draft: Draft) -> Draft:
    """The draft with the rows that its words show to be missing; no rows at all: every line inside the columns is one."""
    rows = _with_missing(draft.rows, draft.columns, draft.words, draft.limits)
    rows = rows if draft.view.region.is_given else _with_total(rows, draft.columns, draft.words, draft.lines)
    return replace(draft, rows=rows).noting(*(Flag.ROWS_INSERTED,) * (len(rows) > len(draft.rows)))


def _with_missing(
    rows: Sequence[Interval], columns: Sequence[Interval], words: Sequence[Word], limits: BBox | None
) -> tuple[Interval, ...]:
    """``rows`` with those added that ``words`` show to be missing; ``limits`` bounds rows above and below the others.

    No rows at all: every line of words inside the columns becomes a row.
    """
    inside = [w for w in words if columns[0].start <= w.bbox.center[0] <= columns[-1].stop]
    heights = {(w.bbox.y0, w.bbox.y1) for w in inside}  # of a few lines each
    uncovered = {height for height in heights if covered_share(*height, rows) < UNCOVERED}
    free = [w for w in inside if (w.bbox.y0, w.bbox.y1) in uncovered and _allowed(w, rows, limits)]
    gaps: dict[int, list[list[Word]]] = {}
    lines = group_lines(free)
    continued = _continuing(lines, rows, inside)
    for line in lines:
        if line not in continued and _is_row(line, columns, rows):
            gaps.setdefault(gap_of(line[0].bbox.center[1], rows), []).append(line)
    minimum = MIN_ROW_HEIGHT * median(r.stop - r.start for r in rows) if rows else 0.0
    groups = [group for gap, lines in sorted(gaps.items()) if _room(gap, rows) >= minimum for group in _rows_of(lines, columns)]
    extra = [_row_of([w for line in group for w in line], rows) for group in groups]
    return sorted_intervals([*rows, *extra])


def _allowed(word: Word, rows: Sequence[Interval], limits: BBox | None) -> bool:
    """Between the rows always; above and below only inside ``limits``."""
    middle = word.bbox.center[1]
    if rows and rows[0].start <= middle <= rows[-1].stop:
        return True
    return limits is not None and limits.y0 <= middle <= limits.y1


def _is_row(line: Sequence[Word], columns: Sequence[Interval], rows: Sequence[Interval]) -> bool:
    """A row fills two columns or, when nothing touches it, starts in the first; outer lines must fill two."""
    filled = {nearest(word.bbox.center[0], columns) for word in line}
    middle = line[0].bbox.center[1]
    is_inner = bool(rows) and rows[0].start <= middle <= rows[-1].stop
    clear = max(covered_share(word.bbox.y0, word.bbox.y1, rows) for word in line) < UNCOVERED / 2
    return len(filled) > 1 or (is_inner and clear and filled == {0}) or len(columns) == 1


def _with_total(rows: tuple[Interval, ...], columns: Sequence[Interval], words: Sequence[Word], lines: TextLines) -> tuple[Interval, ...]:
    """``rows`` with the line below them, at their own distance, when it is a total: however far the model saw the table reach."""
    below = [line for line in lines.of(words) if rows and line[0].bbox.center[1] > rows[-1].stop]
    if not below or len(rows) < MIN_MATES or not _is_total(below[0], columns, rows, words):
        return rows
    pitch = median(b.middle - a.middle for a, b in pairwise(rows))
    box = below[0][-1].bbox
    if box.center[1] - rows[-1].middle > MAX_PITCH * pitch:
        return rows
    return (*rows, Interval(max(rows[-1].stop, box.y0), box.y1, 0.0))


def _is_total(line: Sequence[Word], columns: Sequence[Interval], rows: Sequence[Interval], words: Sequence[Word]) -> bool:
    """Whether the line stands right of the columns' middle and ends in a number where the last column's words end."""
    last = line[-1].bbox
    is_right = line[0].bbox.x0 > (columns[0].start + columns[-1].stop) / 2
    if not is_right or last.x0 > columns[-1].stop or not any(char.isdigit() for char in line[-1].text):
        return False
    mates = [w for w in words if w.bbox.center[0] >= columns[-1].start and any(r.start <= w.bbox.center[1] <= r.stop for r in rows)]
    return sum(abs(word.bbox.x1 - last.x1) <= SAME_EDGE * last.height for word in mates) >= MIN_MATES


def _continuing(lines: Sequence[list[Word]], rows: Sequence[Interval], words: Sequence[Word]) -> list[list[Word]]:
    """Lines above or below all rows that follow on the lines of the outer row at their own distance: parts of its cells."""
    if not rows:
        return []
    above = [line for line in reversed(lines) if line[0].bbox.center[1] < rows[0].start]
    below = [line for line in lines if line[0].bbox.center[1] > rows[-1].stop]
    return _follow_on(above, rows[0], words) + _follow_on(below, rows[-1], words)


def _follow_on(lines: Sequence[list[Word]], row: Interval, words: Sequence[Word]) -> list[list[Word]]:
    """Of ``lines`` (nearest first) those before the first wider distance; none when the row has a single line."""
    if not lines:
        return []
    centers = [line[0].bbox.center[1] for line in group_lines(w for w in words if row.start <= w.bbox.center[1] <= row.stop)]
    if len(centers) < 2:
        return []
    widest = SAME_DISTANCE * max(b - a for a, b in pairwise(centers))
    found: list[list[Word]] = []
    for line in lines:
        center = line[0].bbox.center[1]
        if min(abs(center - c) for c in centers) > widest:
            break
        centers.append(center)
        found.append(line)
    return found


def _room(gap: int, rows: Sequence[Interval]) -> float:
    """The height of a gap between rows; no limit above and below them."""
    return rows[gap].start - rows[gap - 1].stop if 0 < gap < len(rows) else float("inf")


def _rows_of(lines: Sequence[list[Word]], columns: Sequence[Interval]) -> list[list[list[Word]]]:
    """The lines of one gap as rows: a line with a label and a value begins a new row once the row before has both."""
    groups: list[list[list[Word]]] = []
    is_complete = True
    for line in lines:
        filled = {nearest(word.bbox.center[0], columns) for word in line}
        has_both = 0 in filled and (len(filled) > 1 or len(columns) == 1)
        if not groups or (has_both and is_complete):
            groups.append([])
            is_complete = False
        groups[-1].append(line)
        is_complete = is_complete or has_both
    return groups


def _row_of(words: Sequence[Word], rows: Sequence[Interval]) -> Interval:
    start, stop = min(w.bbox.y0 for w in words), max(w.bbox.y1 for w in words)
    return filling(start, stop, gap_of((start + stop) / 2, rows), rows)
