"""Rows and columns of a table from the model's objects and the words: step one of ``refine``.

NMS, missing rows and columns, parts of one row or column joined, outer edges grown over the words they cut, inner
borders snapped, blank lanes dropped (post-processing rules 3 to 5 of the improved mode).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from pipeline.errors import StructureError
from pipeline.options import Options
from pipeline.structure import flags
from pipeline.structure.borders import Rules, Segment, snap
from pipeline.structure.intervals import best_range, overlap_of_smaller, suppress
from pipeline.structure.leaders import find_leaders
from pipeline.structure.lines import em_of, spaces
from pipeline.structure.missing import insert_columns, insert_rows
from pipeline.structure.ruled import full_lines, join_parts
from pipeline.structure.wrapped import join_wrapped_labels
from pipeline.types import Interval, RegionView, StructureObject
from table import BBox, StructureLabel, Word

RAW_OVERLAP = 0.2  # of the smaller raw row or column, from which the overlap is reported
SEGMENT_SHRINK = 0.15  # of a word's height left out above and below: word boxes of tight lines overlap
INNER = 0.7  # em inside a spanning cell's box from where its words stop holding borders
MIN_RULING = 0.3  # of the table's width or height that a ruling must cover to be a border
NEAR = 1.5  # em: words this near to the outer edge belong to the outer column
LINE_GAP = 0.75  # em between the lines of one cell: nearer lines inside the table's box belong to the outer row
CUT_SHARE = 0.25  # a word with this share of its height inside the outer row belongs to it


@dataclass(frozen=True, slots=True)
class Lanes:
    """Gap-free rows and columns in view points, the words of each row and the size of "em" they were measured with."""

    rows: tuple[Interval, ...]
    columns: tuple[Interval, ...]
    words: tuple[tuple[Word, ...], ...]
    em: float
    warnings: tuple[str, ...]

    @property
    def row_edges(self) -> tuple[float, ...]:
        return edges(self.rows)

    @property
    def column_edges(self) -> tuple[float, ...]:
        return edges(self.columns)


def edges(lanes: Sequence[Interval]) -> tuple[float, ...]:
    """The borders of gap-free lanes, one more than there are lanes."""
    return (*(lane.start for lane in lanes), lanes[-1].stop)


def find_lanes(objects: Sequence[StructureObject], view: RegionView, options: Options) -> Lanes:
    """Rows and columns of the table. Raises ``StructureError`` when there is no column, or neither row nor word."""
    raw_rows = _intervals(objects, StructureLabel.ROW, lambda b: (b.y0, b.y1))
    raw_columns = _intervals(objects, StructureLabel.COLUMN, lambda b: (b.x0, b.x1))
    warnings = _overlap_warnings(raw_rows, raw_columns)
    words = _nearby_words(view, raw_rows, raw_columns)
    rows = suppress(raw_rows, [w.bbox.center[1] for w in words])
    columns = suppress(raw_columns)
    _require(columns, "column", objects, view)
    em = em_of(words, _default_em(rows, columns))
    limits = _trusted_extent(objects, view)
    full_rows = insert_rows(rows, columns, words, em, limits)
    _require(full_rows, "row", objects, view)
    full_columns = insert_columns(full_rows, columns, words, em, limits or view.bbox)
    warnings += (flags.ROWS_INSERTED,) * (len(full_rows) > len(rows)) + (flags.COLUMNS_INSERTED,) * (len(full_columns) > len(columns))
    full_rows, full_columns, joined = _joined(full_rows, full_columns, words, view, em)
    warnings += joined
    grown_columns = _grow(full_columns, [(w.bbox.x0, w.bbox.x1) for w in _in_rows(words, full_rows)], NEAR * em)
    inside = _in_columns(words, grown_columns)
    grown_rows = _grow(full_rows, [(w.bbox.y0, w.bbox.y1) for w in inside], -CUT_SHARE)
    if limits is not None:
        own = [(w.bbox.y0, w.bbox.y1) for w in inside if limits.y0 <= w.bbox.center[1] <= limits.y1]
        grown_rows = _grow(grown_rows, own, LINE_GAP * em)
    return _snapped(grown_rows, grown_columns, words, em, warnings, objects, view, options)


def _joined(
    rows: tuple[Interval, ...], columns: tuple[Interval, ...], words: Sequence[Word], view: RegionView, em: float
) -> tuple[tuple[Interval, ...], tuple[Interval, ...], tuple[str, ...]]:
    """The parts of one row or column joined, and the flags that say so."""
    some_rows, some_columns = join_parts(rows, columns, words, view.rulings, em)
    fewer = join_wrapped_labels(some_rows, some_columns, words)
    joined = (flags.ROWS_JOINED,) * (len(fewer) < len(rows)) + (flags.COLUMNS_JOINED,) * (len(some_columns) < len(columns))
    return fewer, some_columns, joined


def _snapped(
    rows: tuple[Interval, ...],
    columns: tuple[Interval, ...],
    words: Sequence[Word],
    em: float,
    warnings: tuple[str, ...],
    objects: Sequence[StructureObject],
    view: RegionView,
    options: Options,
) -> Lanes:
    """Snap both axes; when that leaves lanes without a word, drop these and snap the others again."""
    inside = _in_columns(_in_rows(words, rows), columns)
    spans = _span_boxes(objects, rows, columns)
    horizontal = _rules(view, rows, columns, em, is_horizontal=True)
    vertical = _rules(view, rows, columns, em, is_horizontal=False)
    row_segments = _row_segments(inside, spans[0], em)
    leaders = find_leaders(inside, em)
    column_segments = _column_segments([w for w in inside if w not in leaders], spans[1], em)
    keep = options.keep_blank_lanes or not inside
    kept_rows = _snap_axis(rows, row_segments, horizontal, em, [w.bbox.center[1] for w in inside], keep)
    kept_columns = _snap_axis(columns, column_segments, vertical, em, [w.bbox.center[0] for w in inside], keep)
    warnings += (flags.BLANK_ROWS_DROPPED,) * (len(kept_rows) < len(rows)) + (flags.BLANK_COLUMNS_DROPPED,) * (
        len(kept_columns) < len(columns)
    )
    return Lanes(kept_rows, kept_columns, _by_row(inside, kept_rows), em, warnings)


def _by_row(words: Sequence[Word], rows: Sequence[Interval]) -> tuple[tuple[Word, ...], ...]:
    """The words with their middle in each row."""
    borders = [row.start for row in rows[1:]]
    found: list[list[Word]] = [[] for _ in rows]
    for word in words:
        found[bisect_right(borders, word.bbox.center[1])].append(word)
    return tuple(map(tuple, found))


def _snap_axis(
    lanes: tuple[Interval, ...],
    segments: Sequence[Segment],
    rules: Rules,
    em: float,
    centers: Sequence[float],
    keep_blank: bool,
) -> tuple[Interval, ...]:
    snapped = snap(lanes, segments, rules, em)
    if keep_blank:
        return snapped
    filled = [lane for lane, s in zip(lanes, snapped, strict=True) if any(s.start <= c <= s.stop for c in centers)]
    return snapped if len(filled) == len(lanes) else snap(filled, segments, rules, em)


def _intervals(
    objects: Sequence[StructureObject], label: StructureLabel, extent: Callable[[BBox], tuple[float, float]]
) -> tuple[Interval, ...]:
    return tuple(Interval(*extent(o.bbox), o.score) for o in objects if o.label is label)


def _overlap_warnings(rows: Sequence[Interval], columns: Sequence[Interval]) -> tuple[str, ...]:
    return (flags.OVERLAPPING_ROWS,) * _has_overlap(rows) + (flags.OVERLAPPING_COLUMNS,) * _has_overlap(columns)


def _has_overlap(lanes: Sequence[Interval]) -> bool:
    ordered = sorted(lanes, key=lambda i: (i.start, i.stop))
    return any(overlap_of_smaller(a, b) > RAW_OVERLAP for a, b in pairwise(ordered))


def _require(lanes: Sequence[Interval], kind: str, objects: Sequence[StructureObject], view: RegionView) -> None:
    if not lanes:
        message = f"no table {kind} among {len(objects)} objects and no words to infer one from: no grid can be built"
        raise StructureError(message, page=view.page.number, objects=tuple(objects))


def _nearby_words(view: RegionView, rows: Sequence[Interval], columns: Sequence[Interval]) -> list[Word]:
    """Words whose centre is in the region or, unless the caller drew it, among the model's rows and columns."""
    box = lattice(rows, columns) if rows and columns and not view.region.is_given else None
    return [w for w in view.words if view.bbox.contains_point(*w.bbox.center) or (box and box.contains_point(*w.bbox.center))]


def lattice(rows: Sequence[Interval], columns: Sequence[Interval]) -> BBox:
    """The box of all rows and columns (neither may be empty)."""
    return BBox(min(c.start for c in columns), min(r.start for r in rows), max(c.stop for c in columns), max(r.stop for r in rows))


def _default_em(rows: Sequence[Interval], columns: Sequence[Interval]) -> float:
    """A stand-in for the word height where there is no word: two thirds of the smallest row, else of a column."""
    return min((lane.stop - lane.start for lane in rows or columns), default=1.0) * 2 / 3 or 1.0


def _trusted_extent(objects: Sequence[StructureObject], view: RegionView) -> BBox | None:
    """How far the table may reach beyond its rows: the caller's own box, else the model's best table object."""
    if view.region.is_given:
        return view.bbox
    tables = [o for o in objects if o.label is StructureLabel.TABLE]
    return max(tables, key=lambda o: (o.score, o.bbox)).bbox if tables else None


def _in_rows(words: Sequence[Word], rows: Sequence[Interval]) -> list[Word]:
    low, high = min(r.start for r in rows), max(r.stop for r in rows)
    return [w for w in words if low <= w.bbox.center[1] <= high]


def _in_columns(words: Sequence[Word], columns: Sequence[Interval]) -> list[Word]:
    low, high = min(c.start for c in columns), max(c.stop for c in columns)
    return [w for w in words if low <= w.bbox.center[0] <= high]


def _grow(lanes: tuple[Interval, ...], extents: Sequence[tuple[float, float]], reach: float) -> tuple[Interval, ...]:
    """``lanes`` with the outer edges moved out over words that they cut or that end within ``reach`` of them.

    ``reach`` below zero: only words of which that share of their own length is inside already.
    """
    low, high = lanes[0].start, max(lane.stop for lane in lanes)
    for start, stop in sorted(extents, key=lambda e: (-e[1], e)):
        slack = reach if reach >= 0 else reach * (stop - start)
        low = min(low, start) if stop >= low - slack else low
    for start, stop in sorted(extents):
        slack = reach if reach >= 0 else reach * (stop - start)
        high = max(high, stop) if start <= high + slack else high
    grown = (Interval(min(low, lanes[0].stop), lanes[0].stop, lanes[0].score), *lanes[1:])
    return (*grown[:-1], Interval(grown[-1].start, high, grown[-1].score))


def _span_boxes(objects: Sequence[StructureObject], rows: Sequence[Interval], columns: Sequence[Interval]) -> tuple[list[BBox], list[BBox]]:
    """Boxes of spanning objects that cover several rows, and those that cover several columns."""
    labels = (StructureLabel.SPANNING_CELL, StructureLabel.PROJECTED_ROW_HEADER)
    boxes = [o.bbox for o in objects if o.label in labels]
    row_edges, column_edges = _rough_edges(rows), _rough_edges(columns)
    tall = [b for b in boxes if len(best_range(row_edges, b.y0, b.y1)[0]) > 1]
    wide = [b for b in boxes if len(best_range(column_edges, b.x0, b.x1)[0]) > 1]
    return tall, wide


def _rough_edges(lanes: Sequence[Interval]) -> list[float]:
    """Edges before snapping: the middle between neighbours."""
    middles = [(a.stop + b.start) / 2 for a, b in pairwise(lanes)]
    return sorted([lanes[0].start, *middles, lanes[-1].stop])


def _row_segments(words: Sequence[Word], tall: Sequence[BBox], em: float) -> list[Segment]:
    """Vertical extents of words, shrunk because the boxes of tight lines overlap."""
    found = []
    for word in words:
        shrink = SEGMENT_SHRINK * word.bbox.height
        inner = [(b.y0 + INNER * em, b.y1 - INNER * em) for b in tall if _is_inside(word.bbox, b)]
        found.append(Segment(word.bbox.y0 + shrink, word.bbox.y1 - shrink, free=max(inner, default=None, key=_length)))
    return found


def _column_segments(words: Sequence[Word], wide: Sequence[BBox], em: float) -> list[Segment]:
    """Horizontal extents of words and, where no spanning cell is, of the spaces within their phrases."""
    found, plain = [], []
    for word in words:
        inner = [(b.x0 + INNER * em, b.x1 - INNER * em) for b in wide if _is_inside(word.bbox, b)]
        found.append(Segment(word.bbox.x0, word.bbox.x1, free=max(inner, default=None, key=_length)))
        plain += [] if inner else [word]
    return found + [Segment(*space, weight=1) for space in spaces(plain, em)]


def _is_inside(word: BBox, box: BBox) -> bool:
    """Whether at least half of a word's area is in ``box``."""
    apart = word.y0 > box.y1 or word.y1 < box.y0 or word.x0 > box.x1 or word.x1 < box.x0
    return not apart and word.overlap_fraction(box) >= 0.5


def _length(extent: tuple[float, float]) -> float:
    return extent[1] - extent[0]


def _rules(view: RegionView, rows: Sequence[Interval], columns: Sequence[Interval], em: float, *, is_horizontal: bool) -> Rules:
    """Where rulings cross the axis: those that cover enough of the table's other side, and those that run all through."""
    box = lattice(rows, columns)
    found: set[float] = set()
    for ruling in view.rulings:
        common = ruling.bbox.intersection(box)
        if ruling.is_horizontal is is_horizontal and common is not None:
            share = common.width / box.width if is_horizontal else common.height / box.height
            if share >= MIN_RULING:
                found.add(ruling.bbox.center[1 if is_horizontal else 0])
    firm = full_lines(view.rulings, box, em, is_horizontal=is_horizontal)
    return Rules(tuple(sorted({*found, *firm})), frozenset(firm))
