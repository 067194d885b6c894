"""Faults seeded into a table that was read, to see what the check of totals finds of them.

For each proved total one of its confirmed sums is drawn with a seed, and each kind of fault is done to it alone:

- ``dropped``: a value is lost (its cell is blank);
- ``misread``: one digit is another;
- ``sideways``: a value changes places with its neighbour in the next column (row, for a total of columns);
- ``slid``: from some value on, each stands one row (column) further, and the last is lost.

A fault that changes no text (equal neighbours) is none. *Flagged*: the table gets a mismatch, *named*: one in the line that was hurt.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from table import Table
from table.values import type_table
from table.values.amounts import Axis
from table.values.arithmetic import Total, find_totals
from table.values.sums import Position

Texts = dict[Position, str]


@dataclass(frozen=True, slots=True)
class Outcome:
    """One seeded fault and whether the check found it."""

    kind: str
    is_flagged: bool
    is_named: bool


def seeded_outcomes(table: Table, totals: Sequence[Total], seed: str) -> Iterator[Outcome]:
    """Every kind of fault for every confirmed total of ``table``; tables whose sums were wrong before are left out.

    ``seed`` with the number of the total draws the sum and the value.
    """
    if any(total.mismatches for total in totals):
        return
    texts = {(cell.rows.start, cell.columns.start): cell.text for cell in table.cells if not cell.is_spanning}
    for number, total in enumerate(totals):
        for kind, hurt in KINDS.items():
            draw = random.Random(f"{seed} {number} {kind}")
            sum_at = draw.choice(total.confirmed)
            place = sum_at[1] if total.axis == "row" else sum_at[0]
            line = [position for term in sorted((*total.terms, total.index)) if (position := _at(total.axis, term, place)) in texts]
            changed = hurt(texts, line, total.axis, draw)
            if any(texts[position] != text for position, text in changed.items()):
                yield _outcome(kind, _with_texts(table, changed), total.axis, place)


def _outcome(kind: str, table: Table, axis: Axis, place: int) -> Outcome:
    wrong = [(total.axis, mismatch) for total in find_totals(type_table(table)) for mismatch in total.mismatches]
    is_named = any(found == axis and (m.column if axis == "row" else m.row) == place for found, m in wrong)
    return Outcome(kind, bool(wrong), is_named)


def _at(axis: Axis, line: int, place: int) -> Position:
    """The position of a total's or a term's cell: the row and column, or turned."""
    return (line, place) if axis == "row" else (place, line)


def _with_texts(table: Table, changed: Texts) -> Table:
    cells = (replace(cell, text=changed.get((cell.rows.start, cell.columns.start), cell.text)) for cell in table.cells)
    return replace(table, cells=tuple(cells))


def dropped(texts: Texts, line: Sequence[Position], axis: Axis, draw: random.Random) -> Texts:
    """A value is lost: no dash and no zero."""
    return {draw.choice([position for position in line if set(texts[position]) & set("123456789")]): ""}


def misread(texts: Texts, line: Sequence[Position], axis: Axis, draw: random.Random) -> Texts:
    """One digit is another."""
    position = draw.choice([position for position in line if any(sign.isdigit() for sign in texts[position])])
    text = texts[position]
    at = draw.choice([index for index, sign in enumerate(text) if sign.isdigit()])
    return {position: text[:at] + draw.choice([digit for digit in "123456789" if digit != text[at]]) + text[at + 1 :]}


def sideways(texts: Texts, line: Sequence[Position], axis: Axis, draw: random.Random) -> Texts:
    """A value changes places with its neighbour in the next column, or the one before where there is none."""
    row, column = draw.choice(line)
    step = (0, 1) if axis == "row" else (1, 0)
    for sign in (1, -1):
        other = (row + sign * step[0], column + sign * step[1])
        if other in texts:
            return {(row, column): texts[other], other: texts[row, column]}
    return {}


def slid(texts: Texts, line: Sequence[Position], axis: Axis, draw: random.Random) -> Texts:
    """From some value on, each stands one line further, the last is lost."""
    start = draw.randrange(len(line) - 1)
    moved = {after: texts[before] for before, after in zip(line[start:], line[start + 1 :], strict=False)}
    return {line[start]: "", **moved}


KINDS: dict[str, Callable[[Texts, Sequence[Position], Axis, random.Random], Texts]] = {
    "dropped": dropped,
    "misread": misread,
    "sideways": sideways,
    "slid": slid,
}
