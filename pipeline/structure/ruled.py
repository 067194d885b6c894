"""What drawn lines and lone signs say about lanes: parts of one ruled row or column, and columns of signs, are joined.

In a ruled table a row lies between two rulings however many lines of text it has; a model that counts lines splits such
rows. A column of nothing but currency signs, bullets or percent signs belongs to the column beside it. Only joins, never
cuts: a ruling that the model put no border on may underline a total. Lanes are the model's, before snapping; the same
code serves both axes. Distances are in em.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.structure.lines import PREFIXES, SUFFIXES
from pipeline.types import Interval
from table import BBox, Ruling, Word

FULL = 0.8  # of the table's width or height that rulings on one line must cover together
SAME_LINE = 0.25  # em between rulings of one line
MIN_BANDS = 3  # ruled rows that make a ruled table
MIN_SINGLE = 0.5  # of the ruled rows that the model took for one row each, from which it is trusted less about the others
MAX_SHARED_ROWS = 1  # rows (a header) with words on both sides of a border inside a ruled column
MIN_SIGNS = 2  # words that make a column of signs

Lanes = tuple[Interval, ...]


@dataclass(frozen=True, slots=True)
class _Grid:
    """The words by row and column of the lanes as they stand, parted at rulings where these run between two lanes."""

    column_edges: tuple[float, ...]
    words: tuple[dict[int, list[Word]], ...]  # per row: the words of its columns that have any

    def filled(self, row: int) -> frozenset[int]:
        return frozenset(self.words[row])


def join_parts(rows: Lanes, columns: Lanes, words: Sequence[Word], rulings: Sequence[Ruling], em: float) -> tuple[Lanes, Lanes]:
    """``rows`` and ``columns`` (ordered, not empty) with the parts of one ruled lane, and columns of signs, joined."""
    columns = _join_signs(rows, columns, words)
    box = BBox(columns[0].start, rows[0].start, columns[-1].stop, max(r.stop for r in rows))
    across = full_lines(rulings, box, em, is_horizontal=True)
    along = full_lines(rulings, box, em, is_horizontal=False)
    if len(across) < MIN_BANDS or not any(box.x0 + em < x < box.x1 - em for x in along):
        return rows, columns
    columns = _join_columns(columns, _grid(rows, columns, words, across, along), along, len(rows))
    return _join_rows(rows, _grid(rows, columns, words, across, along), across), columns


def full_lines(rulings: Sequence[Ruling], box: BBox, em: float, *, is_horizontal: bool, share: float = FULL) -> list[float]:
    """Positions across the axis where rulings cover ``share`` of ``box`` or more, pieces on one line taken together."""
    low, high = (box.x0, box.x1) if is_horizontal else (box.y0, box.y1)
    pieces = sorted(
        (r.bbox.center[1], r.bbox.x0, r.bbox.x1) if is_horizontal else (r.bbox.center[0], r.bbox.y0, r.bbox.y1)
        for r in rulings
        if r.is_horizontal is is_horizontal
    )
    lines: list[list[tuple[float, float, float]]] = []
    for piece in pieces:
        if lines and piece[0] - lines[-1][-1][0] <= SAME_LINE * em:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [line[0][0] for line in lines if _union(line, low, high) >= share * (high - low)]


def _union(pieces: Sequence[tuple[float, float, float]], low: float, high: float) -> float:
    total, reach = 0.0, low
    for _, start, stop in sorted(pieces, key=lambda p: p[1]):
        start, stop = max(start, reach), min(stop, high)
        if stop > start:
            total, reach = total + stop - start, stop
    return total


def _join_signs(rows: Lanes, columns: Lanes, words: Sequence[Word]) -> Lanes:
    """Columns of currency signs or bullets joined to their right neighbour, of percent signs or brackets to the left."""
    grid = _grid(rows, columns, words)
    groups = [[i] for i in range(len(columns))]
    for index in range(len(columns)):
        texts = [word.text for row in grid.words for word in row.get(index, ())]
        if len(texts) < MIN_SIGNS:
            continue
        if index + 1 < len(columns) and all(text in PREFIXES for text in texts):
            groups[index + 1] = groups[index] + groups[index + 1]
            groups[index] = []
        elif index > 0 and all(text in SUFFIXES for text in texts) and groups[index - 1]:
            groups[index - 1] += groups[index]
            groups[index] = []
    return _joined(columns, [group for group in groups if group])


def _join_columns(columns: Lanes, grid: _Grid, along: Sequence[float], num_rows: int) -> Lanes:
    """Columns between the same two vertical rulings joined when hardly a row has words on both sides of their border."""
    groups: list[list[int]] = [[0]]
    for index in range(1, len(columns)):
        shared = sum({index - 1, index} <= grid.filled(row) for row in range(num_rows))
        is_inside = _band(columns[index - 1], along) == _band(columns[index], along) != 0 and _band(columns[index], along) < len(along)
        if is_inside and shared <= MAX_SHARED_ROWS < num_rows:
            groups[-1].append(index)
        else:
            groups.append([index])
    return _joined(columns, groups)


def _join_rows(rows: Lanes, grid: _Grid, across: Sequence[float]) -> Lanes:
    """Rows between the same two horizontal rulings joined when they are the lines of one row."""
    bands: list[list[int]] = []
    for index in range(len(rows)):
        if bands and _band(rows[bands[-1][-1]], across) == _band(rows[index], across):
            bands[-1].append(index)
        else:
            bands.append([index])
    ruled = [band for band in bands if 0 < _band(rows[band[0]], across) < len(across)]
    if len(ruled) < MIN_BANDS:
        return rows
    is_mostly_single = sum(len(band) == 1 for band in ruled) >= MIN_SINGLE * len(ruled)
    groups: list[list[int]] = []
    for band in bands:
        is_header = band[0] == 0
        is_one = len(band) > 1 and band in ruled and _is_one_row(band, grid, is_header=is_header, is_mostly_single=is_mostly_single)
        groups += [band] if is_one else [[index] for index in band]
    return _joined(rows, groups)


def _is_one_row(band: Sequence[int], grid: _Grid, *, is_header: bool, is_mostly_single: bool) -> bool:
    """At most one of the rows has a label, no word of a header is over two columns, and not all rows fill several columns."""
    filled = [grid.filled(row) for row in band]
    if sum(0 in columns for columns in filled) > 1:
        return False
    if is_header and any(_crosses(word, grid) for row in band for words in grid.words[row].values() for word in words):
        return False
    return is_mostly_single or any(len(columns) < 2 for columns in filled)


def _crosses(word: Word, grid: _Grid) -> bool:
    """Whether the word stands on the border between two columns."""
    return any(word.bbox.x0 < edge < word.bbox.x1 for edge in grid.column_edges)


def _band(lane: Interval, rulings: Sequence[float]) -> int:
    """Number of rulings before the middle of ``lane``."""
    return bisect_right(rulings, (lane.start + lane.stop) / 2)


def _grid(rows: Lanes, columns: Lanes, words: Sequence[Word], across: Sequence[float] = (), along: Sequence[float] = ()) -> _Grid:
    row_edges, column_edges = _edges(rows, across), _edges(columns, along)
    found: tuple[dict[int, list[Word]], ...] = tuple({} for _ in rows)
    for word in words:
        x, y = word.bbox.center
        if rows[0].start <= y <= rows[-1].stop and columns[0].start <= x <= columns[-1].stop:
            found[bisect_right(row_edges, y)].setdefault(bisect_right(column_edges, x), []).append(word)
    return _Grid(column_edges, found)


def _edges(lanes: Lanes, rulings: Sequence[float]) -> tuple[float, ...]:
    """Between each two lanes the ruling nearest to the model's border, else that border."""
    found = []
    for a, b in pairwise(lanes):
        wanted = (a.stop + b.start) / 2
        between = [r for r in rulings if a.start + a.stop < 2 * r < b.start + b.stop]
        found.append(min(between, key=lambda r: abs(r - wanted), default=wanted))
    return tuple(found)


def _joined(lanes: Lanes, groups: Sequence[Sequence[int]]) -> Lanes:
    """One lane per group, from its first start to its last stop, with its best score."""
    return tuple(
        Interval(min(lanes[i].start for i in group), max(lanes[i].stop for i in group), max(lanes[i].score for i in group))
        for group in groups
    )
