"""Labels over rows that stand in the middle of their group share out the rows by where they stand.

Where a label stands beside the middle of its rows ("TA 98" between "-S9" and "+S9"), which rows are its own cannot be read
from the row it touches. The labels of one column between two section rows share out all the rows there, in order: in
groups of one size if every label then stands at the same place of its group, else so that every label stands in
the middle. Only where the model has seen one such label in the column, and three labels or more; or two of which one stands between
two rows; or a single one in the middle of the rows between two lines across the table, which close its group.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise
from statistics import median

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, meet
from pipeline.structure.rulings import full_lines
from pipeline.types import Span
from table import BBox

MIN_LABELS = 3  # of a column: two tell no order, unless one stands between two rows
OFF = 0.3  # of the distance of two rows, by which a label may stand beside the middle of its rows
OFF_TWO = 0.15  # of it, where the labels are two
UNLIKE = 0.45  # of it, by which the labels' places in groups of one size may differ: some have more lines
BETWEEN = 0.25  # of it, by which a label that stands between two rows is off both


@dataclass(frozen=True, slots=True)
class _Column:
    """The labels' middles of one column between two section rows, and the middles of all rows there, from ``first`` on."""

    index: int
    first: int
    rows: tuple[float, ...]
    labels: tuple[float, ...]
    score: float

    @property
    def pitch(self) -> float:
        return _pitch(self.rows)


def centre_label_spans(draft: Draft) -> Draft:
    """The draft with the labels of such columns over the rows of their groups."""
    for column in draft.all_columns():
        for block in _blocks(draft, column):
            sizes = _sizes(block) if len(block.labels) > 1 else _all(block)
            if sizes is not None:
                draft = _with_sizes(draft, block, sizes)
    return draft


def _blocks(draft: Draft, column: int) -> Iterator[_Column]:
    """The pieces of a column between rows with a cell over it and others, where a span over rows is known and labels are more."""
    body = range(draft.num_header_rows, len(draft.rows))
    cut = {row for span in draft.spans if column in span.columns and len(span.columns) > 1 for row in span.rows}
    ends = [body.start - 1, *(row for row in body if row in cut), body.stop]
    pieces = [range(before + 1, after) for before, after in pairwise(ends)]
    ruled = [range(start, stop) for start, stop in pairwise(_ruled(draft, body))]
    for rows in [*pieces, *(rows for rows in ruled if len(ruled) > 1 and not cut & set(rows))]:
        spans = [s for s in draft.spans if s.columns == range(column, column + 1) and meet(s.rows, rows) and len(s.rows) > 1]
        if not spans or len(rows) < 3:
            continue
        middles = [_middle(draft, row, column) for row in rows]
        known = [middle for middle in middles if middle is not None]
        if len(known) < len(rows):
            continue
        labels = _labels(draft, rows, spans)
        if MIN_LABELS - 1 <= len(labels) < len(rows) or (rows in ruled and len(ruled) > 1 and len(labels) == 1):
            yield _Column(column, rows.start, tuple(known), tuple(labels), min(span.score for span in spans))


def _ruled(draft: Draft, body: range) -> list[int]:
    """The rows of the body that begin below a line across the table, and the ends of the body."""
    lines = full_lines(draft.view.rulings, draft.extent, draft.em, is_horizontal=True)
    middles = [row.middle for row in draft.rows]
    inner = [row for row in body[1:] if any(middles[row - 1] < line < middles[row] for line in lines)]
    return [body.start, *inner, body.stop]


def _middle(draft: Draft, row: int, without: int) -> float | None:
    """Where the text of a row stands, its labels left out."""
    words = [word for column, cell in enumerate(draft.cells[row]) if column != without for word in cell]
    return median(word.bbox.center[1] for word in words) if words else None


def _pitch(middles: Sequence[float]) -> float:
    return median(b - a for a, b in pairwise(middles))


def _labels(draft: Draft, rows: range, spans: Sequence[Span]) -> list[float]:
    """The middles of the labels, each the text of one cell as the cells are now."""
    columns = spans[0].columns
    inside = {row for span in spans for row in span.rows}
    cells = sorted(
        [*(span.rows for span in spans), *(range(row, row + 1) for row in rows if row not in inside)], key=lambda cell: cell.start
    )
    boxes = (BBox.enclosing(word.bbox for word in draft.words_of(cell, columns)) for cell in cells)
    return [box.center[1] for box in boxes if box]


def _sizes(block: _Column) -> list[int] | None:
    """How many rows each label has, or ``None`` where the labels do not tell."""
    size, rest = divmod(len(block.rows), len(block.labels))
    if not rest and len(block.labels) >= MIN_LABELS and _spread(block, [size] * len(block.labels)) <= UNLIKE * block.pitch:
        return [size] * len(block.labels)
    beside = (abs(label - block.rows[_nearest(block.rows, label)]) for label in block.labels)
    if max(beside) < BETWEEN * block.pitch:
        return None
    sizes = _centred(block)
    off = OFF if len(block.labels) >= MIN_LABELS else OFF_TWO
    return sizes if sizes and max(map(abs, _offsets(block, sizes))) <= off * block.pitch else None


def _all(block: _Column) -> list[int] | None:
    """All rows for a single label in the middle of them."""
    sizes = [len(block.rows)]
    return sizes if abs(_offsets(block, sizes)[0]) <= OFF * block.pitch else None


def _offsets(block: _Column, sizes: Sequence[int]) -> list[float]:
    """How far each label stands below the middle of its rows."""
    starts = [0, *accumulate(sizes)]
    return [label - (block.rows[a] + block.rows[b - 1]) / 2 for label, (a, b) in zip(block.labels, pairwise(starts), strict=True)]


def _spread(block: _Column, sizes: Sequence[int]) -> float:
    offsets = _offsets(block, sizes)
    return max(offsets) - min(offsets) if max(map(abs, offsets)) <= sizes[0] / 2 * block.pitch else float("inf")


def _centred(block: _Column) -> list[int] | None:
    """The sizes whose middles are nearest to the labels, from the first label on; ``None`` where they do not take all the rows."""
    sizes, start = [], 0
    for label in block.labels:
        if start == len(block.rows):
            return None
        last = max(start, _nearest(block.rows, 2 * label - block.rows[start]))
        sizes.append(last + 1 - start)
        start = last + 1
    return sizes if start == len(block.rows) else None


def _nearest(rows: Sequence[float], place: float) -> int:
    """The row whose middle is nearest."""
    after = bisect_left(rows, place)
    return min(range(max(0, after - 1), min(after + 1, len(rows))), key=lambda row: abs(rows[row] - place))


def _with_sizes(draft: Draft, block: _Column, sizes: Sequence[int]) -> Draft:
    starts = [block.first + start for start in (0, *accumulate(sizes))]
    columns = range(block.index, block.index + 1)
    new = tuple(Span(range(a, b), columns, block.score) for a, b in pairwise(starts) if b - a > 1)
    rows = range(starts[0], starts[-1])
    old = [span for span in draft.spans if span.columns == columns and meet(span.rows, rows)]
    if {span.rows for span in old} == {span.rows for span in new}:
        return draft
    kept = tuple(span for span in draft.spans if span not in old)
    return replace(draft, spans=(*kept, *new)).noting(Flag.SPANS_REPAIRED)
