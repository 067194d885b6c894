"""Whether a finished table may have been cut: it goes on beyond its box, by its rulings or by the next line of words.

In: a table and its page, page points. Out: the flag that says so, or nothing. Nothing is cut in silence: what the box
left out cannot be among the table's unassigned words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.flags import Flag
from pipeline.geometry.rotation import turn_in_frame
from pipeline.geometry.views import upright_words
from pipeline.regions.rules.ruling_growth import rules_beyond
from pipeline.types import Page
from table import BBox, Table

MIN_COLUMNS = 3  # that the next line fills
MIN_FILLED = 0.75  # of the table's columns
MAX_PITCH = 1.25  # of the table's own distance between rows, to the next line
SLACK = 0.1  # of that distance by which a word may begin before its column: no two lines are set quite alike
SAME_LINE = 0.5  # of a word's height within which two words stand on one line


def table_may_be_cut(page: Page, table: Table) -> tuple[str, ...]:
    """``TABLE_MAY_BE_CUT`` when the table clearly goes on beyond its box; empty for a table without a box."""
    if table.bbox is None:
        return ()
    read, upright = _as_read(page, table) if table.rotation else (page, table)
    goes_on = rules_beyond(page, table.bbox) or _line_beyond(read, upright, -1) or _line_beyond(read, upright, 1)
    return (str(Flag.TABLE_MAY_BE_CUT),) if goes_on else ()


def _as_read(page: Page, table: Table) -> tuple[Page, Table]:
    """The page's words and the table as the page is turned to read them."""

    def upright(box: BBox) -> BBox:
        return turn_in_frame(box, table.rotation, page.width, page.height)

    cells = tuple(replace(cell, bbox=upright(cell.bbox)) if cell.bbox else cell for cell in table.cells)
    read = replace(page, words=upright_words(page, table.rotation))
    return read, replace(table, cells=cells, bbox=upright(table.bbox) if table.bbox else None, rotation=0)


def _line_beyond(page: Page, table: Table, direction: int) -> bool:
    """Whether the next line above (-1) or below (1) has words in the table's columns, as near as its rows are to each other.

    A label of a section may stand between: a line of its own at the left edge.
    """
    columns, pitch = _columns(table), _pitch(table)
    if table.bbox is None or len(columns) < MIN_COLUMNS or pitch is None:
        return False
    line = _next_line(page, table.bbox, direction, MAX_PITCH * pitch)
    if line and direction > 0 and all(word.x1 <= columns[0][1] + pitch for word in line) and line[0].x0 >= columns[0][0] - pitch:
        bottom = max(word.y1 for word in line)
        line = _next_line(page, replace(table.bbox, y1=bottom), direction, MAX_PITCH * pitch)
    slack = SLACK * pitch
    fits = [[(left, right) for left, right in columns if left - slack <= word.x0 and word.x1 <= right + slack] for word in line]
    filled = {column for found in fits for column in found}
    return all(fits) and len(filled) >= max(MIN_COLUMNS, MIN_FILLED * len(columns))


def _next_line(page: Page, box: BBox, direction: int, reach: float) -> list[BBox]:
    """The words of the line nearest to the box within ``reach``, between its left and right edge."""
    area = BBox(box.x0, box.y1, box.x1, box.y1 + reach) if direction > 0 else BBox(box.x0, box.y0 - reach, box.x1, box.y0)
    words = [word.bbox for word in page.words if area.holds(word.bbox)]
    if not words:
        return []
    nearest = min(words, key=lambda word: direction * word.center[1])
    return [word for word in words if abs(word.center[1] - nearest.center[1]) <= SAME_LINE * nearest.height]


def _columns(table: Table) -> list[tuple[float, float]]:
    """Left and right edge of each column, from the cells that are in one column."""
    boxes: dict[int, list[BBox]] = {}
    for cell in table.cells:
        if cell.bbox is not None and len(cell.columns) == 1:
            boxes.setdefault(cell.columns.start, []).append(cell.bbox)
    return [(min(box.x0 for box in found), max(box.x1 for box in found)) for _, found in sorted(boxes.items())]


def _pitch(table: Table) -> float | None:
    """The usual distance between the tops of two rows; ``None`` for a table of fewer than three rows."""
    tops = {cell.rows.start: cell.bbox.y0 for cell in table.cells if cell.bbox is not None and len(cell.rows) == 1}
    steps = _steps([tops[row] for row in sorted(tops)])
    return median(steps) if len(steps) >= 2 else None


def _steps(tops: Sequence[float]) -> list[float]:
    return [after - before for before, after in pairwise(tops) if after > before]
