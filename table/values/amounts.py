"""Rows and columns of a typed table as lines of amounts, for sums: what adds up, what names a line, where a block ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from table.cells import Cell
from table.frozen import frozen
from table.values.lexing import lex
from table.values.typed import TypedTable, column_headers
from table.values.value import Value, ValueFlag, ValueType

_TOTAL = re.compile(
    r"\b(?:sub-?totals?|totals?|totaux|totale|totaal|totalt|sum|summe|insgesamt|zusammen|gesamt\w*|ensemble|razem|ogółem|celkem|suma|somme)\b"
    r"|итого|всего|合计|合計|总计|総計|小计|小計|계|\bnet (?:income|loss|assets|cash)|^all\b|المجموع",
    re.I,
)
_NOT_ADDED = re.compile(
    r"%|\b(?:percent\w*|(?<!except )(?<!except for )per (?!cent)\w+|average|avg|mean|median|rates?|ratios?|margins?|yields?|index|weighted"
    r"|price|psf)\b",
    re.I,
)
_NEGATIVE = "(-−–—"
Axis = Literal["row", "column"]
Grid = list[list[tuple[Cell, Value]]]


@frozen
class Amount:
    """A number in the printed unit, 0 for a dash and a blank. ``is_assumed``: that a sign groups its thousands is not sure.

    ``parts`` are the numbers (without sign) of a text that is no amount; ``number`` is 0 then.
    """

    number: Decimal
    decimals: int = 0
    is_blank: bool = False
    is_assumed: bool = False
    parts: frozenset[Decimal] = frozenset()


DASH, BLANK = Amount(Decimal(0)), Amount(Decimal(0), is_blank=True)


@dataclass(frozen=True, slots=True)
class Lines:
    """Rows (or columns) of amounts: ``amounts[line][place]``, ``None`` for what cannot be added.

    ``kinds[place]`` tells which places are alike: the printed decimals of a column (all alike, where columns are the
    lines), ``None`` for one whose header speaks of shares, rates or changes.
    """

    amounts: Sequence[Sequence[Amount | None]]
    labels: list[str]
    body: list[int]
    breaks: frozenset[int]  # lines where a block of terms ends: section rows
    kinds: Sequence[object]
    is_turned: bool
    places: tuple[int, ...] = ()  # the row of each place, where columns are the lines

    @staticmethod
    def of(typed: TypedTable) -> tuple[Lines, Lines]:
        """The rows of a table and its columns; spanning cells hold no amounts."""
        values = typed.grid()
        columns = [c for c in range(typed.table.num_columns) if c >= typed.num_stub_columns and _can_add_up(typed, c)]
        grid = [
            [None if c not in columns or cell.is_spanning else _amount(cell, value) for c, (cell, value) in enumerate(row)]
            for row in values
        ]
        sections = frozenset(row for cell in typed.table.cells if cell.is_projected_row_header for row in cell.rows)
        rows = [r for r in range(typed.table.num_header_rows, typed.table.num_rows) if r not in sections]
        labels = _labels(typed, values)
        texts = column_headers(typed.table)
        headers = [" ".join(above) for above in texts]
        turned = [[grid[r][c] for r in rows] for c in range(typed.table.num_columns)]
        are_added = [None if _NOT_ADDED.search(labels[r]) else True for r in rows]
        kinds = [_kind(c, values, grid, above) for c, above in enumerate(texts)]
        return (
            Lines(grid, labels, rows, sections, kinds, False),
            Lines(turned, headers, columns, frozenset(), are_added, True, tuple(rows)),
        )

    def number(self, line: int, place: int) -> Decimal:
        """What a line adds in a place, 0 where there is no amount."""
        amount = self.amounts[line][place]
        return amount.number if amount else Decimal(0)

    def position(self, line: int, place: int) -> tuple[int, int]:
        """The row and column of a line's amount."""
        return (self.places[place], line) if self.is_turned else (line, place)


def _parts(text: str) -> Amount | None:
    """The numbers among the words of a text: it may be two values that stand in one cell, or a value with a word of another cell."""
    numerals = [quantity.numeral for word in text.split() if (quantity := lex(word).quantity)]
    numbers = [number for numeral in numerals if (number := numeral.number(".")) is not None]
    has_others = len(numbers) > 1 or any(sign.isalpha() for sign in text)
    return Amount(Decimal(0), parts=frozenset(map(abs, numbers))) if numbers and has_others else None


def has_total_word(label: str) -> bool:
    """Whether a label calls its row or column a total."""
    return _TOTAL.search(label) is not None


def lines_of(typed: TypedTable, axis: Axis) -> Iterator[tuple[int, str, Sequence[Amount | None]]]:
    """Index, label and amounts of each row (column) that could be a total."""
    by_row, by_column = Lines.of(typed)
    lines = by_row if axis == "row" else by_column
    yield from ((line, lines.labels[line], lines.amounts[line]) for line in lines.body)


def _amount(cell: Cell, value: Value) -> Amount | None:
    if value.type in (ValueType.NIL, ValueType.BLANK):
        return DASH if value.type is ValueType.NIL else BLANK
    number = value.number
    if number is not None and value.type is not ValueType.PERCENT:
        return Amount(number, value.decimals or 0)
    if value.type is ValueType.TEXT:
        return _parts(cell.text) if any(sign.isdigit() for sign in cell.text) else None
    if value.flags == (ValueFlag.AMBIGUOUS_LOCALE,) and not set(cell.text) & set(_NEGATIVE):
        return _grouped(value)
    return None


def _grouped(value: Value) -> Amount | None:
    """An amount of which only the sign is unsure that groups its thousands, as if it grouped them: a sum tells whether it does."""
    whole = [text for text in value.readings if text.isdigit()]
    return Amount(Decimal(whole[0]), is_assumed=True) if whole else None


def _can_add_up(typed: TypedTable, column: int) -> bool:
    found = typed.columns[column]
    return found.type in (ValueType.NUMBER, ValueType.CURRENCY) and found.units.unit != "%"


def _kind(column: int, values: Grid, amounts: Sequence[Sequence[Amount | None]], headers: Sequence[str]) -> object:
    first = next((value for row in values if (value := row[column][1]).is_quantity), None)
    if (first and first.type is ValueType.PERCENT) or any(map(_NOT_ADDED.search, headers[-1:])):
        return None
    return max((amount.decimals for row in amounts if (amount := row[column])), default=0)


def _labels(typed: TypedTable, values: Grid) -> list[str]:
    stub = max(1, typed.num_stub_columns)
    return [" ".join(dict.fromkeys(text for cell, _ in row[:stub] if (text := cell.text.strip()))) for row in values]
