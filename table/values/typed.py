"""A table with the values of its cells and the types of its columns; the cells themselves stay as printed.

In: a table and, if there is one, the evidence of its whole document. Out: one ``Value`` per cell in the order of
``table.cells``. Column headers and section rows are text; a spanning body cell counts in its first column.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import takewhile

from table.cells import Cell, Table
from table.looks import BOXES, TICKS
from table.values.evidence import NO_EVIDENCE, Evidence, combine, gather
from table.values.lexing import Lexeme, lex
from table.values.marks import with_raised
from table.values.numerals import DecimalSign
from table.values.resolving import ColumnContext, resolve_column, text_value
from table.values.units import NO_UNITS, Units, is_per_piece, read_units
from table.values.value import ABSENT, BLANK, QUANTITIES, Value, ValueType

STUB_SHARE = 0.5  # of a leading column's filled cells that are text and make it a column of row headers


@dataclass(frozen=True, slots=True)
class ColumnType:
    """What a column holds. ``share`` of its filled body cells (dashes and "n/a" apart) are of ``type``, 0..1.

    ``blank`` with share 1 for a column without any value.
    """

    type: ValueType
    share: float
    units: Units = NO_UNITS
    decimal_sign: DecimalSign | None = None

    @property
    def is_quantity(self) -> bool:
        return self.type in QUANTITIES


@dataclass(frozen=True, slots=True)
class TypedTable:
    """``values`` go with ``table.cells``; the first ``num_stub_columns`` columns hold row headers."""

    table: Table
    values: tuple[Value, ...]
    columns: tuple[ColumnType, ...]
    num_stub_columns: int = 0

    def grid(self) -> list[list[tuple[Cell, Value]]]:
        """The covering cell of each position with its value: ``num_rows`` lists of ``num_columns`` pairs."""
        known = dict(zip((id(cell) for cell in self.table.cells), self.values, strict=True))
        return [[(cell, known[id(cell)]) for cell in row] for row in self.table.owners()]

    def is_row_header(self, cell: Cell) -> bool:
        """Whether a body cell stands in the stub: it names its row."""
        return in_stub(cell, self.num_stub_columns)


Column = tuple[ColumnType, dict[int, Value]]  # what it holds, and its values by the identity of their cell


def is_body(cell: Cell) -> bool:
    """Neither column header nor section row."""
    return not (cell.is_column_header or cell.is_projected_row_header)


def in_stub(cell: Cell, num_stub_columns: int) -> bool:
    """Whether a body cell names its row."""
    return is_body(cell) and cell.columns.stop <= num_stub_columns


def lex_cell(cell: Cell) -> Lexeme:
    """What the cell's text may be; a raised end is a mark or an exponent where the rest is an amount."""
    plain = lex(cell.text)
    raised = with_raised(cell)
    if raised == cell.text:
        return plain
    marked = lex(raised)
    return marked if marked.quantities else plain


def table_evidence(table: Table) -> Evidence:
    """The votes of a table's body for decimal sign and order of dates, and the language of its texts."""
    return _evidence(table, [lex_cell(cell) for cell in table.cells])


def _evidence(table: Table, lexemes: Sequence[Lexeme]) -> Evidence:
    """``table_evidence``, the lexemes of all cells being known."""
    pairs = list(zip(table.cells, lexemes, strict=True))
    words = [cell.text for cell, lexeme in pairs if not is_body(cell) or lexeme.is_text]
    around = (table.caption.text if table.caption else "", *(note.text for note in table.notes))
    return gather([lexeme for cell, lexeme in pairs if is_body(cell)], words=(*words, *around))


def document_evidence(tables: Iterable[Table]) -> Evidence:
    """The votes of all tables of a document together."""
    return combine([table_evidence(table) for table in tables])


def type_table(table: Table, *, document: Evidence = NO_EVIDENCE) -> TypedTable:
    """The table with a value for each cell."""
    body = _Body(table, document)
    columns = [body.column(column) for column in range(table.num_columns)]
    found = {cell: value for _, values in columns for cell, value in values.items()}
    values = tuple(found.get(id(cell)) or _outside(cell) for cell in table.cells)
    return TypedTable(table, values, tuple(kind for kind, _ in columns), _num_stub_columns(table, columns.__getitem__))


def num_stub_columns(table: Table) -> int:
    """As ``type_table`` tells it; only the columns that tell are read."""
    return _num_stub_columns(table, cache(_Body(table, NO_EVIDENCE).column))


def _outside(cell: Cell) -> Value:
    """The value of a column header or section row."""
    return text_value(cell.text.strip()) if cell.text.strip() else BLANK


def type_tables(tables: Sequence[Table]) -> list[TypedTable]:
    """All tables of one document, each with the evidence of all."""
    document = document_evidence(tables)
    return [type_table(table, document=document) for table in tables]


class _Body:
    """The body cells by column, and what the whole table says about them."""

    def __init__(self, table: Table, document: Evidence) -> None:
        self.table, self.document = table, document
        lexemes = [lex_cell(cell) for cell in table.cells]
        self.evidence = _evidence(table, lexemes)
        self.columns: list[list[Cell]] = [[] for _ in range(table.num_columns)]
        self.lexemes: list[list[Lexeme]] = [[] for _ in range(table.num_columns)]
        for cell, lexeme in zip(table.cells, lexemes, strict=True):
            if is_body(cell):
                self.columns[cell.columns.start].append(cell)
                self.lexemes[cell.columns.start].append(lexeme)
        self.headers = column_headers(table)
        self.units = column_units(table, self.headers)
        self.has_minus = any(q.is_negative for lexemes in self.lexemes for lexeme in lexemes if (q := lexeme.quantity))
        self._mixed = {index for index, lexemes in enumerate(self.lexemes) if _is_mixed(lexemes)}
        self._labels = _row_labels(table, lexemes)

    def column(self, column: int) -> Column:
        """What it holds, and its values by the identity of their cell."""
        values, sign = self._resolved(column)
        return _column_type(list(values.values()), self.units[column], sign), values

    def _resolved(self, column: int) -> tuple[dict[int, Value], DecimalSign | None]:
        cells, lexemes = self.columns[column], self.lexemes[column]
        unlabelled = frozenset(i for i, cell in enumerate(cells) if not self._labels[cell.rows.start] and column)
        context = ColumnContext(
            self.evidence,
            self.document,
            self.units[column],
            header=" ".join(self.headers[column]),
            has_minus=self.has_minus,
            has_bracketed_negatives=bool(self._mixed - {column}),
            unlabelled=unlabelled if len(unlabelled) < len(cells) else frozenset(),
            note_marks=frozenset(note.mark for note in self.table.notes if note.mark),
        )
        values, sign = resolve_column(lexemes, context)
        return {id(cell): _ticked(cell) or self._per_piece(cell, value, column) for cell, value in zip(cells, values, strict=True)}, sign

    def _per_piece(self, cell: Cell, value: Value, column: int) -> Value:
        is_excepted = self.units[column].has_exception and value.scale != 1 and is_per_piece(self._labels[cell.rows.start])
        return replace(value, scale=1) if is_excepted else value


def _ticked(cell: Cell) -> Value | None:
    """What a check box says that stands in its cell alone, or with the mark that ticks it."""
    text = cell.text.strip()
    if cell.looks.is_ticked is None or (text and text not in TICKS and text not in BOXES):
        return None
    return Value(ValueType.BOOLEAN, cell.looks.is_ticked)


def _is_mixed(lexemes: Sequence[Lexeme]) -> bool:
    kinds = {quantity.is_bracketed for lexeme in lexemes if (quantity := lexeme.quantity)}
    return len(kinds) == 2


def _row_labels(table: Table, lexemes: Sequence[Lexeme]) -> list[str]:
    """The first text of each row that is no amount, "" where there is none."""
    labels = [""] * table.num_rows
    for cell, lexeme in zip(table.cells, lexemes, strict=True):
        if cell.columns.start == 0 or lexeme.is_text:
            for row in cell.rows:
                labels[row] = labels[row] or cell.text.strip()
    return labels


def column_headers(table: Table) -> list[list[str]]:
    """Of each column the distinct column-header texts above it from top to bottom."""
    above: list[dict[str, None]] = [{} for _ in range(table.num_columns)]
    for cell in table.cells:
        if cell.is_column_header and (text := cell.text.strip()):
            for column in cell.columns:
                above[column][text] = None
    return [list(texts) for texts in above]


def column_units(table: Table, headers: Sequence[Sequence[str]]) -> list[Units]:
    """The units of each column: of its own ``headers``, else those stated for the whole table."""
    outer = table_units(table)
    found = []
    for texts in headers:
        own = NO_UNITS
        for text in reversed(texts):
            own = own.over(read_units(text))
        found.append(own.over(outer))
    return found


def table_units(table: Table) -> Units:
    """What the caption, a units line or the corner of the header states for all columns."""
    corner = [cell.text for cell in table.cells if cell.is_column_header and cell.columns.start == 0]
    sections = [cell.text for cell in table.cells if cell.is_projected_row_header and cell.rows.start <= table.num_header_rows]
    found = NO_UNITS
    for text in (table.units_line or "", *corner, *sections, *_caption_parts(table)):
        stated = read_units(text)
        if stated.scale != 1 or stated.currency or stated.symbol or text == table.units_line:
            found = found.over(stated)
    return found


def _caption_parts(table: Table) -> list[str]:
    """Brackets and last lines of the caption: its sentences are no units."""
    if table.caption is None:
        return []
    text = table.caption.text
    return [f"({part.split(')')[0]})" for part in text.split("(")[1:]] + text.split("\n")[1:]


def _column_type(values: Sequence[Value], units: Units, sign: DecimalSign | None) -> ColumnType:
    counts = Counter(value.type for value in values if value.type not in ABSENT)
    total = sum(counts.values())
    if not total:
        return ColumnType(ValueType.BLANK, 1.0, units, sign)
    best = max(counts, key=lambda kind: (counts[kind], kind.value))
    amounts = sum(counts[kind] for kind in QUANTITIES)
    if amounts > counts[best]:
        best, counts = ValueType.NUMBER, Counter({ValueType.NUMBER: amounts})
    return ColumnType(best, counts[best] / total, units, sign)


def _num_stub_columns(table: Table, column: Callable[[int], Column]) -> int:
    """Leading text columns before the first column of values; a first column of years or days names rows as well."""
    if table.num_columns < 2:
        return 0
    kinds = (column(index)[0] for index in range(table.num_columns))
    leading = len(list(takewhile(lambda kind: kind.type is ValueType.TEXT and kind.share >= STUB_SHARE, kinds)))
    first_kind, first_values = column(0)
    if not any(column(index)[0].type not in (ValueType.TEXT, ValueType.BLANK) for index in range(1, table.num_columns)):
        return int(first_kind.type is ValueType.TEXT)
    if leading:
        return leading
    first = [first_values[id(cell)] for cell in table.cells if is_body(cell) and cell.columns.start == 0]
    keys = [value.value for value in first if value.type not in ABSENT]
    is_named = first_kind.type is ValueType.DATE or all(_is_year(value) for value in first if value.type not in ABSENT)
    return int(bool(keys) and is_named and len(set(map(str, keys))) == len(keys))


def _is_year(value: Value) -> bool:
    number = value.number
    return number is not None and value.type is ValueType.NUMBER and value.decimals == 0 and 1700 <= number <= 2100
