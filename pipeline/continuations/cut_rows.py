"""A row that a page break cut in two: its rest stands first on the next page and goes into the row that it continues.

Pure. Only where much speaks for it: the rest has no key (its first column is blank, where nearly all rows have one), every text of
it stands under a text of the row before, all of it is words, begins in lower case or after a hyphen or comma, what it goes on had not
ended, and no ruling closed the row before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from table import Cell, RowPiece, Table
from table.looks import PLAIN, Looks, Run, spells
from table.values.lexing import lex

KEYED_SHARE = 0.9  # of the body rows of both parts that have a text in their first column
MIN_ROWS = 3  # body rows before, so that the share says something
ENDS = tuple(".!?;:。！？")
OPEN = ("-", "‐", "–", ",", "(", "/", "&")


@dataclass(frozen=True, slots=True)
class CutRow:
    """The rest of a row: its cells with text on the later page."""

    rest: tuple[Cell, ...]

    @property
    def pieces(self) -> tuple[RowPiece, ...]:
        return tuple(RowPiece(cell.columns.start, cell.text, cell.bbox) for cell in self.rest)


def find_cut_row(last: Table, first: Table, num_dropped: int, *, is_closed: bool) -> CutRow | None:
    """The first row of ``first`` below its ``num_dropped`` repeated header rows where it is the rest of the last of ``last``.

    ``is_closed``: a ruling runs along the end of ``last``. ``None`` unless it is sure.
    """
    if is_closed or first.num_rows <= num_dropped or last.rotation or first.rotation:
        return None
    begun, rest = _row(last, last.num_rows - 1), _row(first, num_dropped)
    if begun is None or rest is None or rest[0].text.strip() or not begun[0].text.strip() or not _have_keys(last, first, num_dropped):
        return None
    filled = [(above, below) for above, below in zip(begun, rest, strict=True) if below.text.strip()]
    goes_on = all(_goes_on(above.text.strip(), below.text.strip()) for above, below in filled)
    is_lower = any(below.text.strip()[0].islower() for _, below in filled)
    return CutRow(tuple(below for _, below in filled)) if filled and goes_on and is_lower else None


def _row(table: Table, row: int) -> list[Cell] | None:
    """The body cells of a row, one for each column; ``None`` where a cell spans or is a header."""
    cells = table.owners()[row]
    is_plain = all(not (cell.is_spanning or cell.is_column_header or cell.is_projected_row_header) for cell in cells)
    return cells if is_plain else None


def _have_keys(last: Table, first: Table, num_dropped: int) -> bool:
    """Whether a row without a text in its first column is a rare thing in this table, the one in question apart."""
    keys = [row[0] for row in (*last.owners(), *first.owners()[num_dropped + 1 :])]
    body = [cell for cell in keys if not (cell.is_column_header or cell.is_projected_row_header)]
    return len(body) >= MIN_ROWS and sum(bool(cell.text.strip()) for cell in body) >= KEYED_SHARE * len(body)


def _goes_on(above: str, below: str) -> bool:
    is_open = above.endswith(OPEN) or below[0].islower()
    return bool(above) and lex(below).is_text and lex(above).is_text and is_open and not above.endswith(ENDS)


def with_rest(cells: Sequence[Cell], row: int, cut: CutRow) -> list[Cell]:
    """``cells`` with the rest joined to those of ``row``; their boxes stay those of the page where they began."""
    rests = {cell.columns.start: cell for cell in cut.rest}
    return [_whole(cell, rests[cell.columns.start]) if cell.rows.start == row and cell.columns.start in rests else cell for cell in cells]


def _whole(cell: Cell, rest: Cell) -> Cell:
    text = f"{cell.text.rstrip()} {rest.text.lstrip()}"
    known = [part.confidence for part in (cell, rest) if part.confidence is not None]
    return replace(cell, text=text, confidence=min(known) if known else None, looks=_looks(cell, rest, text))


def _looks(cell: Cell, rest: Cell, text: str) -> Looks:
    """The looks of the begun cell, with the runs of both."""
    if not (cell.looks.runs or rest.looks.runs):
        return cell.looks
    runs = (*(cell.looks.runs or (Run(cell.text.rstrip()),)), Run(" "), *(rest.looks.runs or (Run(rest.text.lstrip()),)))
    looks = replace(cell.looks, runs=runs if spells(runs, text) else ())
    return PLAIN if looks.is_plain else looks
