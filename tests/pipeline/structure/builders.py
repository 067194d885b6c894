"""Builders that make structure tests read like pictures."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.options import Options
from pipeline.structure.draft import Draft, start_draft
from pipeline.types import Page, Picture, RegionView, StructureObject, TableRegion
from table import BBox, Cell, Ruling, StructureLabel, Table, Word

WIDTH, HEIGHT = 400.0, 300.0


def blank(scale: float) -> Picture:
    return np.full((round(HEIGHT * scale), round(WIDTH * scale), 3), 255, dtype=np.uint8)


def row(y0: float, y1: float, score: float = 1.0, x1: float = 100.0) -> StructureObject:
    return StructureObject(StructureLabel.ROW, score, BBox(0, y0, x1, y1))


def column(x0: float, x1: float, score: float = 1.0, y1: float = 100.0) -> StructureObject:
    return StructureObject(StructureLabel.COLUMN, score, BBox(x0, 0, x1, y1))


def spanning(x0: float, y0: float, x1: float, y1: float, score: float = 1.0) -> StructureObject:
    return StructureObject(StructureLabel.SPANNING_CELL, score, BBox(x0, y0, x1, y1))


def projected(y0: float, y1: float, score: float = 1.0, x1: float = 100.0) -> StructureObject:
    return StructureObject(StructureLabel.PROJECTED_ROW_HEADER, score, BBox(0, y0, x1, y1))


def header(y0: float, y1: float, score: float = 1.0, x1: float = 100.0) -> StructureObject:
    return StructureObject(StructureLabel.COLUMN_HEADER, score, BBox(0, y0, x1, y1))


def word(text: str, x: float, y: float, width: float | None = None, height: float = 8.0) -> Word:
    """A word whose left upper corner is (x, y); 5 points per letter unless a width is given."""
    return Word(text, BBox(x, y, x + (5.0 * len(text) if width is None else width), y + height))


def view(words: Sequence[Word] = (), rulings: Sequence[Ruling] = (), bbox: BBox | None = None, *, is_given: bool = False) -> RegionView:
    """A region at the origin of its page; its box is the enclosing box of the words and (0, 0, 100, 100) unless given."""
    box = bbox or BBox.enclosing([BBox(0, 0, 100, 100), *(w.bbox for w in words)]) or BBox(0, 0, 100, 100)
    crop = BBox(0, 0, WIDTH, HEIGHT)
    page = Page(1, WIDTH, HEIGHT, tuple(words), tuple(rulings), (), "pdf", blank)
    region = TableRegion(box, 1.0, is_given=is_given)
    return RegionView(region, page, crop, box, WIDTH, HEIGHT, tuple(words), tuple(rulings), (), blank)


def grid_objects(num_rows: int, num_columns: int, height: float = 10.0, width: float = 50.0) -> list[StructureObject]:
    """Rows and columns of equal size from the origin."""
    right, bottom = num_columns * width, num_rows * height
    rows = [row(i * height, (i + 1) * height, x1=right) for i in range(num_rows)]
    return rows + [column(i * width, (i + 1) * width, y1=bottom) for i in range(num_columns)]


def draft(objects: Sequence[StructureObject], where: RegionView, *, without: Sequence[str] = ()) -> Draft:
    """The draft before any rule."""
    return start_draft(objects, where, Options(without=frozenset(without)))


def grid_words(*lines: str, height: float = 10.0, width: float = 50.0) -> list[Word]:
    """One word per cell of ``"A | B"`` pictures, 2 points from the left upper corner of its grid cell; ``.`` is a blank cell."""
    cells = [[text.strip() for text in line.split("|")] for line in lines]
    return [word(text, c * width + 2, r * height + 1) for r, line in enumerate(cells) for c, text in enumerate(line) if text != "."]


def table(*lines: str, header_rows: int = 0) -> Table:
    """A table from pictures like ``"A | <", "1 | 2"``: ``<`` continues the cell on the left, ``^`` the one above, ``.`` is blank."""
    marks = [[text.strip() for text in line.split("|")] for line in lines]
    cells = []
    for r, line in enumerate(marks):
        for c, mark in enumerate(line):
            if mark not in ("<", "^"):
                stop_c, stop_r = c + 1, r + 1
                while stop_c < len(line) and line[stop_c] == "<":
                    stop_c += 1
                while stop_r < len(marks) and marks[stop_r][c] == "^":
                    stop_r += 1
                text = "" if mark == "." else mark
                cells.append(Cell(range(r, stop_r), range(c, stop_c), text, is_column_header=stop_r <= header_rows))
    return Table(len(marks), len(marks[0]), tuple(cells))


def picture(found: Table) -> list[str]:
    """The inverse of ``table``: one line per row."""
    lines = []
    for r, owners in enumerate(found.owners()):
        parts = []
        for c, cell in enumerate(owners):
            if (cell.rows.start, cell.columns.start) == (r, c):
                parts.append(cell.text or ".")
            else:
                parts.append("<" if cell.columns.start < c else "^")
        lines.append(" | ".join(parts))
    return lines
