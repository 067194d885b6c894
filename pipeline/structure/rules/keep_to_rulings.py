"""Words stay on their side of the rulings of their row, wherever the columns' borders lie.

A form draws each row's cells for itself: a column's border, which is one for all rows, cuts the texts of the others ("2. Number 3. | Have
you filed?" where a line runs down before the "3."). Between borders of cells that are drawn where they lie, as many other borders as
other rulings of the row are these rulings, in their order; words between a border and its ruling go to the cell on the ruling's other side.
A ruling that would leave a cell without its words is another's: a box around what is in the cell, or a frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from pipeline.geometry.intervals import overlap
from pipeline.structure.draft import Draft
from pipeline.types import MovedWord
from table import BBox

FULL = 0.8  # of a row's height that a ruling between its cells covers
SAME = 0.5  # em between a border and its ruling, or two rulings that are one


@dataclass(frozen=True, slots=True)
class _Block:
    """A cell of one row: its columns, and its sides as they lie."""

    columns: range
    start: float
    stop: float


def keep_to_rulings(draft: Draft) -> Draft:
    """The draft that tells which words go to the other side of a border since a ruling of their row parts them from their cell."""
    upright = sorted((ruling.bbox for ruling in draft.view.rulings if not ruling.is_horizontal), key=lambda box: (box.center[0], box.y0))
    if not upright or len(draft.columns) < 2:
        return draft
    moved = [one for row in range(len(draft.rows)) for one in _moved(draft, row, upright)]
    if not moved:
        return draft
    known = {one.word for one in moved}
    return replace(draft, moved=(*(one for one in draft.moved if one.word not in known), *moved))


def _moved(draft: Draft, row: int, upright: Sequence[BBox]) -> Iterator[MovedWord]:
    blocks = _blocks(draft, row)
    rulings = _rulings(draft, row, upright)
    if len(blocks) < 2 or not rulings:
        return
    for left, right, ruling in _pairs(blocks, rulings, SAME * draft.em):
        for one, other in ((left, right), (right, left)):
            words = draft.words_of(range(row, row + 1), one.columns)
            beyond = [word for word in words if (word.bbox.center[0] > ruling) is (one is left)]
            if len(beyond) < len(words):
                yield from (MovedWord(word, row, other.columns.start) for word in beyond)


def _blocks(draft: Draft, row: int) -> list[_Block]:
    """The cells of the row, left to right."""
    spans = {span.columns.start: span.columns for span in draft.spans if row in span.rows}
    blocks, column = [], 0
    while column < len(draft.columns):
        columns = spans.get(column, range(column, column + 1))
        blocks.append(_Block(columns, draft.columns[column].start, draft.columns[columns.stop - 1].stop))
        column = columns.stop
    return blocks


def _rulings(draft: Draft, row: int, upright: Sequence[BBox]) -> list[float]:
    """Where rulings run down through the row, inside the table."""
    top, bottom = draft.rows[row].start, draft.rows[row].stop
    found: list[float] = []
    for box in upright:
        x = box.center[0]
        is_in = draft.extent.x0 + SAME * draft.em < x < draft.extent.x1 - SAME * draft.em
        if is_in and overlap(box.y0, box.y1, top, bottom) >= FULL * (bottom - top) and not (found and x - found[-1] <= SAME * draft.em):
            found.append(x)
    return found


def _pairs(blocks: Sequence[_Block], rulings: Sequence[float], near: float) -> Iterator[tuple[_Block, _Block, float]]:
    """The neighbours whose border is drawn elsewhere, with the ruling that is theirs."""
    drawn = [any(abs(ruling - left.stop) <= near for ruling in rulings) for left, _ in pairwise(blocks)]
    free = [ruling for ruling in rulings if not any(abs(ruling - block.stop) <= near for block in blocks[:-1])]
    stops = [-1, *(number for number, is_drawn in enumerate(drawn) if is_drawn), len(drawn)]
    for first, last in pairwise(stops):
        inner = range(first + 1, last)
        low, high = blocks[first + 1].start, blocks[last].stop
        own = [ruling for ruling in free if low < ruling < high]
        if inner and len(own) == len(inner):
            yield from ((blocks[number], blocks[number + 1], ruling) for number, ruling in zip(inner, own, strict=True))
