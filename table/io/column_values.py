"""Columns as a program wants them: one kind of value each, or the printed texts where a column is not of one kind.

For pandas and Arrow alike. A column gets a kind only if every filled body cell has a sure value of it; dashes, "n/a" and
blanks are missing. One doubtful cell leaves the column as text, so that no value is lost or guessed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Literal

from table.values import TypedTable, Value, ValueType
from table.values.value import ABSENT, QUANTITIES

DType = Literal["integer", "float", "date", "boolean", "text"]
MAX_EXACT = 2**53  # larger whole numbers are texts: a float would change them


@dataclass(frozen=True, slots=True)
class ColumnValues:
    """``values`` of the rows below the column header, top to bottom; texts as printed for ``"text"``."""

    dtype: DType
    values: list[Any]


def column_values(typed: TypedTable) -> list[ColumnValues]:
    """One entry per column; a spanning cell counts in each of its rows and columns."""
    body = typed.grid()[typed.table.num_header_rows :]
    return [_column([row[index] for row in body]) for index in range(typed.table.num_columns)]


def _column(cells: list[Any]) -> ColumnValues:
    values: list[Value] = [value for _, value in cells]
    filled = [value for value in values if value.type not in ABSENT]
    dtype = _dtype(filled)
    if dtype == "text":
        return ColumnValues("text", [cell.text for cell, _ in cells])
    return ColumnValues(dtype, [_plain(value.value, dtype) for value in values])


def _dtype(filled: list[Value]) -> DType:
    if not filled or any(value.value is None for value in filled):
        return "text"
    kinds = {value.type for value in filled}
    if kinds <= QUANTITIES:
        if len({(value.type is ValueType.PERCENT, value.scale, value.unit) for value in filled}) > 1:
            return "text"
        numbers = [value.number for value in filled if value.number is not None]
        if any(abs(number) >= MAX_EXACT for number in numbers):
            return "text"
        return "float" if any(value.decimals or number != int(number) for value, number in zip(filled, numbers, strict=True)) else "integer"
    if kinds == {ValueType.DATE} and all(value.precision == "day" for value in filled):
        return "date"
    return "boolean" if kinds == {ValueType.BOOLEAN} else "text"


def _plain(value: object, dtype: DType) -> int | float | date | bool | None:
    if isinstance(value, Decimal):
        return int(value) if dtype == "integer" else float(value)
    return value if isinstance(value, date | bool) else None
