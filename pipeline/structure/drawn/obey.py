"""The model's structure, and the drawn grid around the same words, to the structure that the grid asks for.

In: the refined structure of a region. Out: the same, or the one drawn, with a flag where words change their cells. What
nothing draws stays the model's: header rows, columns and rows inside drawn ones, what stands beside the grid.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.flags import Flag
from pipeline.geometry.intervals import suppress
from pipeline.lattice import Lattice
from pipeline.options import Options
from pipeline.structure.draft import lattice_box, to_grid
from pipeline.structure.drawn.columns import drawn_column_edges
from pipeline.structure.drawn.pieces import Filled, filled_cells, lattice_of
from pipeline.structure.drawn.rows import row_edges
from pipeline.structure.drawn.spans import LATTICE_SCORE, DrawnCell, drawn_blocks, model_spans, needed_indices, scored
from pipeline.structure.words.assign import Assignment, assign
from pipeline.structure.words.lines import LIST_MARKS, em_of
from pipeline.types import Interval, RegionView, Span, Structure, StructureObject
from table import BBox, StructureLabel, Word

MAX_MORE_HEADER_ROWS = 3  # that cells which begin in the header may add to it
MIN_DRAWN = 0.5  # drawn cells with words for each cell with words of the model
CUT, MIN_CUT = 0.5, 2  # em of a word on both sides of a border that cuts it, and such words at one border
SAME_BORDER = 0.5  # em between two borders of the model that are one

Partition = tuple[tuple[range, range, frozenset[int]], ...]


def as_drawn(structure: Structure, objects: Sequence[StructureObject], view: RegionView, options: Options) -> Structure:
    """``structure`` as the lattice around its words draws it; the same value where there is none or it agrees."""
    words = _words(structure, view)
    em = em_of(words, 1.0)
    lattice = lattice_of(view, words, em) if view.rulings or view.shadings else None
    if lattice is None:
        return structure
    words = _words(structure, view, lattice.bbox)
    before = assign(to_grid(structure), view)
    filled = filled_cells(lattice, words)
    if not _is_dense(lattice, structure, filled, before):
        return structure
    drawn = _drawn(structure, _row_candidates(structure, objects, em), lattice, filled, words, em)
    after = assign(to_grid(drawn), view)
    if not options.keep_blank_rows_and_columns:
        left = _without_blank_rows_and_columns(drawn, after)
        drawn, after = left, after if left == drawn else assign(to_grid(left), view)
    return (
        replace(drawn, warnings=tuple(sorted({*structure.warnings, str(Flag.DRAWN_GRID_OBEYED)})))
        if _is_better(drawn, structure, after, before) and not _cuts_words(drawn, after, em)
        else structure
    )


def _is_dense(lattice: Lattice, structure: Structure, filled: Sequence[Filled], before: Assignment) -> bool:
    """Whether about every cell is drawn: lines around groups of rows and columns leave most of them to the model.

    Lines around rows alone say nothing about columns, and little about rows: some may be left out. List marks that the model set
    apart from their texts are no cells.
    """
    if lattice.num_columns == 1 < len(structure.columns):
        return False
    num_drawn = sum(item.cell.is_closed for item in filled)
    return num_drawn >= MIN_DRAWN * sum(any(word.text not in LIST_MARKS for word, _ in words) for words in before.words)


def _words(structure: Structure, view: RegionView, also: BBox | None = None) -> list[Word]:
    """The words in the table's box (or in ``also``), of a given region only those inside it."""
    box = lattice_box(structure.rows, structure.columns)
    inside = [w for w in view.words if box.holds(w.bbox) or (also and also.holds(w.bbox))]
    return [w for w in inside if view.bbox.holds(w.bbox)] if view.region.is_given else inside


def _row_candidates(structure: Structure, objects: Sequence[StructureObject], em: float) -> tuple[Interval, ...]:
    """The refined rows, cut where the model had a border that refinement took out."""
    raw = suppress([Interval(o.bbox.y0, o.bbox.y1, o.score) for o in objects if o.label is StructureLabel.ROW])
    wanted = [(a.stop + b.start) / 2 for a, b in pairwise(raw)]
    borders = [row.start for row in structure.rows[1:]]
    low, high = structure.rows[0].start, structure.rows[-1].stop
    borders += [y for y in wanted if low < y < high and all(abs(y - other) > SAME_BORDER * em for other in borders)]
    return tuple(Interval(a, b) for a, b in pairwise([low, *sorted(borders), high]))


def _drawn(
    structure: Structure, candidates: Sequence[Interval], lattice: Lattice, filled: Sequence[Filled], words: Sequence[Word], em: float
) -> Structure:
    columns = drawn_column_edges(lattice, filled, structure.columns, words, em)
    header_stop = structure.rows[structure.num_header_rows - 1].stop if structure.num_header_rows else structure.rows[0].start
    label_rows = [structure.rows[span.rows.start] for span in structure.spans if span.is_projected_row_header]
    labels = [(row.start + row.stop) / 2 for row in label_rows]
    rows = row_edges(lattice, candidates, columns, words, em, header_stop=header_stop, labels=labels, levels=_levels(structure, words))
    blocks = drawn_blocks(lattice, filled, rows, columns, em)
    num_header_rows = _num_header_rows(rows, blocks, header_stop)
    own = [_as_span(block, len(columns) - 1, num_header_rows) for block in blocks]
    spans = [*own, *model_spans(structure, lattice, rows, columns, blocks)]
    return replace(
        structure,
        rows=scored(rows, structure.rows),
        columns=scored(columns, structure.columns),
        num_header_rows=num_header_rows,
        spans=tuple(sorted(spans, key=lambda s: (s.rows.start, s.columns.start))),
    )


def _levels(structure: Structure, words: Sequence[Word]) -> list[tuple[float, float]]:
    """The middles of header rows with a name over columns that have names of their own in the row below, and of that row."""
    found = []
    for span in structure.spans:
        below = span.rows.stop
        if len(span.columns) > 1 and len(span.rows) == 1 and below < structure.num_header_rows:
            row, columns = structure.rows[below], [structure.columns[column] for column in span.columns]
            inside = [word.bbox.center[0] for word in words if row.start <= word.bbox.center[1] < row.stop]
            if all(any(column.start <= x < column.stop for x in inside) for column in columns):
                found.append((structure.rows[span.rows.start].middle, row.middle))
    return found


def _num_header_rows(rows: Sequence[float], blocks: Sequence[DrawnCell], header_stop: float) -> int:
    """Rows above the model's lower edge of the header, and those that cells beginning there reach down to."""
    num = sum((low + high) / 2 < header_stop for low, high in pairwise(rows))
    reach = num
    for block in sorted(blocks, key=lambda one: one.rows.start):
        if block.rows.start < reach < block.rows.stop:
            reach = block.rows.stop
    if reach - num <= MAX_MORE_HEADER_ROWS and reach < len(rows) - 1:
        return reach
    return min([num, *(block.rows.start for block in blocks if block.rows.start < num < block.rows.stop)])


def _as_span(block: DrawnCell, num_columns: int, num_header_rows: int) -> Span:
    is_whole = len(block.columns) == num_columns > 1 and len(block.rows) == 1 and block.rows.start >= num_header_rows
    return Span(block.rows, block.columns, LATTICE_SCORE, is_whole)


def _without_blank_rows_and_columns(structure: Structure, found: Assignment) -> Structure:
    """``structure`` without rows and columns that no cell with words needs."""
    occupied = [block for block, words in zip(found.blocks, found.words, strict=True) if words]
    rows, columns = needed_indices([one.rows for one in occupied]), needed_indices([one.columns for one in occupied])
    if not rows or not columns:
        return structure
    spans = [replace(span, rows=_kept(span.rows, rows), columns=_kept(span.columns, columns)) for span in structure.spans]
    return replace(
        structure,
        rows=_joined(structure.rows, rows),
        columns=_joined(structure.columns, columns),
        num_header_rows=sum(row < structure.num_header_rows for row in rows),
        spans=tuple(s for s in spans if len(s.rows) and len(s.columns) and (len(s.rows) > 1 or len(s.columns) > 1)),
    )


def _kept(extent: range, kept: Sequence[int]) -> range:
    places = [index for index, place in enumerate(kept) if place in extent]
    return range(places[0], places[-1] + 1) if places else range(0)


def _joined(intervals: Sequence[Interval], kept: Sequence[int]) -> tuple[Interval, ...]:
    """The kept rows (or columns) without gaps: what is dropped goes to the one before it, at the start to the first one."""
    stops = [intervals[index - 1].stop for index in kept[1:]] + [intervals[-1].stop]
    starts = [intervals[0].start, *stops[:-1]]
    return tuple(Interval(start, stop, intervals[index].score) for start, stop, index in zip(starts, stops, kept, strict=True))


def _is_better(drawn: Structure, structure: Structure, after: Assignment, before: Assignment) -> bool:
    """Whether the words fall into other cells, none is lost and a table is left."""
    if (len(drawn.rows) < 2 <= len(structure.rows)) or (len(drawn.columns) < 2 <= len(structure.columns)):
        return False
    new, old = _partition(after), _partition(before)
    return new != old and _num_words(new) >= _num_words(old)


def _cuts_words(drawn: Structure, after: Assignment, em: float) -> bool:
    """Whether one border between columns runs through several words: nothing that is drawn does, edges of shades in a poor scan may."""
    cut = [0] * len(drawn.columns)
    for cell, words in zip(after.blocks, after.words, strict=True):
        left, right = drawn.columns[cell.columns.start].start, drawn.columns[cell.columns.stop - 1].stop
        for word, _ in words:
            box = word.bbox
            if word.rotation == 0 and cell.columns.start > 0 and box.x0 < left - CUT * em and left + CUT * em < box.x1:
                cut[cell.columns.start] += 1
            if word.rotation == 0 and cell.columns.stop < len(cut) and box.x0 < right - CUT * em and right + CUT * em < box.x1:
                cut[cell.columns.stop] += 1
    return max(cut) >= MIN_CUT


def _num_words(partition: Partition) -> int:
    return sum(len(words) for _, _, words in partition)


def _partition(found: Assignment) -> Partition:
    """The places and the words of the cells that have any."""
    cells = zip(found.blocks, found.words, strict=True)
    return tuple((cell.rows, cell.columns, frozenset(id(word) for word, _ in words)) for cell, words in cells if words)
