"""Pages drawn for tests of regions: grids of rulings with a word in each cell, and what stands around them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.regions import RegionDraft
from pipeline.types import Page, TableRegion
from table import BBox, Ruling, Word

WIDE, HIGH, TYPE = 60.0, 20.0, 8.0  # of a cell, and of its type


def grid(x: float, y: float, rows: int, columns: int, wide: float = WIDE) -> list[Ruling]:
    """The rulings of a full grid with its top left corner at (x, y)."""
    right, bottom = x + columns * wide, y + rows * HIGH
    across = [Ruling(BBox(x, y + row * HIGH, right, y + row * HIGH)) for row in range(rows + 1)]
    return across + [Ruling(BBox(x + column * wide, y, x + column * wide, bottom)) for column in range(columns + 1)]


def crossed() -> list[Ruling]:
    """Three lines across of different lengths and three down in two pieces each, as a poor scan has them, that close no cell.

    For five rows of four columns at (100, 100).
    """
    across = [Ruling(BBox(x, y, 340, y)) for x, y in ((100, 98), (106, 140), (112, 203))]
    return across + [Ruling(BBox(x, y0, x, y1)) for x in (160, 220, 280) for y0, y1 in ((106, 132), (148, 195))]


def grid_words(x: float, y: float, rows: int, columns: int, wide: float = WIDE) -> list[Word]:
    """A word in each cell of such a grid."""
    return [word(x + column * wide + 6, y + row * HIGH + 6) for row in range(rows) for column in range(columns)]


def word(x: float, y: float, text: str = "word", width: float = 24) -> Word:
    return Word(text, BBox(x, y, x + width, y + TYPE))


def page(rulings: Sequence[Ruling], words: Sequence[Word]) -> Page:
    def render(scale: float) -> np.ndarray:
        return np.full((round(800 * scale), round(600 * scale), 3), 255, np.uint8)

    return Page(1, 600, 800, tuple(words), tuple(rulings), (), "pdf", render)


def draft(where: Page, *boxes: BBox, weak: Sequence[TableRegion] = ()) -> RegionDraft:
    return RegionDraft(where, tuple(TableRegion(box, 0.9) for box in boxes), tuple(weak))


def boxes_of(found: RegionDraft) -> list[tuple[float, ...]]:
    return [tuple(round(side) for side in region.bbox) for region in found.regions]
