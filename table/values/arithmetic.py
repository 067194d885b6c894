"""Totals found by their words and place and proved by their sums: evidence that values stand where they belong.

A candidate row (a total word, a last row, a row without label) is a total only if some set of rows above or below it adds
up to it (``sums``) in two columns or more, or in one column with three terms or more. Columns like those that add up which then do
not are named: a value was lost, shifted or misread there, or the document is wrong.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from table.cells import Table
from table.values.amounts import BLANK, Axis, Lines, has_total_word
from table.values.sums import MIN_COLUMNS, Mismatch, Position, Sums, add_up
from table.values.typed import TypedTable

MIN_TERMS_ALONE = 3  # terms of a sum in one column alone
MIN_DIGITS_ALONE = 3.5  # ... or the digits that agree
MIN_ROWS = 3  # rows that a set of columns must add up in
MIN_DIGITS_RUN = 3.9  # that agree in the sums of a run of lines: many runs are tried
MIN_BESIDE_BLANK = 2  # right sums beside a blank one that make it a lost one
MOST_SEARCHED = 60  # lines before a candidate that are tried as its terms, one after the other
MAX_TABLE_ROWS = 2_000  # beyond, looking for terms would cost more than it tells
SUM_CONFIRMED, SUM_MISMATCH = "sum_confirmed", "sum_mismatch"
How = Literal["near", "run", "broad"]


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
    rows, columns = Lines.of(typed)
    return (*_totals("row", rows), *_totals("column", columns))


def _totals(axis: Axis, lines: Lines) -> list[Total]:
    found: dict[int, Total] = {}
    for position, line in enumerate(lines.body):
        is_named = has_total_word(lines.labels[line])
        is_candidate = is_named or (axis == "row" and (not lines.labels[line] or position == len(lines.body) - 1))
        if is_candidate and (total := _best(axis, lines, position, found, is_named=is_named)):
            found[line] = total
    added = {place for total in found.values() for place in (_place(axis, *position) for position in total.confirmed)}
    return [replace(total, mismatches=tuple(_sure(axis, lines, total, added))) for total in found.values()]


def _place(axis: Axis, row: int, column: int) -> int:
    return column if axis == "row" else row


def _sure(axis: Axis, lines: Lines, total: Total, added: Collection[int]) -> Iterator[Mismatch]:
    """The mismatches that say something: where no sum of the column is right, averages and rates are below their largest term.

    A blank total is lost only where all its terms are there, and all other sums of its line are right.
    """
    for one in total.mismatches:
        place = _place(axis, one.row, one.column)
        at = place if axis == "row" else lines.places.index(place)
        terms = [lines.amounts[term][at] or BLANK for term in total.terms]
        numbers = [term.number for term in terms]
        if any(amount.parts for amount in (lines.amounts[total.index][at] or BLANK, *terms)):
            is_sure = True
        elif (lines.amounts[total.index][at] or BLANK).is_blank:
            is_alone = len(total.mismatches) == 1 and not any(term.is_blank for term in terms)
            is_sure = place in added and is_alone and len(total.confirmed) >= MIN_BESIDE_BLANK
        else:
            is_sure = place in added or min(numbers) < 0 or one.printed >= max(numbers)
        if is_sure:
            yield one


def _best(axis: Axis, lines: Lines, position: int, found: dict[int, Total], *, is_named: bool) -> Total | None:
    """The first set of terms that adds up everywhere, else the one that adds up best."""
    others: list[tuple[int, Total]] = []
    for how, terms in _term_sets(lines, position, found, is_named=is_named):
        sums = add_up(lines, lines.body[position], terms)
        if not _is_proved(axis, sums, is_named=is_named) or (how == "run" and sums.digits < MIN_DIGITS_RUN):
            continue
        total = Total(axis, lines.body[position], terms, sums.confirmed)
        if not sums.num_wrong and not sums.mismatches:
            return total
        is_near = how != "broad" or len(sums.confirmed) >= 2 * sums.num_wrong
        if not sums.mismatches or (is_near and sums.is_sure_of_wrong(is_named=is_named)):
            others.append((len(sums.confirmed) - sums.num_wrong, replace(total, mismatches=sums.mismatches)))
    return max(others, key=lambda pair: pair[0])[1] if others else None


def _is_proved(axis: Axis, sums: Sums, *, is_named: bool) -> bool:
    is_row, num = axis == "row", len(sums.confirmed) + sums.num_completed
    if num >= (MIN_COLUMNS if is_row else MIN_ROWS):
        return True
    if not is_named:
        return False
    is_exact = sums.digits >= MIN_DIGITS_ALONE
    if not sums.confirmed:
        return is_row and is_exact and (sums.is_shifted or sums.num_completed >= MIN_COLUMNS)
    is_long = sums.num_terms >= MIN_TERMS_ALONE
    return (is_long or is_exact) if is_row else (num >= MIN_COLUMNS and is_long)


def _term_sets(lines: Lines, position: int, found: dict[int, Total], *, is_named: bool) -> Iterator[tuple[How, tuple[int, ...]]]:
    """Candidate terms, nearest first, and how they were come by.

    The block before (back to a break, a total), all totals before, the block after; for a named line each run of lines before it
    that no other total holds; all others before, all after.
    """
    line, before, after = lines.body[position], lines.body[:position], lines.body[position + 1 :]
    sets: tuple[tuple[How, Iterable[list[int]]], ...] = (
        ("near", [_block(lines, list(reversed(before)), found, line), [other for other in before if other in found]]),
        ("near", [_block(lines, after, found, line)]),
        ("run", _runs(before, found) if is_named else ()),
        ("broad", [[other for other in before if other not in found]]),
        ("broad", [[other for other in after if not has_total_word(lines.labels[other])]]),
    )
    seen: set[tuple[int, ...]] = set()
    for how, block in ((how, block) for how, blocks in sets for block in blocks):
        terms = tuple(sorted(block))
        if len(terms) >= 2 and terms not in seen:
            seen.add(terms)
            yield how, terms


def _runs(before: Sequence[int], found: dict[int, Total]) -> Iterator[list[int]]:
    """The last two, three, ... lines before that are no terms of a total: "total assets" is total current assets and what follows."""
    held = {term for total in found.values() for term in total.terms}
    free = [line for line in before if line not in held][-MOST_SEARCHED:]
    yield from (free[start:] for start in range(len(free) - 2, -1, -1))


def _block(lines: Lines, others: Sequence[int], found: dict[int, Total], start: int) -> list[int]:
    """The neighbouring lines up to a section row or a total."""
    block: list[int] = []
    previous = start
    for line in others:
        between = range(min(line, previous) + 1, max(line, previous))
        if line in found or (has_total_word(lines.labels[line]) and block) or any(row in lines.breaks for row in between if block):
            break
        block.append(line)
        previous = line
    return block


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
