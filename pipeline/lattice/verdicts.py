"""Which lattices are tables: grids of cells with words, against frames, form boxes, charts and crossed-out text.

In: a lattice and the words of the page or view. Out: a score with its reason. The numbers hold for any scale.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.lattice.types import Lattice, Verdict
from table import Word

MIN_FILLED = 0.25  # of the cells that have words
MIN_CLOSED = 0.5  # of the box's area that closed cells cover
MAX_CUT = 0.15  # of the words that stand across a ruling: the lines are strokes through text, a chart or a form's decoration
CUT = 0.35  # of a word's area outside its cell
MAX_CHARACTERS = 600  # in a cell of a grid of fewer than MIN_MANY cells: columns of a page's text have more
MIN_MANY = 6
MAX_CHARACTERS_ONE_ROW = 200  # in a cell of a single row
SURE, LIKELY, POSSIBLE = 0.95, 0.8, 0.5


def judge(lattice: Lattice, words: Sequence[Word]) -> Verdict:
    """Whether ``lattice`` is a table; ``words`` may be all words around it."""
    if len(lattice.cells) < 2:
        return Verdict(0.0, "a frame: one cell")
    found = lattice.words_by_cell(words)
    filled = [index for index, members in enumerate(found) if members and lattice.cells[index].is_closed]
    refusal = _refusal(lattice, found, filled)
    if refusal:
        return Verdict(0.0, refusal)
    num_rows = len({row for index in filled for row in lattice.cells[index].rows})
    num_columns = len({column for index in filled for column in lattice.cells[index].columns})
    if min(num_rows, num_columns) >= 2 and len(filled) >= 3:
        is_regular = len(filled) >= MIN_MANY and not lattice.open_sides
        return Verdict(SURE if is_regular else LIKELY, f"{num_rows} x {num_columns} cells with words", is_grid=True)
    if num_rows == 1 and num_columns >= 2 and _longest(found) <= MAX_CHARACTERS_ONE_ROW:
        return Verdict(POSSIBLE, "one row of cells", is_grid=True)
    return Verdict(0.0, "one row of long texts" if num_rows == 1 else "one column of cells", is_grid=True)


def _refusal(lattice: Lattice, found: Sequence[Sequence[Word]], filled: Sequence[int]) -> str | None:
    """Why a lattice is no table, or ``None``."""
    if len(filled) < 2:
        return "words in fewer than two cells"
    closed = [cell for cell in lattice.cells if cell.is_closed]
    if sum(cell.bbox.area for cell in closed) < MIN_CLOSED * lattice.bbox.area:
        return "most of the box is not closed"
    if len(filled) < MIN_FILLED * len(closed):
        return "most cells are blank: a chart or graph paper"
    if len(filled) < MIN_MANY and _longest(found) > MAX_CHARACTERS:
        return "columns of text in frames"
    if _num_cut(lattice, found) > MAX_CUT * sum(map(len, found)):
        return "words stand across the lines"
    return None


def _longest(found: Sequence[Sequence[Word]]) -> int:
    """Characters in the cell with most."""
    return max(sum(len(word.text) for word in members) for members in found)


def _num_cut(lattice: Lattice, found: Sequence[Sequence[Word]]) -> int:
    return sum(
        word.bbox.area > 0 and word.bbox.overlap_fraction(cell.bbox) < 1 - CUT
        for cell, members in zip(lattice.cells, found, strict=True)
        for word in members
    )
