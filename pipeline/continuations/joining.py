"""Joins the last table of a page and the first of the next when they are one table, and says why.

Needed: nothing but furniture between them, the same number of columns at the same places, and either a repeated header,
a word for "continued", or no header at all and the same kinds of values in each column. A number in a new caption, another
header or another kind of column parts them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.continuations.cut_rows import CutRow, find_cut_row, with_rest
from pipeline.continuations.margins import CONTINUED, Key, PageMargins, column_edges, furniture, running_text
from pipeline.surroundings.around import CAPTION
from table import Cell, Table, TablePart
from table.values import ColumnType, ValueType, type_table
from table.values.lexing import lex

MAX_SHIFT = 12.0  # points between a column's edges on two pages, after the shift of the whole table is taken out
REPEATED_SHIFT = 0.15  # of the table's width, where the whole header is repeated: rows of other texts have other edges
MAX_TABLE_SHIFT = 40.0  # points; facing pages have other margins
MAX_ROOM = 0.4  # of the page's height that may be free below a table that goes on; with more room it would not be broken
MIN_KINDS = 1  # columns of values (not text) that must agree where there is no header and no word


@dataclass(frozen=True, slots=True)
class _Verdict:
    reason: str
    num_dropped: int  # header rows of the next part that repeat the first's
    cut: CutRow | None = None  # its first row is the rest of the row before


def join_pages(tables: Sequence[Sequence[Table]], margins: Sequence[PageMargins]) -> tuple[Table, ...]:
    """The joined tables of consecutive pages; ``tables`` and ``margins`` go together, a page without tables has none.

    A joined table is given in whole, with ``parts``; tables that stay alone are not in the result.
    """
    joined: list[Table] = []
    chain: list[tuple[Table, _Verdict]] = []
    repeated = furniture(margins)
    for index in range(1, len(tables)):
        before, after = tables[index - 1], tables[index]
        last = _lowest(before)
        first = _highest(after)
        is_chained = bool(chain) and chain[-1][0] is last
        verdict = None
        if last is not None and first is not None and last.page + 1 == first.page:
            head = chain[0][0] if is_chained else last
            verdict = _with_cut(_verdict(head, last, first, margins[index - 1], margins[index], repeated), last, first, margins[index - 1])
        if chain and (verdict is None or not is_chained):
            joined.append(_whole(chain))
            chain = []
        if verdict is not None and last is not None and first is not None:
            chain = chain or [(last, _Verdict("", 0))]
            chain.append((first, verdict))
    return (*joined, _whole(chain)) if chain else tuple(joined)


def _with_cut(verdict: _Verdict | None, last: Table, first: Table, before: PageMargins) -> _Verdict | None:
    if verdict is None:
        return None
    cut = find_cut_row(last, first, verdict.num_dropped, is_closed=before.is_closed)
    return replace(verdict, cut=cut, reason=f"{verdict.reason}, its first row goes on the one before") if cut else verdict


def _lowest(tables: Sequence[Table]) -> Table | None:
    """The table that ends the page: no other beside or below its end."""
    placed = [table for table in tables if table.bbox]
    last = max(placed, key=lambda table: table.bbox.y1 if table.bbox else 0.0, default=None)
    if last is None or last.bbox is None or len(placed) < len(tables):
        return None
    return last if all(t is last or (t.bbox and t.bbox.y1 <= last.bbox.y0 + 1) for t in placed) else None


def _highest(tables: Sequence[Table]) -> Table | None:
    placed = [table for table in tables if table.bbox]
    first = min(placed, key=lambda table: table.bbox.y0 if table.bbox else 0.0, default=None)
    if first is None or first.bbox is None or len(placed) < len(tables):
        return None
    return first if all(t is first or (t.bbox and t.bbox.y0 >= first.bbox.y1 - 1) for t in placed) else None


def _verdict(head: Table, last: Table, first: Table, before: PageMargins, after: PageMargins, same: frozenset[Key]) -> _Verdict | None:
    """Why ``first`` continues ``last``, whose chain starts with ``head``; ``None`` when it does not or it is not sure."""
    if last.rotation != first.rotation:
        return None
    repeated = _num_repeated(head, first)
    if not _same_places(last, first, max_shift=REPEATED_SHIFT * head.bbox.width if repeated and head.bbox else MAX_SHIFT):
        return None
    below = running_text(before.below, before, same)
    above = running_text(after.above, after, same)
    words = [line for line in above if CONTINUED.search(line.text)]
    has_word = bool(words) or any(CONTINUED.search(cell.text) for cell in first.cells if cell.is_column_header)
    if below or (above and not has_word) or _has_other_caption(head, first):
        return None
    if not has_word and not last.rotation and last.bbox and last.bbox.y1 < (1 - MAX_ROOM) * before.height:
        return None
    if last.rotation and not (repeated and (has_word or _has_same_caption(head, first))):
        return None  # what runs beside a turned table is hard to tell
    if repeated:
        return _Verdict("repeated header, same columns" + (", a word for continued" if has_word else ""), repeated)
    columns = type_table(head).columns
    if not _is_headless(columns, first):
        return None
    kinds = _agreeing_kinds(columns, first)
    if kinds is None or (kinds < MIN_KINDS and not has_word):
        return None
    reason = f"no header, same columns, {kinds} columns of the same kind of values"
    return _Verdict(reason + (", a word for continued" if has_word else ""), 0)


def _same_places(last: Table, first: Table, *, max_shift: float) -> bool:
    if last.num_columns != first.num_columns or last.num_columns < 2:
        return False
    left, right = column_edges(last), column_edges(first)
    if left is None or right is None:
        return False
    shifts = [b - a for a, b in zip(left, right, strict=True)]
    middle = sorted(shifts)[len(shifts) // 2]
    return abs(middle) <= MAX_TABLE_SHIFT and all(abs(shift - middle) <= max_shift for shift in shifts)


def _has_other_caption(head: Table, first: Table) -> bool:
    """Whether the next part has a caption of its own with another number, or a first one without a word for continued."""
    if first.caption is None:
        return False
    theirs = CAPTION.match(first.caption.text)
    ours = CAPTION.match(head.caption.text) if head.caption else None
    if theirs and ours:
        return theirs["number"].lower() != ours["number"].lower()
    return not CONTINUED.search(first.caption.text)


def _has_same_caption(head: Table, first: Table) -> bool:
    """Whether both parts have a caption, with the same number."""
    ours, theirs = (CAPTION.match(table.caption.text) if table.caption else None for table in (head, first))
    return ours is not None and theirs is not None and ours["number"].lower() == theirs["number"].lower()


def _num_repeated(head: Table, first: Table) -> int:
    """How many leading rows of ``first`` repeat the header of ``head``; 0 unless the whole header is repeated.

    A header that one page gave more rows is the same when each column's texts, one after the other, are.
    """
    ours = [_letters(row) for row in _texts(head)[: head.num_header_rows]]
    for count in dict.fromkeys((head.num_header_rows, first.num_header_rows)):
        is_cut = any(cell.rows.start < count < cell.rows.stop for cell in first.cells)
        if not 0 < count < first.num_rows or is_cut or not ours:
            continue
        theirs = [_letters(row) for row in _texts(first)[:count]]
        if ours == theirs or (count != len(ours) and _by_column(ours) == _by_column(theirs)):
            return count
    return 0


def _by_column(rows: Sequence[Sequence[str]]) -> list[str]:
    """The texts of each column from top to bottom as one; a text that spans rows counts once."""
    return ["".join(dict.fromkeys(texts)) for texts in zip(*rows, strict=True)]


def _texts(table: Table) -> list[list[str]]:
    return [[cell.text for cell in row] for row in table.owners()]


def _letters(row: list[str]) -> list[str]:
    return ["".join(CONTINUED.sub("", text).split()).strip("()").lower() for text in row]


def _is_headless(columns: Sequence[ColumnType], first: Table) -> bool:
    """Whether the next part has no header, or one whose cells are values that the head's ``columns`` hold."""
    if not first.num_header_rows:
        return True
    seen = 0
    for cell in first.cells:
        if cell.is_column_header and cell.text.strip():
            kind = _kind(cell.text)
            if len(cell.columns) > 1 or not _fits(columns[cell.columns.start], kind):
                return False
            seen += kind is not ValueType.TEXT
    return seen >= MIN_KINDS


def _kind(text: str) -> ValueType:
    lexeme = lex(text)
    if lexeme.date:
        return ValueType.DATE
    if lexeme.is_nil or lexeme.absence:
        return ValueType.NIL
    return ValueType.NUMBER if lexeme.quantity else ValueType.TEXT


def _fits(column: ColumnType, kind: ValueType) -> bool:
    if kind is ValueType.NIL or column.type is ValueType.BLANK:
        return True
    own = ValueType.NUMBER if column.is_quantity else column.type
    return own is kind or column.type is ValueType.TEXT or column.share < 0.9


def _agreeing_kinds(columns: Sequence[ColumnType], first: Table) -> int | None:
    """How many of the head's columns have values of the same kind in the next part; ``None`` when a column holds another kind there."""
    count = 0
    for left, right in zip(columns, type_table(_without_header(first)).columns, strict=True):
        if ValueType.BLANK in (left.type, right.type):
            continue
        if _family(left) != _family(right) and min(left.share, right.share) >= 0.9:
            return None
        count += _family(left) == _family(right) != ValueType.TEXT
    return count


def _family(column: ColumnType) -> ValueType:
    return ValueType.NUMBER if column.is_quantity else column.type


def _without_header(table: Table) -> Table:
    return replace(table, cells=tuple(replace(cell, is_column_header=False) for cell in table.cells))


def _whole(chain: Sequence[tuple[Table, _Verdict]]) -> Table:
    """The parts one below the other: repeated headers dropped, cells that a page took for a header made body."""
    head = chain[0][0]
    cells: list[Cell] = []
    parts: list[TablePart] = []
    start = 0
    for table, verdict in chain:
        skipped = verdict.num_dropped + bool(verdict.cut)
        kept = table.num_rows - skipped
        if verdict.cut:
            cells = with_rest(cells, start - 1, verdict.cut)
        cells += _moved(table, skipped, start, keeps_header=table is head)
        texts = tuple(tuple(row) for row in _texts(table)[: verdict.num_dropped])
        pieces = verdict.cut.pieces if verdict.cut else ()
        parts.append(TablePart(table.page, range(start, start + kept), table.bbox, verdict.reason, texts, pieces))
        start += kept
    flags = dict.fromkeys(flag for table, _ in chain for flag in table.flags)
    known = [table.confidence for table, _ in chain if table.confidence is not None]
    return replace(
        head,
        num_rows=start,
        cells=tuple(cells),
        flags=tuple(flags),
        confidence=min(known) if known else None,
        unassigned_words=tuple(word for table, _ in chain for word in table.unassigned_words),
        notes=tuple(dict.fromkeys(note for table, _ in chain for note in table.notes)),
        parts=tuple(parts),
    )


def _moved(table: Table, skipped: int, start: int, *, keeps_header: bool) -> list[Cell]:
    """The cells below the first ``skipped`` rows, the first of them in row ``start``."""
    shift = start - skipped
    return [
        replace(
            cell,
            rows=range(cell.rows.start + shift, cell.rows.stop + shift),
            is_column_header=cell.is_column_header and keeps_header,
        )
        for cell in table.cells
        if cell.rows.start >= skipped
    ]
