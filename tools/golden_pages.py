"""A page with a small table of our own, and the objects that a model might see on it."""

from __future__ import annotations

from itertools import pairwise

from pipeline.geometry.views import make_view
from pipeline.types import Page, RegionView, StructureObject, TableRegion
from table import BBox, Ruling, StructureLabel, Word
from tools.golden_cases import no_picture

LEFT, TOP, ROW, LETTER = 40.0, 60.0, 14.0, 4.5  # points
Drawn = tuple[RegionView, list[StructureObject]]
Texts = tuple[tuple[str, ...], ...]


def page_view(
    texts: Texts, starts: tuple[float, ...], *, width: float, height: float, step: float = ROW, rulings: tuple[float, ...] = ()
) -> RegionView:
    """The view of a table at (``LEFT``, ``TOP``); ``starts``: where the texts of a row begin, from its left edge.

    ``step``: from line to line; ``rulings``: how far below the top each runs across the table.
    """
    lines = tuple(Ruling(BBox(LEFT, TOP + y, LEFT + width, TOP + y)) for y in rulings)
    words = tuple(
        Word(part, BBox(x, TOP + step * row + 3, x + LETTER * len(part), TOP + step * row + 11))
        for row, line in enumerate(texts)
        for start, text in zip(starts, line, strict=True)
        for part, x in _placed(text, LEFT + start)
    )
    page = Page(1, 400, 300, words, lines, (), "pdf", no_picture)
    return make_view(page, TableRegion(BBox(LEFT, TOP, LEFT + width, TOP + height), 0.9), 15.0)


def _placed(text: str, x: float) -> list[tuple[str, float]]:
    """The words of a text and where they begin."""
    parts = text.split()
    return [(part, x + LETTER * len("".join(parts[:index])) + LETTER / 2 * index) for index, part in enumerate(parts)]


def grid_seen(view: RegionView, rows: tuple[float, ...], columns: tuple[float, ...]) -> list[StructureObject]:
    """Rows and columns between these edges, the first row as column header."""
    found = [seen(view, StructureLabel.ROW, 0, a, columns[-1], b) for a, b in pairwise(rows)]
    found += [seen(view, StructureLabel.COLUMN, a, 0, b, rows[-1]) for a, b in pairwise(columns)]
    return [*found, seen(view, StructureLabel.COLUMN_HEADER, 0, 0, columns[-1], rows[1])]


def seen(view: RegionView, label: StructureLabel, x0: float, y0: float, x1: float, y1: float) -> StructureObject:
    """An object at this place from the table's left upper corner."""
    return StructureObject(label, 0.9, BBox(x0, y0, x1, y1).shift(LEFT - view.crop.x0, TOP - view.crop.y0))
