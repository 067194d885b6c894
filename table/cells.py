"""The central value: a table is a grid covered exactly once by cells.

``Table`` refuses, when built, cells that overlap, leave a hole or reach outside the grid, so a table that
exists is a valid table and no later function checks again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from operator import attrgetter
from typing import TYPE_CHECKING, Literal

from table.frozen import frozen
from table.geometry import BBox, Word
from table.looks import PLAIN, Looks

if TYPE_CHECKING:
    from pandas import DataFrame

MAX_GRID_CELLS = 2_000_000  # a claimed million rows is refused before anything of that size is allocated


class GridError(ValueError):
    """The cells do not tile the grid: a bug of ours, or bad ground truth."""


@frozen
class Cell:
    """One cell: ``rows`` and ``columns`` are the grid rows and columns it covers (contiguous, from 0).

    ``bbox`` is the grid cell's box in page points; ``confidence`` is 0..1, or ``None`` when nobody measured it.
    ``looks``: what of its text is bold, struck out and so on, and what is drawn behind it.
    """

    rows: range
    columns: range
    text: str = ""
    bbox: BBox | None = None
    is_column_header: bool = False
    is_projected_row_header: bool = False
    confidence: float | None = None
    looks: Looks = PLAIN

    def __post_init__(self) -> None:
        for extent in (self.rows, self.columns):
            if extent.step != 1 or extent.start < 0 or len(extent) < 1:
                raise GridError(f"cell extent must be a non-empty range with step 1 and no negative index: {extent}")

    @property
    def row_span(self) -> int:
        return len(self.rows)

    @property
    def column_span(self) -> int:
        return len(self.columns)

    @property
    def is_spanning(self) -> bool:
        return len(self.rows) > 1 or len(self.columns) > 1

    def placed(self, bbox: BBox | None, confidence: float | None) -> Cell:
        """The cell with another box and confidence. ``dataclasses.replace`` takes twice as long, and each cell comes here thrice."""
        flags = self.is_column_header, self.is_projected_row_header
        return Cell(self.rows, self.columns, self.text, bbox, *flags, confidence, self.looks)

    def positions(self) -> Iterator[tuple[int, int]]:
        """The ``(row, column)`` grid positions covered, row-major."""
        return ((row, column) for row in self.rows for column in self.columns)


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A text that belongs to a table without being in it, with its place in page points."""

    text: str
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """A note below a table; ``mark`` is what links it to cells ("*", "a", "1"), "" for a general note."""

    text: str
    mark: str = ""
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class RowPiece:
    """What of a row's cell in ``column`` (its first) stands on the next page, after a page break."""

    column: int
    text: str
    bbox: BBox | None = None


@dataclass(frozen=True, slots=True)
class TablePart:
    """One page's share of a table that was joined: ``rows`` of the joined table stood on ``page`` in ``bbox``.

    ``reason`` says why it was joined ("" for the first part); ``dropped_header`` are the texts of header rows that were
    repeated there, top to bottom; ``cut_row`` are the pieces there of the row before, which the page break cut in two.
    """

    page: int
    rows: range
    bbox: BBox | None = None
    reason: str = ""
    dropped_header: tuple[tuple[str, ...], ...] = ()
    cut_row: tuple[RowPiece, ...] = ()


@frozen
class Table:
    """A valid table. ``cells`` are kept row-major (first row, then first column).

    ``page`` counts from 1; ``bbox`` is in page points; ``flags`` are names of quality rules that fired;
    ``unassigned_words`` are words of the region that are in no cell; ``rotation`` is the number of degrees
    clockwise the table must be turned to be read (0, 90, 180, 270); ``text_source`` is ``"pdf"``, ``"ocr"`` or ``""``.
    ``caption``, ``notes`` and ``units_line`` stand around it on the page; ``parts`` are the pages of a joined table.

    Raises ``GridError`` when the cells overlap, leave a hole, reach outside, or the grid is absurdly large.
    """

    num_rows: int
    num_columns: int
    cells: tuple[Cell, ...]
    page: int = 1
    bbox: BBox | None = None
    confidence: float | None = None
    flags: tuple[str, ...] = ()
    unassigned_words: tuple[Word, ...] = field(default=())
    id: str | None = None
    rotation: int = 0
    text_source: str = ""
    caption: TextBlock | None = None
    notes: tuple[Note, ...] = ()
    units_line: str | None = None
    parts: tuple[TablePart, ...] = ()

    def __post_init__(self) -> None:
        if self.num_rows < 0 or self.num_columns < 0 or (self.num_rows == 0) != (self.num_columns == 0):
            raise GridError(f"impossible grid size {self.num_rows} x {self.num_columns}")
        if self.num_rows * self.num_columns > MAX_GRID_CELLS:
            raise GridError(f"grid of {self.num_rows} x {self.num_columns} exceeds {MAX_GRID_CELLS} positions")
        if _are_single(self.num_rows, self.num_columns, self.cells):
            return
        ordered = tuple(sorted(self.cells, key=_start))
        object.__setattr__(self, "cells", ordered)
        _check_tiling(self.num_rows, self.num_columns, ordered)

    def owners(self) -> list[list[Cell]]:
        """The covering cell of each grid position: ``num_rows`` lists of ``num_columns`` cells (spans repeated)."""
        grid: list[list[Cell | None]] = [[None] * self.num_columns for _ in range(self.num_rows)]
        for cell in self.cells:
            for row, column in cell.positions():
                grid[row][column] = cell
        return grid  # type: ignore[return-value]  # tiling was checked when built

    @property
    def num_header_rows(self) -> int:
        """Number of leading rows whose every cell is a column-header cell."""
        return min((cell.rows.start for cell in self.cells if not cell.is_column_header), default=self.num_rows)

    # The writers live in table.io, which imports this module; hence the imports when called.

    def to_html(self, *, geometry: bool = True) -> str:
        """The table as one ``<table>`` element; see ``table.io.to_html``."""
        from table.io import to_html

        return to_html(self, geometry=geometry)

    def to_json(self, *, indent: int | None = None) -> str:
        """The table as JSON text; see ``table.io.to_json``."""
        from table.io import to_json

        return to_json(self, indent=indent)

    def to_csv(self, *, spans: Literal["repeat", "first"] = "repeat", header: Literal["stacked", "flat"] = "stacked") -> str:
        """The table as RFC 4180 text; see ``table.io.to_csv``."""
        from table.io import to_csv

        return to_csv(self, spans=spans, header=header)

    def to_markdown(self, *, spans: Literal["repeat", "first"] = "first") -> str:
        """The table in GitHub's Markdown; see ``table.io.to_markdown``."""
        from table.io import to_markdown

        return to_markdown(self, spans=spans)

    def to_pandas(self, *, values: Literal["typed", "text"] = "typed") -> DataFrame:
        """The table's body as a DataFrame; see ``table.io.to_pandas``."""
        from table.io import to_pandas

        return to_pandas(self, values=values)


_extent = attrgetter("rows.start", "rows.stop", "columns.start", "columns.stop")
_start = attrgetter("rows.start", "columns.start")


@lru_cache(maxsize=8)  # a table is made anew several times on its way
def _single_cells(num_rows: int, num_columns: int) -> tuple[tuple[int, int, int, int], ...]:
    """The extents of the cells of a grid without spans, row-major."""
    return tuple((row, row + 1, column, column + 1) for row in range(num_rows) for column in range(num_columns))


def _are_single(num_rows: int, num_columns: int, cells: tuple[Cell, ...]) -> bool:
    """Whether the cells are those of a grid without spans, row-major, as most tables' are: they tile it."""
    is_even = len(cells) == num_rows * num_columns and isinstance(cells, tuple)
    return is_even and tuple(map(_extent, cells)) == _single_cells(num_rows, num_columns)


def _check_tiling(num_rows: int, num_columns: int, cells: tuple[Cell, ...]) -> None:
    covered = [position for cell in cells for position in cell.positions()]
    if (
        len(set(covered)) == len(covered) == num_rows * num_columns
        and max((cell.rows.stop for cell in cells), default=0) <= num_rows
        and max((cell.columns.stop for cell in cells), default=0) <= num_columns
    ):
        return
    owner: dict[tuple[int, int], Cell] = {}  # what is wrong?
    for cell in cells:
        if cell.rows.stop > num_rows or cell.columns.stop > num_columns:
            raise GridError(f"cell {cell.text!r} at rows {cell.rows}, columns {cell.columns} reaches outside {num_rows} x {num_columns}")
        for position in cell.positions():
            if position in owner:
                raise GridError(f"cells overlap at row {position[0]}, column {position[1]}: {owner[position].text!r} and {cell.text!r}")
            owner[position] = cell
    if len(owner) != num_rows * num_columns:
        row, column = next((r, c) for r in range(num_rows) for c in range(num_columns) if (r, c) not in owner)
        raise GridError(f"no cell covers row {row}, column {column}")
