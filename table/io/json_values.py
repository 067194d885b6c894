"""Typed values and what stands around a table as JSON: additions to the objects of ``json_format``, nothing is replaced."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from table.cells import Note, RowPiece, TablePart, TextBlock
from table.geometry import BBox
from table.io.format_error import FormatError
from table.values.arithmetic import SUM_CONFIRMED, SUM_MISMATCH, find_totals
from table.values.marks import plain_mark
from table.values.typed import TypedTable
from table.values.units import Units
from table.values.value import Value

Json = dict[str, Any]
_OPTIONAL = ("decimals", "currency", "symbol", "unit", "absence", "precision")


def value_to_dict(value: Value) -> Json:
    """``type`` and ``value``, and whatever else is known; a date is ISO text, a range a list of two."""
    found: Json = {"type": value.type.value, "value": plain_value(value)}
    found.update({name: getattr(value, name) for name in _OPTIONAL if getattr(value, name) is not None})
    if value.scale != 1:
        found["scale"] = value.scale
    if value.marks:
        found["marks"] = list(value.marks)
    if value.flags:
        found["value_flags"] = [flag.value for flag in value.flags]
    if value.readings:
        found["readings"] = list(value.readings)
    return found


def plain_value(value: Value) -> Any:
    """The value as JSON knows it: a number where it is exact, else its digits as text."""
    if isinstance(value.value, tuple):
        return [None if end is None else _number(end) for end in value.value]
    if isinstance(value.value, date):
        return value.value.isoformat()[:7] if value.precision == "month" else value.value.isoformat()
    return _number(value.value) if isinstance(value.value, Decimal) else value.value


def _number(number: Decimal) -> int | float | str:
    if number == number.to_integral_value() and abs(number) < 2**53:
        return int(number)
    return float(number) if Decimal(repr(float(number))) == number else str(number)


def columns_to_list(typed: TypedTable) -> list[Json]:
    """``type`` and ``share`` of each column, with the units stated for it."""
    return [{"type": column.type.value, "share": round(column.share, 4), **_units(column.units)} for column in typed.columns]


def _units(units: Units) -> Json:
    found: Json = {name: getattr(units, name) for name in ("unit", "currency", "symbol") if getattr(units, name)}
    return {**found, "scale": units.scale} if units.scale != 1 else found


def totals_to_list(typed: TypedTable) -> list[Json]:
    """The proved totals: which row or column is the sum of which, the cells that add up and those that do not."""
    return [
        {
            "axis": total.axis,
            "index": total.index,
            "terms": list(total.terms),
            SUM_CONFIRMED: [list(position) for position in total.confirmed],
            SUM_MISMATCH: [
                {"row": wrong.row, "column": wrong.column, "printed": _number(wrong.printed), "expected": _number(wrong.expected)}
                for wrong in total.mismatches
            ],
        }
        for total in find_totals(typed)
    ]


def surroundings_to_dict(typed: TypedTable) -> Json:
    """Caption, notes with the positions of the cells that bear their mark, units line and parts, each only where there is one."""
    table = typed.table
    found: Json = {}
    if table.caption:
        found["caption"] = {"text": table.caption.text, "bbox": box_to_list(table.caption.bbox)}
    if table.notes:
        found["notes"] = [
            {"mark": note.mark, "text": note.text, "bbox": box_to_list(note.bbox), "cells": _bearers(typed, note.mark)}
            for note in table.notes
        ]
    if table.units_line:
        found["units_line"] = table.units_line
    if table.parts:
        found["parts"] = [
            {
                "page": part.page,
                "first_row": part.rows.start,
                "num_rows": len(part.rows),
                "bbox": box_to_list(part.bbox),
                "reason": part.reason,
                "dropped_header": [list(row) for row in part.dropped_header],
                **({"cut_row": [_piece_to_dict(piece) for piece in part.cut_row]} if part.cut_row else {}),
            }
            for part in table.parts
        ]
    return found


def _piece_to_dict(piece: RowPiece) -> Json:
    return {"column": piece.column, "text": piece.text, "bbox": box_to_list(piece.bbox)}


def _bearers(typed: TypedTable, mark: str) -> list[list[int]]:
    """First positions of the cells that bear ``mark``; a general note has none."""
    if not mark:
        return []
    pairs = zip(typed.table.cells, typed.values, strict=True)
    return [[cell.rows.start, cell.columns.start] for cell, value in pairs if mark in map(plain_mark, value.marks)]


def surroundings_from_dict(fields: Json, read_box: Callable[[object], BBox | None]) -> dict[str, Any]:
    """The keyword arguments of ``Table`` for what ``surroundings_to_dict`` wrote; raises ``FormatError`` for other shapes."""
    try:
        caption = fields.get("caption")
        return {
            "caption": TextBlock(str(caption["text"]), read_box(caption.get("bbox"))) if caption else None,
            "notes": tuple(Note(str(n["text"]), str(n["mark"]), read_box(n.get("bbox"))) for n in fields.get("notes", ())),
            "units_line": None if fields.get("units_line") is None else str(fields["units_line"]),
            "parts": tuple(_part(part, read_box) for part in fields.get("parts", ())),
        }
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise FormatError(f"caption, notes or parts are not as written: {error}") from error


def _part(fields: Json, read_box: Callable[[object], BBox | None]) -> TablePart:
    rows = range(fields["first_row"], fields["first_row"] + fields["num_rows"])
    dropped = tuple(tuple(map(str, row)) for row in fields["dropped_header"])
    pieces = tuple(RowPiece(int(item["column"]), str(item["text"]), read_box(item.get("bbox"))) for item in fields.get("cut_row", ()))
    return TablePart(int(fields["page"]), rows, read_box(fields["bbox"]), str(fields["reason"]), dropped, pieces)


def box_to_list(bbox: BBox | None) -> list[float] | None:
    """``[x0, y0, x1, y1]``, ``None`` where there is no box."""
    return None if bbox is None else list(bbox)
