"""Column edges of a table with a lattice: the lattice's, those of the model beside it, and those the words ask for inside.

What lies between two drawn lines may hold several columns (a table with lines around groups of columns, or around all):
a border of the model stays when most text lines there have words on both sides of it, clearly apart, or, where many cells are blank,
all that have any, and no word is across.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.lattice import Lattice
from pipeline.structure.drawn.pieces import Filled, edges_beyond
from pipeline.structure.words.at_borders import crosses
from pipeline.structure.words.lines import space_at
from pipeline.types import Interval
from table import Word

NEAR = 0.6  # em from a drawn line within which a border is that line
APART = 0.8  # em of clear space between words of two columns
MIN_LINES = 2  # lines with words on both sides
MIN_SHARE = 0.6  # of the lines of the drawn column
MIN_CLEAR = 3  # lines with words on both sides, where many have blank cells


def drawn_column_edges(
    lattice: Lattice, filled: Sequence[Filled], columns: Sequence[Interval], words: Sequence[Word], em: float
) -> list[float]:
    """The column edges of the table, in order."""
    borders = [column.start for column in columns[1:]]
    edges = list(lattice.column_edges)
    for number, (low, high) in enumerate(pairwise(lattice.column_edges)):
        inside = [border for border in borders if low + NEAR * em < border < high - NEAR * em]
        own = [line for item in filled if item.cell.columns == range(number, number + 1) for line in item.lines]
        edges += [border for border in inside if lattice.num_columns == 1 or _is_open(lattice, number) or _is_border(border, own, em)]
    return sorted([*edges, *_beside(lattice, columns, words)])


def _is_open(lattice: Lattice, number: int) -> bool:
    """Whether nothing drawn closes the drawn column on one side: its width says nothing about columns."""
    return (number == 0 and "x0" in lattice.open_sides) or (number == lattice.num_columns - 1 and "x1" in lattice.open_sides)


def _is_border(border: float, lines: Sequence[Sequence[Word]], em: float) -> bool:
    """Whether most lines keep a wide space there; or all those with words on both sides, where no word of the others is across."""
    spaces = [space for line in lines if (space := space_at(line, border)) is not None]
    parted = sum(space >= APART * em for space in spaces)
    if parted >= max(MIN_LINES, MIN_SHARE * len(lines)):
        return True
    return parted == len(spaces) >= MIN_CLEAR and not any(crosses(word, border, em) for line in lines for word in line)


def _beside(lattice: Lattice, columns: Sequence[Interval], words: Sequence[Word]) -> list[float]:
    """Edges of the model's columns left and right of the lattice, where words stand there."""
    box = lattice.bbox
    level = [word for word in words if box.y0 <= word.bbox.center[1] <= box.y1]
    return edges_beyond(columns, (box.x0, box.x1), [(word.bbox.x0, word.bbox.x1) for word in level])
