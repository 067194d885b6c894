"""Canonicalization: one table in, the one canonical form of it out, with the reason for every merge.

The order of the paper's Algorithm 1 (PubTables-1M, section 3.3) can be read in ``canonicalize``; the steps are in
``headers`` (H1-H5) and ``merges`` (M1-M5). Canonicalizing a canonical table changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from canonicalize.draft import Draft, Extent, Merge, draft_of, is_blank, table_of
from canonicalize.headers import h1_split_blank_spans, h2_start_header, h3_complete_header, h4_find_projected_rows, h5_find_row_header
from canonicalize.merges import (
    m1_join_same_columns,
    m2_absorb_blanks_below,
    m3_absorb_blanks_above,
    m4_join_projected_rows,
    m5_absorb_stub_blanks,
)
from canonicalize.options import PAPER, CanonicalOptions, FirstColumn, HeaderStart
from canonicalize.rows_and_columns import (
    drop_blank_rows_and_columns,
    drop_edge_projected_rows,
    keep_rows,
    merge_what_is_spanned_together,
    rows_of_their_own,
)
from table import BBox, Cell, Table


@dataclass(frozen=True, slots=True)
class CanonicalResult:
    """The canonical table and why each of its new cells was made (rows and columns as in the step's own grid)."""

    table: Table
    merges: tuple[Merge, ...]
    num_header_rows: int

    @property
    def is_changed(self) -> bool:
        return bool(self.merges)


def canonicalize(table: Table, options: CanonicalOptions = PAPER) -> CanonicalResult:
    """The canonical form of ``table``: header completed, projected rows found, oversegmented cells merged.

    An empty table comes back as it is. Header cells and projected rows already marked are kept and completed.

    >>> from table import BBox, Cell, Table
    >>> texts = {(0, 1): "Dose", (1, 0): "A", (1, 1): "1", (2, 1): "2"}
    >>> cells = tuple(Cell(range(r, r + 1), range(c, c + 1), texts.get((r, c), "")) for r in range(3) for c in range(2))
    >>> result = canonicalize(Table(3, 2, cells))
    >>> [(merge.rule, merge.rows, merge.columns) for merge in result.merges]
    [('M5', range(1, 3), range(0, 1))]
    """
    if not table.cells:
        return CanonicalResult(table, (), 0)
    draft = _without_extra_rows_and_columns(draft_of(table), options)
    while True:
        if not draft.cells:
            return _finished(draft, table)
        merged = _merged(_inferred(draft, options), options)
        after = _without_extra_rows_and_columns(merged, options)
        if merged.num_header_rows == 0 and 0 in merged.projected_rows and after.num_rows < merged.num_rows:
            options = replace(options, header_start=HeaderStart.NEVER)  # the scripts look for a header before titles go
        if _shape(after) == _shape(draft):
            return _finished(after, table)
        draft = after


def _inferred(draft: Draft, options: CanonicalOptions) -> Draft:
    """Steps H1-H5."""
    draft = h1_split_blank_spans(draft)
    draft = h2_start_header(draft, options)
    draft = h3_complete_header(draft, options)
    draft = h4_find_projected_rows(draft, options)
    return h5_find_row_header(draft)


def _merged(draft: Draft, options: CanonicalOptions) -> Draft:
    """Steps M1-M5, each to its fixed point; M1-M3 in the order of the options."""
    for name in options.header_steps:
        draft = _header_step(name, draft, options)
    return _first_column_merged(m4_join_projected_rows(draft), options)


def _header_step(name: str, draft: Draft, options: CanonicalOptions) -> Draft:
    match name:
        case "M1":
            return m1_join_same_columns(draft, options.join_header_texts)
        case "M2":
            return m2_absorb_blanks_below(draft)
        case "M3":
            return m3_absorb_blanks_above(draft)
        case _:
            raise ValueError(f"header step {name!r} is not one of M1, M2, M3")


def _first_column_merged(draft: Draft, options: CanonicalOptions) -> Draft:
    match options.first_column:
        case FirstColumn.NEVER:
            return draft
        case FirstColumn.MOSTLY_LETTERS if not _is_mostly_letters(draft):
            return draft
        case FirstColumn.NO_TRAILING:
            texts = [cell.rows.stop for cell in draft.cells if cell.columns.start == 0 and not is_blank(cell)]
            return m5_absorb_stub_blanks(draft, max(texts, default=0))
        case _:
            return m5_absorb_stub_blanks(draft)


def _is_mostly_letters(draft: Draft) -> bool:
    """Whether the second column has more letters than digits below the header."""
    body = (cell for cell in draft.cells if 1 in cell.columns and not draft.in_header(cell))
    text = "".join(cell.text for cell in body if cell.rows.start not in draft.projected_rows)
    return sum(map(str.isalpha, text)) > sum(map(str.isnumeric, text))


def _without_extra_rows_and_columns(draft: Draft, options: CanonicalOptions) -> Draft:
    if options.drop_blank_rows_and_columns:
        draft = drop_blank_rows_and_columns(draft)
    if options.drop_edge_projected_rows:
        draft = drop_edge_projected_rows(draft)
    if options.merge_what_is_spanned_together and draft.cells:
        draft = merge_what_is_spanned_together(draft)
    return draft


def _shape(draft: Draft) -> tuple[object, ...]:
    extents = frozenset((cell.rows, cell.columns) for cell in draft.cells)
    return draft.num_rows, draft.num_columns, draft.num_header_rows, draft.projected_rows, extents


def _finished(draft: Draft, source: Table) -> CanonicalResult:
    """The result; merges that only rebuilt a cell of the source are no news and are left out."""
    if not draft.cells:
        return CanonicalResult(replace(source, num_rows=0, num_columns=0, cells=()), (), 0)
    same_grid = (draft.num_rows, draft.num_columns) == (source.num_rows, source.num_columns)
    before = {(cell.rows, cell.columns) for cell in source.cells} if same_grid else set()
    final = {(cell.rows, cell.columns) for cell in draft.cells}
    merges = tuple(
        dict.fromkeys(m for m in draft.merges if not same_grid or ((m.rows, m.columns) in final and (m.rows, m.columns) not in before))
    )
    return CanonicalResult(table_of(_boxes_kept(draft, source), source), merges, draft.num_header_rows)


def _boxes_kept(draft: Draft, source: Table) -> Draft:
    """The draft with the source's own cell wherever one was split and put together again, and a box for every cell.

    Splitting a blank cell loses its box; the edges of rows and columns, read off the source's cells, give the parts theirs.
    """
    if (draft.num_rows, draft.num_columns) != (source.num_rows, source.num_columns):
        return draft
    known = {(cell.rows, cell.columns): cell for cell in source.cells}
    edges = _outer_edges(source)
    cells = (known.get((cell.rows, cell.columns), cell) for cell in draft.cells)
    return replace(draft, cells=tuple(replace(cell, bbox=_box_from(cell, edges)) if cell.bbox is None else cell for cell in cells))


Edges = tuple[dict[int, float], dict[int, float], dict[int, float], dict[int, float]]


def _outer_edges(table: Table) -> Edges:
    """Left, top, right and bottom edge of the rows and columns that some located cell starts or ends in."""
    left, top, right, bottom = {}, {}, {}, {}
    for cell in table.cells:
        if cell.bbox is not None:
            left[cell.columns.start], top[cell.rows.start] = cell.bbox.x0, cell.bbox.y0
            right[cell.columns.stop], bottom[cell.rows.stop] = cell.bbox.x1, cell.bbox.y1
    return left, top, right, bottom


def _box_from(cell: Cell, edges: Edges) -> BBox | None:
    places = (cell.columns.start, cell.rows.start, cell.columns.stop, cell.rows.stop)
    found = [known[place] for known, place in zip(edges, places, strict=True) if place in known]
    if len(found) < len(places) or found[0] > found[2] or found[1] > found[3]:
        return None
    return BBox(*found)


def canonicalize_safely(table: Table) -> CanonicalResult:
    """The merges that cannot lose or move a word of an extracted table, inside its known header and projected rows.

    Nothing is inferred: header rows and projected rows are those marked on the cells. In the header M1 (but for values), M2 and M3
    apply, and rows that have no cell of their own after it go; in a marked projected row M4. Body cells stay as they are.
    """
    if not table.cells:
        return CanonicalResult(table, (), 0)
    draft = _with_row_marks(draft_of(table), table)
    while True:
        after = m4_join_projected_rows(m3_absorb_blanks_above(m2_absorb_blanks_below(m1_join_same_columns(draft, keeps_values=True))))
        if len(after.cells) == len(draft.cells):
            return _safe_finish(after, table)
        draft = after


def _with_row_marks(draft: Draft, table: Table) -> Draft:
    """Rows whose first cell is marked as projected row header and whose other cells are blank are projected."""
    by_row: dict[int, list[Cell]] = {}
    for cell in table.cells:
        by_row.setdefault(cell.rows.start, []).append(cell)
    marked = {
        row
        for row, cells in by_row.items()
        if row >= draft.num_header_rows
        and any(cell.is_projected_row_header for cell in cells)
        and sum(not is_blank(cell) for cell in cells) <= 1
    }
    return replace(draft, projected_rows=draft.projected_rows | marked)


def _safe_finish(draft: Draft, source: Table) -> CanonicalResult:
    """The result without header rows that lost their last own cell, with the marks of the source on all cells that are as they were."""
    as_before = {(cell.rows, cell.columns): cell for cell in source.cells}
    kept = rows_of_their_own(draft, draft.num_header_rows)
    marks: dict[Extent, Cell] = {}
    for cell in draft.cells:
        if known := as_before.get((cell.rows, cell.columns)):
            places = [number for number, row in enumerate(kept) if row in cell.rows]
            rows = range(places[0], places[-1] + 1)
            marks[rows, cell.columns] = replace(known, rows=rows)
    result = _finished(keep_rows(draft, kept), source)
    return replace(
        result, table=replace(result.table, cells=tuple(marks.get((cell.rows, cell.columns), cell) for cell in result.table.cells))
    )
