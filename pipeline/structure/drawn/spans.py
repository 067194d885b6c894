"""Cells of a lattice on the table's rows and columns: spanning cells, rows and columns without a cell of their own, the header's end.

A lattice's cell over several of its rows or columns is a spanning cell; inside one that is cut further, spans of the model stay.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from pipeline.lattice import Lattice
from pipeline.structure.draft import overlaps
from pipeline.structure.drawn.pieces import Filled
from pipeline.structure.words.at_borders import crosses
from pipeline.structure.words.kinds import Kind, kind_of
from pipeline.structure.words.lines import space_at
from pipeline.types import Interval, Span, Structure
from table import BBox, Word

LATTICE_SCORE = 0.95  # of rows, columns and spans that are drawn
APART = 1.2  # em of clear space at a column edge between two texts
INSIDE = 0.8  # of a model's span inside one cell of the lattice


@dataclass(frozen=True, slots=True)
class DrawnCell:
    """A drawn cell on the rows and columns of the table."""

    rows: range
    columns: range


def drawn_blocks(lattice: Lattice, filled: Sequence[Filled], rows: Sequence[float], columns: Sequence[float], em: float) -> list[DrawnCell]:
    """The lattice's cells over several of its rows or columns, on row and column edges that hold all of its own.

    A cell over several columns of a single band that is cut into rows is one cell in each of them, and so for columns. One
    whose text keeps a wide space at a column edge is two: the line there is too faint or short to be seen.
    """
    texts = {id(item.cell): item.lines for item in filled}
    found = []
    for cell in lattice.cells:
        down, right = _between(rows, cell.bbox.y0, cell.bbox.y1), _between(columns, cell.bbox.x0, cell.bbox.x1)
        downs = [down] if len(cell.rows) > 1 else [range(row, row + 1) for row in down]
        for part in downs:
            lines = [line for line in texts.get(id(cell), ()) if rows[part.start] <= _middle(line) < rows[part.stop]]
            rights = _rights(right, lines, columns, em) if len(cell.columns) > 1 else [range(column, column + 1) for column in right]
            found += [DrawnCell(part, own) for own in rights if len(part) > 1 or len(own) > 1]
    return found


def _middle(line: Sequence[Word]) -> float:
    return median(word.bbox.center[1] for word in line)


def _rights(right: range, lines: Sequence[Sequence[Word]], columns: Sequence[float], em: float) -> list[range]:
    """The columns of a cell over several, or those of its parts."""
    edges = [columns[edge] for edge in range(right.start, right.stop + 1)]
    return [_between(columns, *part) for part in _parted(edges, lines, em)]


def _parted(edges: Sequence[float], lines: Sequence[Sequence[Word]], em: float) -> list[tuple[float, float]]:
    """The parts of a cell between the inner column edges at which all of its lines that reach there keep a wide space."""
    cuts = [edge for edge in edges[1:-1] if _is_clear(edge, lines, em)]
    return list(pairwise([edges[0], *cuts, edges[-1]]))


def _is_clear(edge: float, lines: Sequence[Sequence[Word]], em: float) -> bool:
    """Whether all lines keep a wide space there, or a single number behind it does, beside the lines of a label."""
    if lines and all((space_at(line, edge) or 0.0) >= APART * em for line in lines):
        return True
    words = [word for line in lines for word in line]
    is_labelled = kind_of([word for word in words if word.bbox.center[0] >= edge]) is Kind.VALUE
    return is_labelled and (space_at(words, edge) or 0.0) >= APART * em and not any(crosses(word, edge, em) for word in words)


def model_spans(
    structure: Structure, lattice: Lattice, rows: Sequence[float], columns: Sequence[float], taken: Sequence[DrawnCell]
) -> list[Span]:
    """The model's spans that fit the new rows and columns: inside one cell of the lattice, outside of it, or where nothing closes it.

    A label over a single column is one cell of the header, drawn in one box or two: so canonical tables have it
    (PubTables-1M, section 3).
    """
    found: list[Span] = []
    for span in structure.spans:
        box = BBox(
            structure.columns[span.columns.start].start,
            structure.rows[span.rows.start].start,
            structure.columns[span.columns.stop - 1].stop,
            structure.rows[span.rows.stop - 1].stop,
        )
        is_inside = any(box.overlap_fraction(cell.bbox) >= INSIDE for cell in lattice.cells)
        is_open = _is_in_open_column(box, lattice) or _is_header_label(span, structure)
        is_label = span.is_projected_row_header and not _is_drawn_row(rows, box, lattice)
        is_outside = box.overlap_fraction(lattice.bbox) <= 1 - INSIDE
        moved = Span(_under(rows, box.y0, box.y1), _under(columns, box.x0, box.x1), span.score, span.is_projected_row_header)
        if not (is_inside or is_outside or is_open or is_label) or not (len(moved.rows) > 1 or len(moved.columns) > 1):
            continue
        if not any(overlaps(moved, Span(block.rows, block.columns)) for block in taken) and not any(overlaps(moved, one) for one in found):
            found.append(moved)
    return found


def _is_header_label(span: Span, structure: Structure) -> bool:
    return len(span.columns) == 1 and span.rows.stop <= structure.num_header_rows


def _is_in_open_column(box: BBox, lattice: Lattice) -> bool:
    """Whether ``box`` is in the first or last column and nothing drawn closes that column's outer side."""
    first, last = lattice.column_edges[1], lattice.column_edges[-2]
    reach = (1 - INSIDE) * box.width
    return ("x0" in lattice.open_sides and box.x1 <= first + reach) or ("x1" in lattice.open_sides and box.x0 >= last - reach)


def _is_drawn_row(rows: Sequence[float], box: BBox, lattice: Lattice) -> bool:
    """Whether the row around the middle of ``box`` lies between two drawn lines without another row."""
    around = [(low, high) for low, high in pairwise(rows) if low <= box.center[1] <= high]
    return bool(around) and {*around[0]} <= set(lattice.row_edges)


def _between(edges: Sequence[float], start: float, stop: float) -> range:
    """The rows (or columns) between two of the edges."""
    return range(bisect_left(edges, start), bisect_left(edges, stop))


def _under(edges: Sequence[float], start: float, stop: float) -> range:
    """The rows (or columns) with their middle between ``start`` and ``stop``; the one around the middle of both when there is none."""
    middles = [(low + high) / 2 for low, high in pairwise(edges)]
    found = [index for index, middle in enumerate(middles) if start <= middle <= stop]
    if not found:
        found = [min(range(len(middles)), key=lambda index: abs(middles[index] - (start + stop) / 2))]
    return range(found[0], found[-1] + 1)


def needed_indices(occupied: Sequence[range]) -> list[int]:
    """The rows (or columns) to keep, in order: those a cell with words has for itself, and one for each cell that has none of these.

    ``occupied``: those of every cell with words.
    """
    needed = {extent.start for extent in occupied if len(extent) == 1}
    for extent in sorted(occupied, key=lambda one: (len(one), one.start)):
        if not needed & set(extent):
            needed.add(extent.start)
    return sorted(needed)


def scored(edges: Sequence[float], intervals: Sequence[Interval]) -> tuple[Interval, ...]:
    """The rows (or columns) between ``edges``, each with the score of the model's around the same place."""
    found = []
    for low, high in pairwise(edges):
        common = [(min(high, one.stop) - max(low, one.start), one.score) for one in intervals]
        share, score = max(common, default=(0.0, 0.0))
        found.append(Interval(low, high, max(score, LATTICE_SCORE) if share > 0 else LATTICE_SCORE))
    return tuple(found)
