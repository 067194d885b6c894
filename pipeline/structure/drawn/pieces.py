"""A lattice with its words by text line: what the decisions about its rows and columns look at."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.lattice import Lattice, LatticeCell
from pipeline.structure.words.lines import PREFIXES, group_lines
from pipeline.types import Interval
from table import Word

NUMBER = re.compile(r"[-−–+(]?[$€£¥]?\d[\d.,'%)]*")


@dataclass(frozen=True, slots=True)
class Filled:
    """One cell of a lattice with its words, as text lines from top to bottom."""

    cell: LatticeCell
    lines: tuple[tuple[Word, ...], ...]


def filled_cells(lattice: Lattice, words: Sequence[Word]) -> list[Filled]:
    """The cells with words, row-major."""
    found = zip(lattice.cells, lattice.words_by_cell(words), strict=True)
    return [Filled(cell, tuple(tuple(line) for line in group_lines(members))) for cell, members in found if members]


def is_number(line: Sequence[Word]) -> bool:
    """Whether a text line is one number."""
    return len(line) <= 2 and any(NUMBER.fullmatch(word.text) for word in line)


def is_list_item(line: Sequence[Word]) -> bool:
    """Whether a text line begins with a list mark."""
    return line[0].text in PREFIXES


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
