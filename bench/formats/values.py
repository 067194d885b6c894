"""What a foreign file gives: bare cells that may overlap or leave holes, with boxes in a frame of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from table import BBox, Cell
from table.cells import MAX_GRID_CELLS

Json = Mapping[str, Any]


class OutputError(ValueError):
    """A file of predictions cannot be understood; the message says what is missing."""


@dataclass(frozen=True, slots=True)
class OutputTable:
    """One table of a file. ``frame`` is the (width, height) of the page its boxes refer to.

    ``page`` (from 1), ``bbox`` and ``frame`` are ``None`` where the file does not tell them.
    """

    cells: tuple[Cell, ...]
    page: int | None = None
    bbox: BBox | None = None
    frame: tuple[float, float] | None = None
    id: str | None = None
    problem: str = ""


def cell_at(
    row: Any,
    column: Any,
    row_span: Any,
    column_span: Any,
    text: Any,
    bbox: BBox | None = None,
    *,
    is_header: bool = False,
    is_projected: bool = False,
) -> Cell:
    """A cell from the numbers a file claims; raises ``OutputError`` for impossible ones, before anything is allocated."""
    try:
        top, left, height, width = (int(value) for value in (row, column, row_span, column_span))
    except (TypeError, ValueError) as error:
        raise OutputError(f"a cell's row, column or span is no number: {row!r}, {column!r}, {row_span!r}, {column_span!r}") from error
    height, width = max(1, height), max(1, width)
    if top < 0 or left < 0 or (top + height) * (left + width) > MAX_GRID_CELLS:
        raise OutputError(f"a cell at row {top}, column {left} with spans {height} x {width} is outside any table we compare")
    return Cell(range(top, top + height), range(left, left + width), "" if text is None else str(text), bbox, is_header, is_projected)


def corners(values: Any) -> BBox | None:
    """The box around any number of x, y pairs; ``None`` when there are none. Raises ``OutputError`` for other values."""
    if not values:
        return None
    try:
        numbers = [float(value) for value in values]
        xs, ys = numbers[0::2], numbers[1::2]
        return BBox(min(xs), min(ys), max(xs), max(ys))
    except (TypeError, ValueError) as error:
        raise OutputError(f"no box: {str(values)[:80]}") from error


def items(value: Any, what: str) -> list[Json]:
    """The list of objects ``value``; raises ``OutputError`` naming ``what`` it should have been."""
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise OutputError(f"expected a list of {what}")
    return value
