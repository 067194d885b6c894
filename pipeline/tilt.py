"""Pages that lie askew: they are read level, and what is found is told where it stands on the page as it is.

A picture with a skew has two pages: the one as displayed, with its words where they stand there, and a level one that
tables are found on (``Page.level``). Boxes on the way back are those around the turned ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

from table import BBox, Table, Word


@dataclass(frozen=True, slots=True)
class Tilt:
    """How a level page (``level_width`` x ``level_height`` points) lies on the displayed one: turned by ``skew`` degrees
    clockwise about both middles."""

    skew: float
    width: float
    height: float
    level_width: float
    level_height: float

    def to_page(self, box: BBox) -> BBox:
        """The box on the displayed page around a box of the level one, cut to the page."""
        found = self._turned(box, self.skew, (self.level_width, self.level_height), (self.width, self.height))
        return found.intersection(BBox(0, 0, self.width, self.height)) or _at(found.center, self.width, self.height)

    def to_level(self, box: BBox) -> BBox:
        """The box on the level page around a box of the displayed one."""
        return self._turned(box, -self.skew, (self.width, self.height), (self.level_width, self.level_height))

    def point_to_level(self, x: float, y: float) -> tuple[float, float]:
        """A point of the displayed page on the level one."""
        cos, sin = math.cos(math.radians(-self.skew)), math.sin(math.radians(-self.skew))
        across, down = x - self.width / 2, y - self.height / 2
        return across * cos - down * sin + self.level_width / 2, across * sin + down * cos + self.level_height / 2

    def words_to_page(self, words: Iterable[Word]) -> tuple[Word, ...]:
        """Words where their middles stand on the displayed page, as large as they are: boxes around them would overlap."""
        return tuple(replace(word, bbox=self._moved(word.bbox)) for word in words)

    def _moved(self, box: BBox) -> BBox:
        x, y = self.to_page(_at(box.center, math.inf, math.inf)).center
        return BBox(x - box.width / 2, y - box.height / 2, x + box.width / 2, y + box.height / 2)

    @staticmethod
    def _turned(box: BBox, degrees: float, start: tuple[float, float], goal: tuple[float, float]) -> BBox:
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        corners = [(x - start[0] / 2, y - start[1] / 2) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        xs = [x * cos - y * sin + goal[0] / 2 for x, y in corners]
        ys = [x * sin + y * cos + goal[1] / 2 for x, y in corners]
        return BBox(min(xs), min(ys), max(xs), max(ys))


def level_size(width: float, height: float, skew: float) -> tuple[int, int]:
    """Width and height, whole numbers, of the sheet that holds one of ``width`` x ``height`` turned by ``skew`` degrees."""
    cos, sin = abs(math.cos(math.radians(skew))), abs(math.sin(math.radians(skew)))
    return math.ceil(width * cos + height * sin), math.ceil(width * sin + height * cos)


def _at(point: tuple[float, float], width: float, height: float) -> BBox:
    """A box without area at ``point``, moved onto the page."""
    x, y = min(max(point[0], 0.0), width), min(max(point[1], 0.0), height)
    return BBox(x, y, x, y)


def table_to_page(table: Table, tilt: Tilt, digits: int) -> Table:
    """The table with the boxes of its cells and unassigned words on the displayed page, rounded to ``digits``."""

    def back(box: BBox | None) -> BBox | None:
        return None if box is None else BBox(*(round(side, digits) for side in tilt.to_page(box)))

    cells = tuple(replace(cell, bbox=back(cell.bbox)) for cell in table.cells)
    words = tuple(replace(word, bbox=back(word.bbox) or word.bbox) for word in table.unassigned_words)
    return replace(table, cells=cells, unassigned_words=words, bbox=back(table.bbox))
