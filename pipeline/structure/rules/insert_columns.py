"""Columns that the model left out, shown by separate words in at least three rows; they get score 0."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.flags import Flag
from pipeline.geometry.intervals import sorted_intervals
from pipeline.structure.draft import Draft
from pipeline.structure.gaps import UNCOVERED, covered_share, filling, gap_of, nearest
from pipeline.structure.words.lines import group_lines, runs
from pipeline.types import Interval
from table import BBox, Word

FILL_IN = 1.5  # em: words this near to a column that is blank in most of their lines are that column's own (by hand, not measured)
MIN_COLUMN_ROWS = 3  # rows that must have words in the gap (by hand, not measured)
NAME_ONLY = 3.0  # em: words this near before the first column that is blank in all of their lines: it holds a name in their middle
COLUMN_GAP = 0.8  # em between the words of two columns (by hand, not measured)


def insert_columns(draft: Draft) -> Draft:
    """The draft with the columns that its words show to be missing."""
    columns = _with_missing(draft.rows, draft.columns, draft.words, draft.em, draft.limits or draft.view.bbox)
    return replace(draft, columns=columns).noting(*(Flag.COLUMNS_INSERTED,) * (len(columns) > len(draft.columns)))


def _with_missing(
    rows: Sequence[Interval], columns: Sequence[Interval], words: Sequence[Word], em: float, limits: BBox
) -> tuple[Interval, ...]:
    """``columns`` with those added that at least three rows of ``words`` show to be missing.

    Words that only fill in for a neighbouring column, in rows where it is blank, belong to that column.
    """
    found: dict[int, list[_Phrase]] = {}
    ordered = sorted((w for w in words if limits.x0 <= w.bbox.center[0] <= limits.x1), key=lambda w: w.bbox.center[1])
    heights = [w.bbox.center[1] for w in ordered]
    for row in rows:
        members = ordered[bisect_left(heights, row.start) : bisect_right(heights, row.stop)]
        for phrase in _phrases_in_gaps(members, columns, em):
            found.setdefault(phrase.gap, []).append(phrase)
    if 0 in found and _is_under_name(found[0], columns, em):
        first = _column_of(found.pop(0), 0, columns)
        columns = (replace(columns[0], start=min(first.start, columns[0].start)), *columns[1:])
    extra = [_column_of(phrases, gap, columns) for gap, phrases in sorted(found.items()) if _is_column(phrases, gap, columns, em)]
    return sorted_intervals([*columns, *(column for column in extra if column.stop - column.start >= em / 2)])


@dataclass(frozen=True, slots=True)
class _Phrase:
    """A phrase with a word in the gap before column ``gap``; ``is_free``: all of it; ``filled``: columns with words in its line."""

    words: tuple[Word, ...]
    gap: int
    is_free: bool
    filled: frozenset[int]


def _phrases_in_gaps(words: Sequence[Word], columns: Sequence[Interval], em: float) -> list[_Phrase]:
    found: list[_Phrase] = []
    uncovered = {id(w) for w in words if covered_share(w.bbox.x0, w.bbox.x1, columns) < UNCOVERED}
    for line in group_lines(words) if uncovered else ():
        if not any(id(w) in uncovered for w in line):
            continue
        filled = frozenset(nearest(w.bbox.center[0], columns) for w in line if id(w) not in uncovered)
        for run in runs(line, em, COLUMN_GAP):
            free = [w for w in run if id(w) in uncovered]
            if free:
                found.append(_Phrase(tuple(run), gap_of(free[0].bbox.center[0], columns), len(free) == len(run), filled))
    return found


def _is_column(phrases: Sequence[_Phrase], gap: int, columns: Sequence[Interval], em: float) -> bool:
    free = [p for p in phrases if p.is_free]
    if len(free) < MIN_COLUMN_ROWS or 2 * len(free) <= len(phrases):
        return False
    start, stop = min(p.words[0].bbox.x0 for p in free), max(w.bbox.x1 for p in free for w in p.words)
    near = [i for i in (gap - 1, gap) if 0 <= i < len(columns) and _distance(columns[i], start, stop) <= FILL_IN * em]
    return all(2 * sum(i in p.filled for p in free) >= len(free) for i in near)


def _is_under_name(phrases: Sequence[_Phrase], columns: Sequence[Interval], em: float) -> bool:
    """Whether words before the first column are its own: labels, and all it holds is their name in the middle over dots."""
    free = [p for p in phrases if p.is_free]
    if not _is_column(phrases, 0, columns, em) or any(0 in p.filled for p in free):
        return False
    return _distance(columns[0], min(p.words[0].bbox.x0 for p in free), max(w.bbox.x1 for p in free for w in p.words)) <= NAME_ONLY * em


def _distance(interval: Interval, start: float, stop: float) -> float:
    return max(interval.start - stop, start - interval.stop, 0.0)


def _column_of(phrases: Sequence[_Phrase], gap: int, columns: Sequence[Interval]) -> Interval:
    words = [w for p in phrases if p.is_free for w in p.words]
    return filling(min(w.bbox.x0 for w in words), max(w.bbox.x1 for w in words), gap, columns)
