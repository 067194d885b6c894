"""What the generators return: one synthetic table crop, one synthetic page. All in points, origin top-left."""

from __future__ import annotations

from dataclasses import dataclass

from table.cells import Table
from table.geometry import BBox, Ruling, Shading, Word


@dataclass(frozen=True, slots=True)
class SynthTable:
    """One table in a crop (or on a page) with everything a reader of that region would find.

    ``words``, ``rulings`` and ``shadings`` hold the table's *and* those of its surroundings. ``row_edges`` are
    ``num_rows + 1`` strictly increasing y (``column_edges`` x): dilated borders, outer edges tight to the text
    (pubtables1m 1.2). ``bbox`` is the union of the table's text and its edges' frame. ``width`` and ``height`` are the crop's.
    """

    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    shadings: tuple[Shading, ...]
    table: Table
    row_edges: tuple[float, ...]
    column_edges: tuple[float, ...]
    bbox: BBox
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class PageTable:
    """A table on a page, in page points.

    ``bbox`` is the union of its text and its own rulings and shadings: the box to teach a detector; ``text_bbox``
    the union of text alone. ``rotation`` is the number of degrees clockwise it must be turned to be read: 0 or 90.
    """

    bbox: BBox
    text_bbox: BBox
    rotation: int
    table: Table


@dataclass(frozen=True, slots=True)
class SynthPage:
    """A whole page: what a reader finds on it, and the tables among it."""

    words: tuple[Word, ...]
    rulings: tuple[Ruling, ...]
    shadings: tuple[Shading, ...]
    pictures: tuple[BBox, ...]
    width: float
    height: float
    tables: tuple[PageTable, ...]
