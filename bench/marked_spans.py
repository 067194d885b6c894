"""A table with the spanning cells that labels made from texts have: over the rows and columns that the cell's own words overlap.

The labels of cTDaR's tables mark a spanning cell only where its text overlaps several rows or columns (``README.md`` of the set). "2018"
centred over three columns is a cell of the middle one there, a label beside four rows is one of the row it is level with, and blank
cells are never merged. A table that merges them is not wrong; it is compared with such labels in their own form. Boxes of words
read by OCR have paper around them, which is no overlap: of 100 tables 49 agree with none of it allowed for, 50 with ``PAPER``, 51
with twice as much.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from statistics import median

from table import BBox, Cell, Table, Word

PAPER = 0.25  # of the words' median height that each side of a text may stand over a lane


@dataclass(slots=True)
class _Lane:
    """How far the texts of a row's (y) or a column's (x) own cells reach; nothing while none is known."""

    start: float = float("inf")
    stop: float = float("-inf")

    def take(self, start: float, stop: float) -> None:
        self.start, self.stop = min(self.start, start), max(self.stop, stop)


def as_marked(table: Table, words: Sequence[Word]) -> Table:
    """``table`` with its spanning cells cut to the lanes that their words overlap; what is left of them are blank cells.

    ``words`` and the cells' boxes are in one space; a word is its cell's where its centre is. A cell without a box stays as it is.
    """
    paper = PAPER * median([word.bbox.height for word in words] or [0.0])
    texts = [_extent(cell, words) for cell in table.cells]
    rows, columns = [_Lane() for _ in range(table.num_rows)], [_Lane() for _ in range(table.num_columns)]
    for cell, text in zip(table.cells, texts, strict=True):
        if text and len(cell.rows) == 1:
            rows[cell.rows.start].take(text.y0, text.y1)
        if text and len(cell.columns) == 1:
            columns[cell.columns.start].take(text.x0, text.x1)
    cut = [part for cell, text in zip(table.cells, texts, strict=True) for part in _cut(cell, text, rows, columns, paper)]
    return replace(table, cells=tuple(sorted(cut, key=lambda cell: (cell.rows.start, cell.columns.start))))


def _extent(cell: Cell, words: Sequence[Word]) -> BBox | None:
    """The box around the cell's words."""
    return BBox.enclosing(word.bbox for word in words if cell.bbox and cell.bbox.holds(word.bbox))


def _cut(cell: Cell, text: BBox | None, rows: Sequence[_Lane], columns: Sequence[_Lane], paper: float) -> Iterator[Cell]:
    """The cell over the lanes of its text, then the blank cells beside it."""
    if cell.bbox is None or len(cell.rows) * len(cell.columns) == 1:
        yield cell
        return
    own_rows = _overlapped(cell.rows, rows, _without(paper, text.y0, text.y1)) if text else cell.rows[:1]
    own_columns = _overlapped(cell.columns, columns, _without(paper, text.x0, text.x1)) if text else cell.columns[:1]
    yield replace(cell, rows=own_rows, columns=own_columns)
    for row in cell.rows:
        for column in cell.columns:
            if row not in own_rows or column not in own_columns:
                yield replace(cell, rows=range(row, row + 1), columns=range(column, column + 1), text="", bbox=None)


def _without(paper: float, start: float, stop: float) -> tuple[float, float]:
    """The extent without the paper around it, as far as it has some length."""
    middle = (start + stop) / 2
    return min(start + paper, middle), max(stop - paper, middle)


def _overlapped(span: range, lanes: Sequence[_Lane], extent: tuple[float, float]) -> range:
    """The lanes of ``span`` from the first to the last that the extent overlaps; the nearest one when it overlaps none."""
    start, stop = extent
    hit = [index for index in span if lanes[index].start < stop and start < lanes[index].stop]
    known = [index for index in span if lanes[index].start < lanes[index].stop] or [span.start]
    first = hit or [min(known, key=lambda index: abs(lanes[index].start + lanes[index].stop - start - stop))]
    return range(first[0], first[-1] + 1)
