"""Rows and columns that the model left out, found from the words they would hold.

A row is inserted for a text line that lies in a gap between rows and fills several columns (or stands alone in the
first one); a column needs separate words in at least three rows. Both get score 0, so they lower the confidence.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from pipeline.structure.intervals import overlap
from pipeline.structure.lines import group_lines, runs
from pipeline.types import Interval
from table import BBox, Word

UNCOVERED = 0.25  # a word with less than this share of its extent in every lane is uncovered
MIN_ROW_HEIGHT = 0.5  # of the median row height
WRAPPED_ROWS = 1.8  # median row height over line height from which rows hold several lines each
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
    lines = [line for line in group_lines(free) if _is_row(line, columns, rows)]
    groups = _by_gap(lines, rows) if _has_wrapped_rows(rows, em) else lines
    minimum = MIN_ROW_HEIGHT * median(r.stop - r.start for r in rows) if rows else 0.0
    found = [_row_of(group, rows) for group in groups]
    extra = [row for row in found if row.stop - row.start >= minimum and row.stop > row.start]
    return _ordered([*rows, *extra])


def insert_columns(
    rows: Sequence[Interval], columns: Sequence[Interval], words: Sequence[Word], em: float, limits: BBox
) -> tuple[Interval, ...]:
    """``columns`` with those added that at least three rows of ``words`` show to be missing.

    Words that only fill in for a neighbouring column, in rows where it is blank, belong to that column.
    """
    found: dict[int, list[Phrase]] = {}
    for row in rows:
        members = [w for w in words if row.start <= w.bbox.center[1] <= row.stop and limits.x0 <= w.bbox.center[0] <= limits.x1]
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
    if stop <= start:
        return 1.0 if any(lane.start <= start <= lane.stop for lane in lanes) else 0.0
    return max((overlap(start, stop, lane.start, lane.stop) for lane in lanes), default=0.0) / (stop - start)


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


def _has_wrapped_rows(rows: Sequence[Interval], em: float) -> bool:
    return bool(rows) and median(r.stop - r.start for r in rows) > WRAPPED_ROWS * em


def _by_gap(lines: Sequence[list[Word]], rows: Sequence[Interval]) -> list[list[Word]]:
    gaps: dict[int, list[Word]] = {}
    for line in lines:
        gaps.setdefault(_gap_of(line[0].bbox.center[1], rows), []).extend(line)
    return [gaps[gap] for gap in sorted(gaps)]


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
