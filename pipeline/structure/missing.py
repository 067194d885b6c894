"""Rows and columns that the model left out, found from the words they would hold.

A row is inserted for a text line that lies in a gap between rows and fills several columns (or stands alone in the
first one); a column needs separate words in at least three rows. Both get score 0, so they lower the confidence.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.structure.intervals import overlap
from pipeline.structure.lines import group_lines, runs
from pipeline.types import Interval
from table import BBox, Word

UNCOVERED = 0.25  # a word with less than this share of its extent in every lane is uncovered
MIN_ROW_HEIGHT = 0.5  # of the median row height
SAME_DISTANCE = 1.15  # times the widest line distance in a row: a line beyond this begins another row
FILL_IN = 1.5  # em: words this near to a column that is blank in most of their lines are that column's own
MIN_COLUMN_ROWS = 3  # rows that must have words in the gap
COLUMN_GAP = 0.8  # em between the words of two columns


def insert_rows(
    rows: Sequence[Interval], columns: Sequence[Interval], words: Sequence[Word], em: float, limits: BBox | None
) -> tuple[Interval, ...]:
    """``rows`` with those added that ``words`` show to be missing; ``limits`` bounds rows above and below the others.

    No rows at all: every line of words inside the columns becomes a row.
    """
    inside = [w for w in words if columns[0].start <= w.bbox.center[0] <= columns[-1].stop]
    free = [w for w in inside if _covered(w.bbox.y0, w.bbox.y1, rows) < UNCOVERED and _allowed(w, rows, limits)]
    gaps: dict[int, list[list[Word]]] = {}
    lines = group_lines(free)
    continued = _continuing(lines, rows, inside)
    for line in lines:
        if line not in continued and _is_row(line, columns, rows):
            gaps.setdefault(_gap_of(line[0].bbox.center[1], rows), []).append(line)
    minimum = MIN_ROW_HEIGHT * median(r.stop - r.start for r in rows) if rows else 0.0
    groups = [group for gap, lines in sorted(gaps.items()) if _room(gap, rows) >= minimum for group in _rows_of(lines, columns)]
    extra = [_row_of([w for line in group for w in line], rows) for group in groups]
    return _ordered([*rows, *(row for row in extra if row.stop > row.start)])


def insert_columns(
    rows: Sequence[Interval], columns: Sequence[Interval], words: Sequence[Word], em: float, limits: BBox
) -> tuple[Interval, ...]:
    """``columns`` with those added that at least three rows of ``words`` show to be missing.

    Words that only fill in for a neighbouring column, in rows where it is blank, belong to that column.
    """
    found: dict[int, list[Phrase]] = {}
    ordered = sorted((w for w in words if limits.x0 <= w.bbox.center[0] <= limits.x1), key=lambda w: w.bbox.center[1])
    heights = [w.bbox.center[1] for w in ordered]
    for row in rows:
        members = ordered[bisect_left(heights, row.start) : bisect_right(heights, row.stop)]
        for phrase in _phrases_in_gaps(members, columns, em):
            found.setdefault(phrase.gap, []).append(phrase)
    extra = [_column_of(phrases, gap, columns) for gap, phrases in sorted(found.items()) if _is_column(phrases, gap, columns, em)]
    return _ordered([*columns, *(column for column in extra if column.stop - column.start >= em / 2)])


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase with a word in the gap before column ``gap``; ``is_free``: all of it; ``filled``: columns with words in its line."""

    words: tuple[Word, ...]
    gap: int
    is_free: bool
    filled: frozenset[int]


def _phrases_in_gaps(words: Sequence[Word], columns: Sequence[Interval], em: float) -> list[Phrase]:
    found = []
    for line in group_lines(words):
        covered = [w for w in line if _covered(w.bbox.x0, w.bbox.x1, columns) >= UNCOVERED]
        filled = frozenset(_lane_of(w.bbox.center[0], columns) for w in covered)
        for run in runs(line, em, COLUMN_GAP):
            free = [w for w in run if w not in covered]
            if free:
                found.append(Phrase(tuple(run), _gap_of(free[0].bbox.center[0], columns), len(free) == len(run), filled))
    return found


def _is_column(phrases: Sequence[Phrase], gap: int, columns: Sequence[Interval], em: float) -> bool:
    free = [p for p in phrases if p.is_free]
    if len(free) < MIN_COLUMN_ROWS or 2 * len(free) <= len(phrases):
        return False
    start, stop = min(p.words[0].bbox.x0 for p in free), max(w.bbox.x1 for p in free for w in p.words)
    near = [i for i in (gap - 1, gap) if 0 <= i < len(columns) and _distance(columns[i], start, stop) <= FILL_IN * em]
    return all(2 * sum(i in p.filled for p in free) >= len(free) for i in near)


def _distance(lane: Interval, start: float, stop: float) -> float:
    return max(lane.start - stop, start - lane.stop, 0.0)


def _covered(start: float, stop: float, lanes: Sequence[Interval]) -> float:
    """The largest share of ``start..stop`` inside one lane (a point counts as all in or all out)."""
    touching = [lane for lane in lanes if lane.start <= stop and start <= lane.stop]
    if stop <= start:
        return 1.0 if touching else 0.0
    return max((overlap(start, stop, lane.start, lane.stop) for lane in touching), default=0.0) / (stop - start)


def _allowed(word: Word, rows: Sequence[Interval], limits: BBox | None) -> bool:
    """Between the rows always; above and below only inside ``limits``."""
    middle = word.bbox.center[1]
    if rows and rows[0].start <= middle <= rows[-1].stop:
        return True
    return limits is not None and limits.y0 <= middle <= limits.y1


def _is_row(line: Sequence[Word], columns: Sequence[Interval], rows: Sequence[Interval]) -> bool:
    """A row fills two columns or, when nothing touches it, starts in the first; outer lines must fill two."""
    filled = {_lane_of(word.bbox.center[0], columns) for word in line}
    middle = line[0].bbox.center[1]
    is_inner = bool(rows) and rows[0].start <= middle <= rows[-1].stop
    clear = max(_covered(word.bbox.y0, word.bbox.y1, rows) for word in line) < UNCOVERED / 2
    return len(filled) > 1 or (is_inner and clear and filled == {0}) or len(columns) == 1


def _lane_of(position: float, lanes: Sequence[Interval]) -> int:
    """The lane nearest to ``position``."""
    return min(range(len(lanes)), key=lambda i: (max(lanes[i].start - position, position - lanes[i].stop), i))


def _continuing(lines: Sequence[list[Word]], rows: Sequence[Interval], words: Sequence[Word]) -> list[list[Word]]:
    """Lines above or below all rows that follow on the lines of the outer row at their own distance: parts of its cells."""
    if not rows:
        return []
    above = [line for line in reversed(lines) if line[0].bbox.center[1] < rows[0].start]
    below = [line for line in lines if line[0].bbox.center[1] > rows[-1].stop]
    return _follow_on(above, rows[0], words) + _follow_on(below, rows[-1], words)


def _follow_on(lines: Sequence[list[Word]], row: Interval, words: Sequence[Word]) -> list[list[Word]]:
    """Of ``lines`` (nearest first) those before the first wider distance; none when the row has a single line."""
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
        filled = {_lane_of(word.bbox.center[0], columns) for word in line}
        has_both = 0 in filled and (len(filled) > 1 or len(columns) == 1)
        if not groups or (has_both and is_complete):
            groups.append([])
            is_complete = False
        groups[-1].append(line)
        is_complete = is_complete or has_both
    return groups


def _gap_of(position: float, lanes: Sequence[Interval]) -> int:
    """Number of lanes whose middle lies before ``position``."""
    return sum((lane.start + lane.stop) / 2 < position for lane in lanes)


def _row_of(words: Sequence[Word], rows: Sequence[Interval]) -> Interval:
    start, stop = min(w.bbox.y0 for w in words), max(w.bbox.y1 for w in words)
    return _trimmed(start, stop, _gap_of((start + stop) / 2, rows), rows)


def _column_of(phrases: Sequence[Phrase], gap: int, columns: Sequence[Interval]) -> Interval:
    words = [w for p in phrases if p.is_free for w in p.words]
    return _trimmed(min(w.bbox.x0 for w in words), max(w.bbox.x1 for w in words), gap, columns)


def _trimmed(start: float, stop: float, gap: int, lanes: Sequence[Interval]) -> Interval:
    """``start..stop`` without what the lanes beside gap number ``gap`` already hold, score 0."""
    low = lanes[gap - 1].stop if gap > 0 else start
    high = lanes[gap].start if gap < len(lanes) else stop
    return Interval(max(start, low), max(min(stop, high), max(start, low)), 0.0)


def _ordered(lanes: Sequence[Interval]) -> tuple[Interval, ...]:
    return tuple(sorted(lanes, key=lambda lane: (lane.start + lane.stop, lane.start)))
