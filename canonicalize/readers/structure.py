"""From PubTables-1M's objects to a table and back: rows x columns, spans, header, projected rows, words as text.

The files hold no cells: a grid cell is the crossing of a row and a column, a spanning cell or projected row covers
the rows and columns it overlaps by half, the header the rows it overlaps by half, and the text comes from the words.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from canonicalize.completion import LocatedTable, locate_cells
from canonicalize.errors import AnnotationError
from canonicalize.readers.voc import VocAnnotation
from canonicalize.readers.words import words_inside
from table import BBox, Cell, Label, StructureLabel, Table, Word

ROUNDING = 0.001  # pixels: how far boxes of one edge may differ by rounding to four decimals
HALF = 0.5  # share of a row or column that an object must cover to take it in


def table_from_objects(objects: Iterable[tuple[Label, BBox]], words: Sequence[Word] = (), source: str = "") -> LocatedTable:
    """The table that the objects of one picture describe, with dilated row and column boxes as they are in the file.

    Without words all cells are blank. Raises ``AnnotationError`` if there is no row or column, or if a spanning cell
    covers no row or column or overlaps another (``GridError`` of the table is translated).
    """
    by_label: dict[Label, list[BBox]] = {label: [] for label in StructureLabel}
    for label, box in objects:
        by_label.setdefault(label, []).append(box)
    rows = sorted(by_label[StructureLabel.ROW], key=lambda box: (box.y0 + box.y1, box.y0))
    columns = sorted(by_label[StructureLabel.COLUMN], key=lambda box: (box.x0 + box.x1, box.x0))
    if not rows or not columns:
        raise AnnotationError(f"{len(rows)} rows and {len(columns)} columns make no table", source=source)
    cells = _cells(rows, columns, by_label, source)
    try:
        table = Table(len(rows), len(columns), cells)
    except ValueError as error:
        raise AnnotationError(f"objects describe no grid: {error}", source=source) from error
    located = locate_cells(table, rows, columns, [None] * len(cells))
    return fill(_snapped(located, by_label), words)


def read_structure(annotation: VocAnnotation, words: Sequence[Word] = (), source: str = "") -> LocatedTable:
    """The table of one structure annotation; words outside the picture are ignored."""
    frame = BBox(0, 0, annotation.width, annotation.height)
    return table_from_objects(annotation.objects, words_inside(words, frame), source or annotation.filename)


def _snapped(located: LocatedTable, by_label: dict[Label, list[BBox]]) -> LocatedTable:
    """The table with cell edges as the file's header, span and projected-row boxes write them.

    The published files round these boxes and the rows and columns apart from each other, so the last decimal can differ; taking
    the object's own number makes read-then-write the identity.
    """
    cell_boxes = [*by_label[StructureLabel.PROJECTED_ROW_HEADER], *by_label[StructureLabel.SPANNING_CELL]]
    cells = []
    for cell in located.table.cells:
        box = next((b for b in cell_boxes if cell.bbox and _is_close(b, cell.bbox)), cell.bbox)
        if cell.is_column_header and box is not None:
            box = _pulled(box, by_label[StructureLabel.COLUMN_HEADER])
        cells.append(replace(cell, bbox=box))
    return replace(located, table=replace(located.table, cells=tuple(cells)))


def _is_close(a: BBox, b: BBox) -> bool:
    return all(abs(x - y) <= ROUNDING for x, y in zip(a, b, strict=True))


def _pulled(box: BBox, targets: Sequence[BBox]) -> BBox:
    """``box`` with each edge that lies at a target's edge moved exactly onto it."""
    edges = list(box)
    for target in targets:
        edges = [goal if abs(edge - goal) <= ROUNDING else edge for edge, goal in zip(edges, target, strict=True)]
    return BBox(*edges)


def _cells(rows: Sequence[BBox], columns: Sequence[BBox], by_label: dict[Label, list[BBox]], source: str) -> tuple[Cell, ...]:
    header_boxes = by_label[StructureLabel.COLUMN_HEADER]
    header = {index for index, row in enumerate(rows) if any(_share(row.y0, row.y1, box.y0, box.y1) >= HALF for box in header_boxes)}
    spans = [*_projected_spans(rows, columns, by_label, source), *_spans(rows, columns, by_label, source)]
    taken = {position for span in spans for position in span.positions()}
    single = [
        Cell(range(row, row + 1), range(column, column + 1))
        for row in range(len(rows))
        for column in range(len(columns))
        if (row, column) not in taken
    ]
    return tuple(replace(cell, is_column_header=all(row in header for row in cell.rows)) for cell in [*spans, *single])


def _projected_spans(rows: Sequence[BBox], columns: Sequence[BBox], by_label: dict[Label, list[BBox]], source: str) -> list[Cell]:
    everything = range(len(columns))
    return [
        Cell(_covered_by([(row.y0, row.y1) for row in rows], box.y0, box.y1, source), everything, is_projected_row_header=True)
        for box in by_label[StructureLabel.PROJECTED_ROW_HEADER]
    ]


def _spans(rows: Sequence[BBox], columns: Sequence[BBox], by_label: dict[Label, list[BBox]], source: str) -> list[Cell]:
    row_extents, column_extents = [(row.y0, row.y1) for row in rows], [(column.x0, column.x1) for column in columns]
    return [
        Cell(_covered_by(row_extents, box.y0, box.y1, source), _covered_by(column_extents, box.x0, box.x1, source))
        for box in by_label[StructureLabel.SPANNING_CELL]
    ]


def _covered_by(extents: Sequence[tuple[float, float]], start: float, stop: float, source: str) -> range:
    """The rows (or columns) that ``start..stop`` covers by half."""
    covered = [index for index, (low, high) in enumerate(extents) if _share(low, high, start, stop) >= HALF]
    if not covered:
        raise AnnotationError(f"a cell at {start:.1f}..{stop:.1f} covers no row or column", source=source)
    return range(covered[0], covered[-1] + 1)


def _share(low: float, high: float, start: float, stop: float) -> float:
    """Share of ``low..high`` inside ``start..stop``; an empty row or column counts as covered when its place is inside."""
    if high <= low:
        return float(start <= low <= stop)
    return (min(high, stop) - max(low, start)) / (high - low)


def fill(located: LocatedTable, words: Sequence[Word]) -> LocatedTable:
    """The table with each word's text in the cell it overlaps most, if half of the word is inside the table."""
    groups = texts_by_boxes(located.table.cells, words_inside(words, located.bbox))
    cells = tuple(
        replace(cell, text=" ".join(word.text for word in group)) for cell, group in zip(located.table.cells, groups, strict=True)
    )
    boxes = tuple(BBox.enclosing([word.bbox for word in group]) for group in groups)
    return replace(located, table=replace(located.table, cells=cells), text_boxes=boxes)


def texts_by_boxes(cells: Sequence[Cell], words: Sequence[Word]) -> list[list[Word]]:
    """Per cell the words that overlap it most, in their order; words of which less than half is in the cells' box are no one's."""
    frame = BBox.enclosing([cell.bbox for cell in cells if cell.bbox])
    groups: list[list[Word]] = [[] for _ in cells]
    for word in words_inside(words, frame) if frame else ():
        groups[_best_cell(cells, word)].append(word)
    return groups


def _best_cell(cells: Sequence[Cell], word: Word) -> int:
    overlaps = [word.bbox.intersection_area(cell.bbox) if cell.bbox else 0.0 for cell in cells]
    return max(range(len(cells)), key=overlaps.__getitem__)
