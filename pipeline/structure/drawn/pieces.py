"""The lattice of a table, and its words by text line: what the decisions about rows and columns look at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.lattice import Lattice, LatticeCell, find_lattices, judge
from pipeline.structure.words import kinds
from pipeline.structure.words.lines import CURRENCY, PREFIXES, group_lines
from pipeline.types import Interval, RegionView
from table import BBox, Word

MIN_SHARE = 0.7  # of the table's words that the lattice must hold
MAX_BESIDE = 0.1  # of the words level with the lattice that may stand left or right of it


@dataclass(frozen=True, slots=True)
class Filled:
    """One cell of a lattice with its words, as text lines from top to bottom."""

    cell: LatticeCell
    lines: tuple[tuple[Word, ...], ...]


def lattice_of(view: RegionView, words: Sequence[Word], em: float) -> Lattice | None:
    """The lattice that holds most of ``words`` (those of the table), if it is a grid and holds enough of them."""
    found = [one for one in find_lattices(view.rulings, view.shadings, em) if judge(one, words).is_grid]
    best = max(found, key=lambda one: (_num_inside(words, one.bbox), -one.bbox.area), default=None)
    if best is None or not words or _num_inside(words, best.bbox) < MIN_SHARE * len(words):
        return None
    level = [word for word in words if best.bbox.y0 <= word.bbox.center[1] <= best.bbox.y1]
    return best if len(level) - _num_inside(words, best.bbox) <= MAX_BESIDE * len(level) else None


def _num_inside(words: Sequence[Word], box: BBox) -> int:
    return sum(box.holds(word.bbox) for word in words)


def filled_cells(lattice: Lattice, words: Sequence[Word]) -> list[Filled]:
    """The cells with words, row-major."""
    found = zip(lattice.cells, lattice.words_by_cell(words), strict=True)
    return [Filled(cell, tuple(tuple(line) for line in group_lines(members))) for cell, members in found if members]


def is_number_line(line: Sequence[Word]) -> bool:
    """Whether a text line is one number."""
    return len(line) <= 2 and any(kinds.is_number(word.text) for word in line)


def is_list_item(line: Sequence[Word]) -> bool:
    """Whether a text line begins with a list mark; a currency sign is none."""
    return line[0].text in PREFIXES - CURRENCY


def edges_beyond(intervals: Sequence[Interval], drawn: tuple[float, float], words: Sequence[tuple[float, float]]) -> list[float]:
    """Edges of the model's rows (or columns) before and behind the ``drawn`` extent, where ``words`` (their extents) stand there."""
    low, high = drawn
    before = min((start for start, stop in words if start + stop < 2 * low), default=None)
    behind = max((stop for start, stop in words if start + stop > 2 * high), default=None)
    found: set[float] = set()
    if before is not None:
        found |= {before, *(one.start for one in intervals[1:] if one.middle < low and one.start > before)}
    if behind is not None:
        found |= {behind, *(one.stop for one in intervals[:-1] if one.middle > high and one.stop < behind)}
    return sorted(found)
