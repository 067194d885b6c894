"""The lattices of a page that are tables, found once for all rules that look at them.

In: a page, page points. Out: its table lattices, those that stand as one table joined. The size of type is the median
height of the page's words.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from statistics import median

from pipeline.geometry.views import reading_rotation
from pipeline.lattice import Lattice, Verdict, find_table_lattices
from pipeline.types import Page
from table import BBox, Word

MIN_RULINGS = 4  # and shadings: fewer close nothing
DEFAULT_EM = 10.0  # points, on a page without words


@dataclass(frozen=True, slots=True)
class DrawnTable:
    """A lattice that is a table, and why.

    ``words`` are the numbers of the page's words with their centre in it. ``core`` is its box without rows at the top and
    the bottom with words in one cell only: a title, notes and sources are often boxed together with their table.
    """

    lattice: Lattice
    verdict: Verdict
    words: frozenset[int]
    core: BBox

    @property
    def bbox(self) -> BBox:
        return self.lattice.bbox


@dataclass(slots=True)
class DrawnTables:
    """The drawn tables of one page and its size of type, found when they are first asked for."""

    page: Page = field(repr=False)
    _found: tuple[DrawnTable, ...] | None = None
    _em: float | None = None

    @property
    def tables(self) -> tuple[DrawnTable, ...]:
        """From top to bottom and left to right."""
        if self._found is None:
            self._found = _drawn_tables(self.page, self.em)
        return self._found

    @property
    def em(self) -> float:
        """The size of type, points."""
        if self._em is None:
            self._em = em_of_page(self.page.words)
        return self._em


def em_of_page(words: tuple[Word, ...]) -> float:
    """The median height of upright and turned words, points; a usual one without words."""
    sizes = [min(word.bbox.height, word.bbox.width) if word.rotation in (90, 270) else word.bbox.height for word in words]
    return median([size for size in sizes if size > 0] or [DEFAULT_EM])


def _drawn_tables(page: Page, em: float) -> tuple[DrawnTable, ...]:
    if not page.words or len(page.rulings) + len(page.shadings) < MIN_RULINGS:
        return ()
    found = find_table_lattices(page.rulings, page.shadings, page.words, em)
    return tuple(_drawn_table(page, lattice, verdict) for lattice, verdict in found)


def _drawn_table(page: Page, lattice: Lattice, verdict: Verdict) -> DrawnTable:
    words = words_in(page, lattice.bbox)
    own = [page.words[index] for index in sorted(words)]
    return DrawnTable(lattice, verdict, words, core_of(lattice, own, is_turned=reading_rotation(own, lattice.bbox) in (90, 270)))


def core_of(lattice: Lattice, words: Sequence[Word], *, is_turned: bool = False) -> BBox:
    """The box of the rows between the first and the last with words in two cells; the whole box where none has.

    ``is_turned``: the words are read sideways, so that the rows are the lattice's columns.
    """
    filled = [cell for cell, found in zip(lattice.cells, lattice.words_by_cell(words), strict=True) if found]
    counts = Counter(index for cell in filled for index in (cell.columns if is_turned else cell.rows))
    indices = [index for index, count in counts.items() if count > 1]
    box = lattice.bbox
    if not indices:
        return box
    if is_turned:
        return BBox(lattice.column_edges[min(indices)], box.y0, lattice.column_edges[max(indices) + 1], box.y1)
    return BBox(box.x0, lattice.row_edges[min(indices)], box.x1, lattice.row_edges[max(indices) + 1])


def words_in(page: Page, box: BBox) -> frozenset[int]:
    """The numbers of the page's words with their centre in ``box``."""
    x0, y0, x1, y1 = 2 * box.x0, 2 * box.y0, 2 * box.x1, 2 * box.y1  # ``box.holds``, written out: all words are asked for every region
    boxes = (word.bbox for word in page.words)
    return frozenset([index for index, one in enumerate(boxes) if x0 <= one.x0 + one.x1 <= x1 and y0 <= one.y0 + one.y1 <= y1])
