"""Tables from HTML text: our own, exactly, and other people's in the usual dialects.

Follows the HTML standard's table model: row spans end at their row group, ``rowspan="0"`` reaches to its end, ragged
rows are filled with empty cells. White space is collapsed as a browser does, except where it is written as a
character reference; ``<br>`` is a line break. Nested tables are read as text of the outer cell.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

from table.cells import MAX_GRID_CELLS, Cell, Table
from table.geometry import BBox
from table.io.format_error import MAX_COLUMNS, MAX_ROWS, MAX_TABLES, FormatError

Attributes = dict[str, str | None]
_SPACE = re.compile(r"[ \t\n\f\r]+")
_LITERAL = {ord(char): chr(0xE000 + ord(char)) for char in " \t\f\r\n"}  # references to white space, kept from collapsing
_RESTORE = {ord(value): chr(key) for key, value in _LITERAL.items()}
_ESCAPE = "\U0010fffe"  # precedes a document character that happens to be one of the five stand-ins
_STAND_INS = re.compile(f"([{''.join(_LITERAL.values())}{_ESCAPE}])")
_RESTORED = re.compile(f"{_ESCAPE}(.)|([{''.join(_LITERAL.values())}])", re.DOTALL)


@dataclass(slots=True)
class _OpenCell:
    attributes: Attributes
    is_header_tag: bool
    in_head: bool
    parts: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _OpenTable:
    """Rows of one table, grouped as in the text: ``groups[i][j]`` is the list of cells that start in that row."""

    id: str | None
    groups: list[list[list[_OpenCell]]] = field(default_factory=list)
    in_head: bool = False


def tables_from_html(text: str) -> list[Table]:
    """Every outermost ``<table>`` of ``text`` in order; an empty list when there is none.

    Raises ``FormatError`` for spans or numbers beyond the limits, ``GridError`` for cells that overlap.
    """
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return [_build(raw) for raw in reader.finished()]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=False)
        self._tables: list[_OpenTable] = []
        self._depth = 0
        self._cell: _OpenCell | None = None
        self._starts: dict[str, Callable[[Attributes], None]] = {
            "thead": lambda _: self._start_group(is_head=True),
            "tbody": lambda _: self._start_group(is_head=False),
            "tfoot": lambda _: self._start_group(is_head=False),
            "tr": lambda _: self._start_row(),
            "th": lambda attributes: self._start_cell(attributes, is_header_tag=True),
            "td": lambda attributes: self._start_cell(attributes, is_header_tag=False),
        }

    def finished(self) -> list[_OpenTable]:
        return self._tables

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "table":
            self._start_table(attributes)
        elif tag == "br" and self._cell:
            is_soft = "line" in (attributes.get("class") or "").split()  # looks: a space of the text
            self._cell.parts.append(" " if is_soft else _LITERAL[ord("\n")])
        elif self._depth == 1 and tag in self._starts:
            self._starts[tag](attributes)

    def handle_endtag(self, tag: str) -> None:
        if self._depth == 1 and tag in ("td", "th", "tr", "table"):
            self._cell = None
        if self._depth == 1 and tag == "thead":
            self._start_group(is_head=False)
        if tag == "table" and self._depth:
            self._depth -= 1

    def handle_data(self, data: str) -> None:
        self._append(_STAND_INS.sub(rf"{_ESCAPE}\1", data))

    def handle_entityref(self, name: str) -> None:
        self._append(html.unescape(f"&{name};"))

    def handle_charref(self, name: str) -> None:
        char = "\x00" if name == "0" else _reference(name)
        self._append(char.translate(_LITERAL) if ord(char[0]) in _LITERAL else _STAND_INS.sub(rf"{_ESCAPE}\1", char))

    def _append(self, text: str) -> None:
        if self._cell:
            self._cell.parts.append(text)

    def _start_table(self, attributes: Attributes) -> None:
        self._depth += 1
        if self._depth > 1:
            return
        if len(self._tables) >= MAX_TABLES:
            raise FormatError(f"more than {MAX_TABLES} tables in one text")
        self._tables.append(_OpenTable(attributes.get("id"), [[]]))

    def _start_group(self, *, is_head: bool) -> None:
        self._cell = None
        self._tables[-1].groups.append([])
        self._tables[-1].in_head = is_head

    def _start_row(self) -> None:
        self._cell = None
        self._tables[-1].groups[-1].append([])

    def _start_cell(self, attributes: Attributes, *, is_header_tag: bool) -> None:
        opened = self._tables[-1]
        if not opened.groups[-1]:
            self._start_row()
        self._cell = _OpenCell(attributes, is_header_tag, opened.in_head)
        opened.groups[-1][-1].append(self._cell)


def _reference(name: str) -> str:
    """The character of a numeric reference; control characters stand for themselves, as our writer means them."""
    digits, base = (name[1:], 16) if name[:1] in "xX" else (name, 10)
    code = int(digits, base) if len(digits) < 9 else -1
    return chr(code) if code in (9, 10, 12, 13) else html.unescape(f"&#{name};") or "\ufffd"


def _build(raw: _OpenTable) -> Table:
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    first = 0
    for group in raw.groups:
        for offset, row in enumerate(group):
            _place_row(row, first + offset, first + len(group), taken, cells)
        first += len(group)
    num_columns = max((cell.columns.stop for cell in cells), default=0)
    return _complete(first if num_columns else 0, num_columns, cells, taken, raw.id)


def _place_row(row: list[_OpenCell], index: int, stop: int, taken: set[tuple[int, int]], cells: list[Cell]) -> None:
    """Places the cells of one row in the first free columns; ``stop`` is the end of the row group."""
    column = 0
    for opened in row:
        while (index, column) in taken:
            column += 1
        rows = range(index, min(stop, index + (_span(opened, "rowspan", MAX_ROWS) or stop - index)))
        columns = range(column, column + max(1, _span(opened, "colspan", MAX_COLUMNS)))
        if columns.stop > MAX_COLUMNS or len(taken) + len(rows) * len(columns) > MAX_GRID_CELLS:
            raise FormatError(f"row {index} makes the table larger than {MAX_COLUMNS} columns or {MAX_GRID_CELLS} positions")
        cell = _cell(opened, rows, columns)
        cells.append(cell)
        taken.update(cell.positions())
        column = columns.stop


def _complete(num_rows: int, num_columns: int, cells: list[Cell], taken: set[tuple[int, int]], name: str | None) -> Table:
    """The table, with empty cells where the text had none."""
    if num_rows * num_columns > MAX_GRID_CELLS:
        raise FormatError(f"table of {num_rows} x {num_columns} exceeds {MAX_GRID_CELLS} positions")
    free = ((row, column) for row in range(num_rows) for column in range(num_columns) if (row, column) not in taken)
    filled = cells + [Cell(range(row, row + 1), range(column, column + 1)) for row, column in free]
    return Table(num_rows, num_columns, tuple(filled), id=name)


def _span(opened: _OpenCell, name: str, limit: int) -> int:
    text = (opened.attributes.get(name) or "1").strip()
    if not re.fullmatch(r"[0-9]+", text):
        return 1  # as browsers do
    if len(text) > 9 or int(text) > limit:
        raise FormatError(f"{name}={text[:20]} exceeds the limit of {limit}")
    return int(text)


def _cell(opened: _OpenCell, rows: range, columns: range) -> Cell:
    scope = opened.attributes.get("scope") or ""
    classes = (opened.attributes.get("class") or "").split()
    return Cell(
        rows,
        columns,
        _text(opened.parts),
        bbox=_bbox(opened.attributes.get("data-bbox")),
        is_column_header=opened.in_head or (opened.is_header_tag and scope in ("col", "colgroup")),
        is_projected_row_header="projected-row-header" in classes or (opened.is_header_tag and scope == "rowgroup"),
        confidence=_number(opened.attributes.get("data-confidence")),
    )


def _text(parts: list[str]) -> str:
    collapsed = _SPACE.sub(" ", "".join(parts)).strip(" ")
    return _RESTORED.sub(lambda match: match[1] or chr(ord(match[2]) - 0xE000), collapsed)


def _number(text: str | None) -> float | None:
    if text is None:
        return None
    try:
        return float(text)
    except ValueError as error:
        raise FormatError(f"not a number: {text[:40]!r}") from error


def _bbox(text: str | None) -> BBox | None:
    if text is None:
        return None
    values = [_number(part) for part in text.split()]
    if len(values) != 4:
        raise FormatError(f"data-bbox needs four numbers: {text[:80]!r}")
    try:
        return BBox(*(value for value in values if value is not None))
    except ValueError as error:
        raise FormatError(f"data-bbox is no box: {text[:80]!r}") from error
