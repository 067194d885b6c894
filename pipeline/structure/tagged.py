"""A tagged PDF's own table as evidence: where its cells' places fit the words, its rows, columns, spans and header count.

In: a draft whose grid stands. Out: the same, or the one that the tags tell. Tags that speak of this table but do not fit
the places of its words are not used, and the draft says so: trees are written by programs that often get them wrong.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from pipeline.flags import Flag
from pipeline.geometry.intervals import index_at
from pipeline.structure.draft import Draft, meet, overlaps, stand
from pipeline.types import Interval, Span, TaggedCell, TaggedTable
from table import Word

MIN_SPOKEN_OF = 0.5  # of the table's words: below it the tags speak of something else
MIN_HELD = 0.9  # of the table's words that the tagged cells must hold, and of the tagged texts that must be in the table
REACH = 0.2  # em around the box of a cell's text
MAX_OVERLAP = 0.3  # em that the texts of neighbouring rows or columns may overlap: accents and descenders do
TAG_SCORE = 0.95  # of spans that the tags tell
Boxes = npt.NDArray[np.float64]  # [n, 4]: x0, y0, x1, y1


@dataclass(frozen=True, slots=True)
class _Axis:
    """Extents of the rows or columns with text of their own, and the place of each old index."""

    extents: tuple[tuple[float, float], ...]
    places: dict[int, int]

    def range_of(self, old: range) -> range:
        inside = [self.places[index] for index in old if index in self.places]
        return range(inside[0], inside[-1] + 1) if inside else range(0)


def as_tagged(draft: Draft) -> Draft:
    """The draft as its page's tags tell the table, where they fit; with ``tagged_table_disagrees`` where they do not."""
    words = draft.inside
    table, num_held = _own_table(draft, words)
    if num_held == 0 or num_held < MIN_SPOKEN_OF * len(words):
        return draft
    found = _draft_of(table, draft, words) if num_held >= MIN_HELD * len(words) else None
    if found is None:
        return draft.noting(Flag.TAGGED_TABLE_DISAGREES)
    return draft if _says_the_same(found, draft) else found.noting(Flag.TAGGED_TABLE_OBEYED)


def _own_table(draft: Draft, words: Sequence[Word]) -> tuple[TaggedTable, int]:
    """The tagged table that holds most of the words, and how many it holds."""
    counted = ((table, _num_held(table, words, draft.em)) for table in draft.view.tagged_tables)
    return max(counted, key=lambda pair: pair[1], default=((), 0))


def _num_held(table: TaggedTable, words: Sequence[Word], em: float) -> int:
    boxes = _reaches(table, em)
    return sum(bool(_holds(boxes, word).any()) for word in words)


def _reaches(cells: Iterable[TaggedCell], em: float) -> Boxes:
    """The boxes of the cells' texts with what is near around them."""
    return np.array([tuple(cell.bbox.expand(REACH * em)) for cell in cells if cell.bbox]).reshape(-1, 4)


def _holds(boxes: Boxes, word: Word) -> npt.NDArray[np.bool_]:
    """Which of the boxes hold the word's middle: all at once, since a page has hundreds of words and of cells."""
    x, y = word.bbox.center
    held: npt.NDArray[np.bool_] = (boxes[:, 0] <= x) & (x <= boxes[:, 2]) & (boxes[:, 1] <= y) & (y <= boxes[:, 3])
    return held


def _draft_of(table: TaggedTable, draft: Draft, words: Sequence[Word]) -> Draft | None:
    """The draft with the tagged grid; ``None`` where the places of texts and words contradict it."""
    near = draft.extent.expand(draft.em)
    texts = [(cell, near.holds(cell.bbox)) for cell in table if cell.bbox]
    inside = [cell for cell, is_inside in texts if is_inside]
    if len(texts) - len(inside) > (1 - MIN_HELD) * len(texts):
        return None
    rows = _axis(((c.rows, c.bbox.y0, c.bbox.y1) for c in inside if c.bbox), MAX_OVERLAP * draft.em)
    columns = _axis(((c.columns, c.bbox.x0, c.bbox.x1) for c in inside if c.bbox), MAX_OVERLAP * draft.em)
    if rows is None or columns is None or min(len(rows.extents), len(columns.extents)) < 2:
        return None
    rows = _with_untold(rows, inside, draft)
    box = draft.extent
    grid = stand(
        replace(
            draft,
            rows=_intervals(rows, box.y0, box.y1),
            columns=_intervals(columns, box.x0, box.x1),
            spans=(),
            held=None,
        )
    )
    if not _fits(inside, rows, columns, grid, words):
        return None
    num_header_rows = _num_header_rows(inside, rows, draft, grid)
    return replace(grid, num_header_rows=num_header_rows, spans=_spans(inside, rows, columns, draft, num_header_rows))


def _axis(extents: Iterable[tuple[range, float, float]], max_overlap: float) -> _Axis | None:
    """The rows (or columns) in which a text of one stands; ``None`` where they do not lie one after the other."""
    own: dict[int, tuple[float, float]] = {}
    for indices, start, stop in extents:
        if len(indices) == 1:
            low, high = own.get(indices.start, (start, stop))
            own[indices.start] = min(low, start), max(high, stop)
    ordered = sorted(own)
    found = tuple(own[index] for index in ordered)
    if any(b[0] < a[1] - max_overlap or a[0] + a[1] >= b[0] + b[1] for a, b in pairwise(found)):
        return None
    return _Axis(found, {index: place for place, index in enumerate(ordered)})


def _with_untold(rows: _Axis, cells: Sequence[TaggedCell], draft: Draft) -> _Axis:
    """The rows with those of the draft above and below them of which the tags tell no word: headers are often no part of the tagged."""
    boxes = _reaches(cells, draft.em)
    above, below = [], []
    for row in range(len(draft.rows)):
        words = draft.words_of(range(row, row + 1), draft.all_columns())
        if not words or any(_holds(boxes, word).any() for word in words):
            continue
        top, bottom = min(word.bbox.y0 for word in words), max(word.bbox.y1 for word in words)
        above += [(top, bottom)] if bottom <= rows.extents[0][0] else []
        below += [(top, bottom)] if top >= rows.extents[-1][1] else []
    return _Axis((*above, *rows.extents, *below), {index: place + len(above) for index, place in rows.places.items()})


def _intervals(axis: _Axis, low: float, high: float) -> tuple[Interval, ...]:
    """Gap-free rows (or columns) from the table's edges, borders in the middle between texts."""
    middles = [(a[1] + b[0]) / 2 for a, b in pairwise(axis.extents)]
    edges = [min(low, axis.extents[0][0]), *middles, max(high, axis.extents[-1][1])]
    return tuple(Interval(start, stop) for start, stop in pairwise(edges))


def _fits(cells: Sequence[TaggedCell], rows: _Axis, columns: _Axis, grid: Draft, words: Sequence[Word]) -> bool:
    """Whether every word of a tagged cell falls into that cell's rows and columns of the grid."""
    row_edges, column_edges = grid.row_edges, grid.column_edges
    boxes = _reaches(cells, grid.em)
    extents = [(rows.range_of(cell.rows), columns.range_of(cell.columns)) for cell in cells]
    if not all(own_rows and own_columns for own_rows, own_columns in extents):
        return False
    for word in words:
        x, y = word.bbox.center
        holders = [extents[index] for index in np.flatnonzero(_holds(boxes, word))]
        if holders and not any(index_at(row_edges, y) in r and index_at(column_edges, x) in c for r, c in holders):
            return False
    return True


def _num_header_rows(cells: Sequence[TaggedCell], rows: _Axis, draft: Draft, grid: Draft) -> int:
    """Leading rows of header cells only; where the tags tell none or nothing else, the rows of the draft's header."""
    count = len(rows.extents)
    by_row = [[cell.is_header for cell in cells if row in rows.range_of(cell.rows)] for row in range(count)]
    told = next((row for row, headers in enumerate(by_row) if not all(headers)), count) if by_row[0] else 0
    if 0 < told < count:
        return told
    border = draft.row_edges[draft.num_header_rows]
    return sum(row.middle < border for row in grid.rows) if draft.num_header_rows else 0


def _spans(cells: Sequence[TaggedCell], rows: _Axis, columns: _Axis, draft: Draft, num_header_rows: int) -> tuple[Span, ...]:
    """The tagged spans, and those of the draft that add blank cells only to a text."""
    placed = [(rows.range_of(cell.rows), columns.range_of(cell.columns)) for cell in cells]
    num_columns = len(columns.extents)
    told = [
        Span(r, c, TAG_SCORE, is_projected_row_header=len(r) == 1 and len(c) == num_columns and r.start >= num_header_rows)
        for r, c in placed
        if len(r) * len(c) > 1 and not r.start < num_header_rows < r.stop
    ]
    if (len(draft.rows), len(draft.columns)) != (len(rows.extents), num_columns):
        return tuple(told)
    kept = [span for span in draft.spans if sum(meet(span.rows, r) and meet(span.columns, c) for r, c in placed) == 1]
    return (*told, *(s for s in kept if not any(overlaps(s, t) for t in told)))


def _says_the_same(found: Draft, draft: Draft) -> bool:
    """Whether both put the same words into the same cells under the same header."""
    spans = [{(span.rows, span.columns) for span in one.spans} for one in (found, draft)]
    return found.cells == draft.cells and spans[0] == spans[1] and found.num_header_rows == draft.num_header_rows
