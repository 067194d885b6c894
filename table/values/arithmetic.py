"""Totals found by their words and place and proved by their sums: evidence that values stand where they belong.

A candidate row (a total word, a last row, a row without label) is a total only if some set of rows above or below it adds
up to it in two columns or more, or in one column with three terms or more. Columns that then do not add up are named:
a value was lost, shifted or misread there, or the document is wrong. Sums are compared within printed rounding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal

from table.cells import Table
from table.values.typed import TypedTable, header_texts
from table.values.value import Value, ValueType

_TOTAL = re.compile(
    r"\b(?:sub-?totals?|totals?|totaux|totale|totaal|totalt|sum|summe|insgesamt|zusammen|gesamt\w*|ensemble|razem|ogółem|celkem|suma|somme)\b"
    r"|итого|всего|合计|合計|总计|総計|小計|小计|계|\bnet (?:income|loss|assets|cash)|^all\b|المجموع",
    re.I,
)
MIN_COLUMNS = 2  # columns that a set of rows must add up in, to be the terms of a total
MIN_TERMS_ALONE = 3  # ... or, in one column, the number of its terms
MIN_ROWS = 3  # rows that a set of columns must add up in
MOST = Decimal("0.7")  # share of the comparable columns (rows) that must add up before the others are called wrong
MAX_TABLE_ROWS = 2_000  # beyond, looking for terms would cost more than it tells
SUM_CONFIRMED, SUM_MISMATCH = "sum_confirmed", "sum_mismatch"
Axis = Literal["row", "column"]
Position = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Mismatch:
    """A cell that should hold the sum of its terms and does not; amounts in the printed unit."""

    row: int
    column: int
    printed: Decimal
    expected: Decimal


@dataclass(frozen=True, slots=True)
class Total:
    """A proved total: the ``index``-th row (column) is the sum of the rows (columns) ``terms``.

    ``confirmed`` are the positions of the total's cells whose sums are right.
    """

    axis: Axis
    index: int
    terms: tuple[int, ...]
    confirmed: tuple[Position, ...]
    mismatches: tuple[Mismatch, ...] = ()


def find_totals(typed: TypedTable) -> tuple[Total, ...]:
    """The proved totals of a table, rows first; empty without any."""
    if typed.table.num_rows > MAX_TABLE_ROWS or typed.table.num_columns < 2:
        return ()
    lines = _Lines.of(typed)
    return (*_totals("row", lines), *_totals("column", _Lines.of(typed, is_turned=True)))


@dataclass(frozen=True, slots=True)
class _Lines:
    """Rows (or columns) of amounts. ``amounts[line][place]``: number and decimals, zero for nothing, ``None`` for no amount."""

    amounts: list[list[tuple[Decimal, int] | None]]
    labels: list[str]
    body: list[int]
    breaks: frozenset[int]  # lines where a block of terms ends: section rows
    is_turned: bool
    places: tuple[int, ...] = ()  # the row of each place, where columns are the lines

    @staticmethod
    def of(typed: TypedTable, *, is_turned: bool = False) -> _Lines:
        grid = [[_amount(value) for _, value in row] for row in typed.grid()]
        places = [c for c in range(typed.table.num_columns) if c >= typed.num_stub_columns and _can_add_up(typed, c)]
        spanned = {(r, c) for cell in typed.table.cells if cell.is_spanning for r, c in cell.positions()}
        grid = [[None if (r, c) in spanned else amount for c, amount in enumerate(row)] for r, row in enumerate(grid)]
        sections = frozenset(row for cell in typed.table.cells if cell.is_projected_row_header for row in cell.rows)
        rows = [r for r in range(typed.table.num_header_rows, typed.table.num_rows) if r not in sections]
        if is_turned:
            turned = [[grid[r][c] for r in rows] for c in range(typed.table.num_columns)]
            headers = [" ".join(header_texts(typed.table, c)) for c in range(typed.table.num_columns)]
            return _Lines(turned, headers, places, frozenset(), True, tuple(rows))
        kept = [[amount if c in places else None for c, amount in enumerate(row)] for row in grid]
        return _Lines(kept, _labels(typed), rows, sections, False)


def _amount(value: Value) -> tuple[Decimal, int] | None:
    if value.type in (ValueType.NIL, ValueType.BLANK):
        return Decimal(0), 0
    number = value.number
    return None if number is None or value.type is ValueType.PERCENT else (number, value.decimals or 0)


def _can_add_up(typed: TypedTable, column: int) -> bool:
    found = typed.columns[column]
    return found.type in (ValueType.NUMBER, ValueType.CURRENCY) and found.units.unit != "%"


def _labels(typed: TypedTable) -> list[str]:
    stub = max(1, typed.num_stub_columns)
    return [" ".join(dict.fromkeys(cell.text.strip() for cell in row[:stub] if cell.text.strip())) for row in typed.table.owners()]


def _totals(axis: Axis, lines: _Lines) -> Iterator[Total]:
    found: set[int] = set()
    for position, line in enumerate(lines.body):
        is_named = _TOTAL.search(lines.labels[line]) is not None
        is_candidate = is_named or (axis == "row" and (not lines.labels[line] or position == len(lines.body) - 1))
        if not is_candidate:
            continue
        for terms in _term_sets(lines, position, found):
            total = _proved(axis, lines, line, terms, is_named=is_named)
            if total is not None:
                found.add(line)
                yield total
                break


def _term_sets(lines: _Lines, position: int, found: set[int]) -> Iterator[tuple[int, ...]]:
    """Candidate terms, nearest first: the block before (back to a break, a total), all totals before, all others before, then after."""
    before, after = lines.body[:position], lines.body[position + 1 :]
    seen: set[tuple[int, ...]] = set()
    for candidate in (
        _block(lines, list(reversed(before)), found, lines.body[position]),
        [line for line in before if line in found],
        [line for line in before if line not in found],
        _block(lines, after, found, lines.body[position]),
        [line for line in after if not _TOTAL.search(lines.labels[line])],
    ):
        terms = tuple(sorted(candidate))
        if len(terms) >= 2 and terms not in seen:
            seen.add(terms)
            yield terms


def _block(lines: _Lines, others: Sequence[int], found: set[int], start: int) -> list[int]:
    """The neighbouring lines up to a section row or a total."""
    block: list[int] = []
    previous = start
    for line in others:
        between = range(min(line, previous) + 1, max(line, previous))
        if line in found or (_TOTAL.search(lines.labels[line]) and block) or any(row in lines.breaks for row in between if block):
            break
        block.append(line)
        previous = line
    return block


def _proved(axis: Axis, lines: _Lines, line: int, terms: tuple[int, ...], *, is_named: bool) -> Total | None:
    confirmed: list[Position] = []
    mismatches: list[Mismatch] = []
    strong = 0
    for place, printed in enumerate(lines.amounts[line]):
        amounts = [lines.amounts[term][place] for term in terms]
        if printed is None or None in amounts:
            continue
        numbers = [amount for amount in amounts if amount is not None]
        if printed[0] == 0 or sum(number != 0 for number, _ in numbers) < 2:
            continue
        position = (lines.places[place], line) if lines.is_turned else (line, place)
        expected = sum((number for number, _ in numbers), Decimal(0))
        if abs(expected - printed[0]) <= _tolerance([printed, *numbers]):
            confirmed.append(position)
            strong = max(strong, sum(number != 0 for number, _ in numbers))
        elif _should_add_up(printed[0], [number for number, _ in numbers]):
            mismatches.append(Mismatch(*position, printed[0], expected))
    needed = MIN_ROWS if axis == "column" else MIN_COLUMNS
    is_proved = len(confirmed) >= needed or (axis == "row" and is_named and len(confirmed) == 1 and strong >= MIN_TERMS_ALONE)
    least = MOST if is_named else 1  # a row that nothing names is a total only if everything adds up
    if not is_proved or len(confirmed) < least * (len(confirmed) + len(mismatches)):
        return None
    return Total(axis, line, terms, tuple(confirmed), tuple(mismatches))


def _should_add_up(printed: Decimal, terms: Sequence[Decimal]) -> bool:
    """Whether a wrong sum says something: averages and rates are below their largest term, changes have both signs."""
    return all(term >= 0 for term in terms) and printed >= max(terms)


def weigh_sums(typed: TypedTable) -> Table:
    """The table with the confidence of all cells of proved sums raised, and the flag ``sum_mismatch`` where one is wrong.

    A confirmed sum halves what was missing to certainty, for the total and for its terms.
    """
    totals = find_totals(typed)
    proved = {position for total in totals for position in sum_positions(total)}
    if not totals:
        return typed.table
    wrong = any(total.mismatches for total in totals)
    cells = tuple(
        replace(cell, confidence=(1 + cell.confidence) / 2)
        if cell.confidence is not None and (cell.rows.start, cell.columns.start) in proved
        else cell
        for cell in typed.table.cells
    )
    return replace(typed.table, cells=cells, flags=(*typed.table.flags, *((SUM_MISMATCH,) if wrong else ())))


def sum_positions(total: Total) -> Iterator[Position]:
    """The positions of a total's confirmed cells and of the terms they confirm."""
    for row, column in total.confirmed:
        yield row, column
        yield from ((term, column) if total.axis == "row" else (row, term) for term in total.terms)


def _tolerance(amounts: Sequence[tuple[Decimal, int]]) -> Decimal:
    """Half a unit of the last printed decimal for each number that was rounded; at least nothing for exact ones."""
    decimals = max(places for _, places in amounts)
    return Decimal(len(amounts)).scaleb(-decimals) / 2
