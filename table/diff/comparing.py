"""Pairs the tables of two documents by content, aligns their rows and columns, and lists the differences.

Rows are aligned by equal texts first and by their row headers within what is left, columns by their names, so that an
inserted row or column is one difference and not a hundred. White space does not count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from difflib import SequenceMatcher

from table.cells import Table
from table.values import TypedTable, type_tables
from table.values.paths import column_names

MIN_SIMILARITY = 0.3  # share of common texts that makes two tables versions of one
MIN_ROW_SIMILARITY = 0.5  # share of equal cells that makes two rows without common row header versions of one
MAX_PAIRS = 4_000_000  # of tables to compare by content; beyond, tables are paired by their order


@dataclass(frozen=True, slots=True)
class CellChange:
    """One position whose text differs; ``difference`` is new minus old where both are sure amounts."""

    row_name: str
    column_name: str
    old: str
    new: str
    old_position: tuple[int, int]
    new_position: tuple[int, int]
    difference: Decimal | None = None


@dataclass(frozen=True, slots=True)
class RowChange:
    """A row that only one of the tables has."""

    row: int
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TableDiff:
    """One table in both documents. ``old`` and ``new`` count from 1 over the document."""

    old: int
    new: int
    old_page: int
    new_page: int
    changes: tuple[CellChange, ...] = ()
    added_rows: tuple[RowChange, ...] = ()
    removed_rows: tuple[RowChange, ...] = ()
    added_columns: tuple[str, ...] = ()
    removed_columns: tuple[str, ...] = ()

    @property
    def has_moved(self) -> bool:
        return self.old_page != self.new_page

    @property
    def is_same(self) -> bool:
        return not (self.changes or self.added_rows or self.removed_rows or self.added_columns or self.removed_columns)


@dataclass(frozen=True, slots=True)
class DocumentDiff:
    """All pairs in the order of the new document, and the tables (from 1, with page) that only one has."""

    tables: tuple[TableDiff, ...]
    added: tuple[tuple[int, int], ...] = ()
    removed: tuple[tuple[int, int], ...] = ()

    @property
    def is_same(self) -> bool:
        return not self.added and not self.removed and all(table.is_same and not table.has_moved for table in self.tables)


def diff_tables(old: Sequence[Table], new: Sequence[Table]) -> DocumentDiff:
    """What changed from ``old`` to ``new``."""
    typed_old, typed_new = type_tables(old), type_tables(new)
    pairs = _pairs(old, new)
    found = tuple(_table_diff(typed_old[i], typed_new[j], i + 1, j + 1) for i, j in sorted(pairs, key=lambda pair: pair[1]))
    kept_old, kept_new = {i for i, _ in pairs}, {j for _, j in pairs}
    added = tuple((j + 1, table.page) for j, table in enumerate(new) if j not in kept_new)
    removed = tuple((i + 1, table.page) for i, table in enumerate(old) if i not in kept_old)
    return DocumentDiff(found, added, removed)


def _pairs(old: Sequence[Table], new: Sequence[Table]) -> list[tuple[int, int]]:
    """Best similarity first, nearer in order first among equals; each table once."""
    if len(old) * len(new) > MAX_PAIRS:
        return list(zip(range(len(old)), range(len(new)), strict=False))
    bags_old, bags_new = [_bag(table) for table in old], [_bag(table) for table in new]
    scored = [
        (-score, abs(i - j), i, j)
        for i, a in enumerate(bags_old)
        for j, b in enumerate(bags_new)
        if (score := _similarity(a, b)) >= MIN_SIMILARITY
    ]
    pairs: list[tuple[int, int]] = []
    for _, _, i, j in sorted(scored):
        if all(i != a and j != b for a, b in pairs):
            pairs.append((i, j))
    return pairs


def _bag(table: Table) -> Counter[str]:
    return Counter(text for cell in table.cells if (text := _plain(cell.text)))


def _similarity(a: Counter[str], b: Counter[str]) -> float:
    total = a.total() + b.total()
    return 2 * (a & b).total() / total if total else 1.0


def _plain(text: str) -> str:
    return " ".join(text.split())


def _table_diff(old: TypedTable, new: TypedTable, old_number: int, new_number: int) -> TableDiff:
    columns = _aligned(column_names(old), column_names(new))
    if old.table.num_columns == new.table.num_columns and len(columns) < old.table.num_columns:
        columns = [(index, index) for index in range(old.table.num_columns)]
    rows_old, rows_new = _rows(old.table), _rows(new.table)
    rows = _aligned_rows(rows_old, rows_new, columns)
    kept = {i for i, _ in rows}, {j for _, j in rows}
    names_old, names_new = column_names(old), column_names(new)
    return TableDiff(
        old_number,
        new_number,
        old.table.page,
        new.table.page,
        changes=tuple(_changes(old, new, rows, columns)),
        added_rows=tuple(RowChange(j, tuple(row)) for j, row in enumerate(rows_new) if j not in kept[1]),
        removed_rows=tuple(RowChange(i, tuple(row)) for i, row in enumerate(rows_old) if i not in kept[0]),
        added_columns=tuple(name for j, name in enumerate(names_new) if j not in {b for _, b in columns}),
        removed_columns=tuple(name for i, name in enumerate(names_old) if i not in {a for a, _ in columns}),
    )


def _rows(table: Table) -> list[list[str]]:
    """Texts by position; a spanning cell only in its first."""
    return [
        [_plain(cell.text) if (r, c) == (cell.rows.start, cell.columns.start) else "" for c, cell in enumerate(row)]
        for r, row in enumerate(table.owners())
    ]


def _aligned(old: Sequence[object], new: Sequence[object]) -> list[tuple[int, int]]:
    """Index pairs of equal items, in order."""
    blocks = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(block.a + k, block.b + k) for block in blocks for k in range(block.size)]


def _aligned_rows(old: list[list[str]], new: list[list[str]], columns: list[tuple[int, int]]) -> list[tuple[int, int]]:
    keys_old = [tuple(row[i] for i, _ in columns) for row in old]
    keys_new = [tuple(row[j] for _, j in columns) for row in new]
    pairs: list[tuple[int, int]] = []
    for tag, a, b, c, d in SequenceMatcher(None, keys_old, keys_new, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs += list(zip(range(a, b), range(c, d), strict=True))
        elif tag == "replace":
            pairs += _versions(keys_old, keys_new, range(a, b), range(c, d))
    return pairs


def _versions(old: list[tuple[str, ...]], new: list[tuple[str, ...]], rows_old: range, rows_new: range) -> list[tuple[int, int]]:
    """Rows of a changed block that are versions of each other: with the same first text, or mostly the same cells."""
    labels = _aligned([old[i][:1] for i in rows_old], [new[j][:1] for j in rows_new])
    pairs = [(rows_old[a], rows_new[b]) for a, b in labels]
    done_old, done_new = {i for i, _ in pairs}, {j for _, j in pairs}
    rest_new = [j for j in rows_new if j not in done_new]
    for i in (row for row in rows_old if row not in done_old):
        best = max(rest_new, key=lambda j: _equal_share(old[i], new[j]), default=None)
        crosses = best is not None and any((a < i) != (b < best) for a, b in pairs)
        if best is not None and not crosses and _equal_share(old[i], new[best]) >= MIN_ROW_SIMILARITY:
            pairs.append((i, best))
            rest_new.remove(best)
    return sorted(pairs)


def _equal_share(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    return sum(x == y for x, y in zip(a, b, strict=True)) / max(1, len(a))


def _changes(old: TypedTable, new: TypedTable, rows: list[tuple[int, int]], columns: list[tuple[int, int]]) -> list[CellChange]:
    rows_old, rows_new = _rows(old.table), _rows(new.table)
    grid_old, grid_new = old.grid(), new.grid()
    names = column_names(new)
    changes: list[CellChange] = []
    for i, j in rows:
        for a, b in columns:
            before, after = rows_old[i][a], rows_new[j][b]
            if before != after:
                x, y = grid_old[i][a][1].number, grid_new[j][b][1].number
                difference = None if x is None or y is None else y - x
                changes.append(CellChange(_row_name(rows_new[j]), names[b], before, after, (i, a), (j, b), difference))
    return changes


def _row_name(row: list[str]) -> str:
    return next((text for text in row if text), "")
