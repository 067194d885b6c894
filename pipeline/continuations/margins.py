"""What stands above the first and below the last table of a page: running text there parts two tables.

Page numbers and lines that other pages repeat at the same place are furniture and part nothing.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.surroundings.lines import TextLine
from table import BBox, Ruling, Table

EDGE = 0.07  # share of the page's height in which a short line is taken for furniture
MAX_FURNITURE_WORDS = 12
CLOSING = 6.0  # points between a table's end and the ruling that closes it
MIN_CLOSED = 0.5  # of its width
CONTINUED = re.compile(
    r"\bcont(?:inued|['’]?d|\.)|\bfortsetzung|\bsuite\b|\bcontinuaci[oó]n|\bcontinua(?:ção|zione)|続き|续表|\bvervolg\b", re.I
)


@dataclass(frozen=True, slots=True)
class PageMargins:
    """Lines above the first table and below the last one of one page; ``height`` in points.

    ``is_closed``: a ruling runs along the end of the last table.
    """

    height: float
    above: tuple[TextLine, ...] = ()
    below: tuple[TextLine, ...] = ()
    is_closed: bool = False


def margins_of(tables: Sequence[Table], lines: Sequence[TextLine], height: float, rulings: Sequence[Ruling] = ()) -> PageMargins:
    """The margins of a page; both are empty without tables that have boxes."""
    boxes = [table.bbox for table in tables if table.bbox]
    if not boxes:
        return PageMargins(height)
    top, bottom = min(box.y0 for box in boxes), max(box.y1 for box in boxes)
    above = tuple(line for line in lines if line.bbox.center[1] < top)
    below = tuple(line for line in lines if line.bbox.center[1] > bottom)
    return PageMargins(height, above, below, _is_closed(max(boxes, key=lambda box: box.y1), rulings))


def _is_closed(table: BBox, rulings: Sequence[Ruling]) -> bool:
    ends = [r.bbox for r in rulings if r.is_horizontal and table.y1 - CLOSING <= r.bbox.center[1] <= table.y1 + CLOSING]
    return sum(max(0.0, min(box.x1, table.x1) - max(box.x0, table.x0)) for box in ends) >= MIN_CLOSED * table.width


Key = tuple[str, int]


def furniture(all_margins: Sequence[PageMargins]) -> frozenset[Key]:
    """What stands on two pages or more at the same height: texts without their digits, and places."""
    pages: dict[Key, set[int]] = {}
    for number, margins in enumerate(all_margins):
        for line in (*margins.above, *margins.below):
            for key in _keys(line):
                pages.setdefault(key, set()).add(number)
    return frozenset(key for key, numbers in pages.items() if len(numbers) > 1)


def running_text(lines: Sequence[TextLine], own: PageMargins, repeated: frozenset[Key]) -> list[TextLine]:
    """The lines that are no furniture: not repeated on another page, no short line at the edge, no page number."""
    return [line for line in lines if not (_is_at_edge(line, own.height) or any(key in repeated for key in _keys(line)))]


def _keys(line: TextLine) -> tuple[Key, Key]:
    """Its text without digits with its height on the page, in two grids of six points, so that near ones share one."""
    text = re.sub(r"\d+", "#", line.text)
    return (text, 2 * round(line.bbox.y0 / 6)), (text, 2 * round(line.bbox.y0 / 6 + 0.5) - 1)


def _is_at_edge(line: TextLine, height: float) -> bool:
    is_outer = line.bbox.y1 <= EDGE * height or line.bbox.y0 >= (1 - EDGE) * height
    return is_outer and len(line.text.split()) <= MAX_FURNITURE_WORDS


def column_edges(table: Table) -> list[float] | None:
    """First edge of each column and second of the last, in reading direction; ``None`` where no cell of one column tells."""
    edges: list[float] = []
    for column in range(table.num_columns):
        box = BBox.enclosing(cell.bbox for cell in table.cells if cell.bbox and cell.columns == range(column, column + 1))
        if box is None:
            return None
        low, high = _along(box, table.rotation)
        edges += [low, high] if column == table.num_columns - 1 else [low]
    return edges


def _along(box: BBox, rotation: int) -> tuple[float, float]:
    """A box's extent in the direction in which a table turned by ``rotation`` is read."""
    if rotation in (90, 270):
        return (-box.y1, -box.y0) if rotation == 90 else (box.y0, box.y1)
    return (-box.x1, -box.x0) if rotation == 180 else (box.x0, box.x1)
