"""A table on its way: what the words, rulings and model say, and rows, columns, header and spans as far as they stand.

Every rule takes a ``Draft`` and returns another; nothing is changed in place, so the states can be kept and compared.
What several rules ask of the words is found once for a draft, when the first rule asks, and is gone with the draft that a rule
changes. All coordinates are view points.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from pipeline.flags import Flag
from pipeline.geometry.intervals import edges_of, index_at, joined_intervals, overlap_of_smaller, sorted_intervals
from pipeline.options import Options
from pipeline.structure.placing import Rulings, Segment
from pipeline.structure.words.lines import TextLines, em_of, group_lines
from pipeline.types import Grid, Interval, MovedWord, RegionView, Span, Structure, StructureObject
from table import BBox, StructureLabel, Word

MAX_OBJECTS = 100  # of one table; PubTables-1M discards tables with more
RAW_OVERLAP = 0.2  # of the smaller raw row or column, from which the overlap is reported (PubTables-1M, section 3.5)

Words = tuple[Word, ...]


@dataclass(frozen=True, slots=True)
class AxisEvidence:
    """What places the borders of one axis: the intervals as the model and the rules saw them, words and rulings."""

    seen: tuple[Interval, ...]
    segments: tuple[Segment, ...]
    rulings: Rulings


@dataclass(frozen=True)
class Draft:
    """Evidence (``view``, ``objects``, ``words``: those in the region or among the model's rows and columns) and findings.

    ``limits``: how far the table may reach beyond its rows, where that is known. ``em``: the words' median height.
    ``leaders``: words that are dots leading from a label to its value. ``held``: the words inside when borders were placed,
    which ``row_evidence`` and ``column_evidence`` are made of. ``cells``: the words of each row and column, once
    these stand. ``notes``: flags for the result. ``moved``: words
    of phrases that borders cut. ``lines``: the text lines of ``words``, kept from draft to draft.
    """

    view: RegionView
    objects: tuple[StructureObject, ...]
    options: Options
    words: Words
    em: float
    limits: BBox | None
    rows: tuple[Interval, ...]
    columns: tuple[Interval, ...]
    leaders: frozenset[Word] = frozenset()
    held: Words | None = None
    row_evidence: AxisEvidence | None = None
    column_evidence: AxisEvidence | None = None
    cells: tuple[tuple[Words, ...], ...] = ()
    num_header_rows: int = 0
    header_score: float = 1.0
    spans: tuple[Span, ...] = ()
    notes: frozenset[Flag] = frozenset()
    moved: tuple[MovedWord, ...] = ()
    lines: TextLines = field(default=None, repr=False, compare=False)  # type: ignore[assignment]

    def __post_init__(self) -> None:
        if self.lines is None:
            object.__setattr__(self, "lines", TextLines(self.words))

    @cached_property
    def row_edges(self) -> tuple[float, ...]:
        """R+1 borders; between rows with a gap the middle of it."""
        return edges_of(self.rows)

    @cached_property
    def column_edges(self) -> tuple[float, ...]:
        """C+1 borders; between columns with a gap the middle of it."""
        return edges_of(self.columns)

    @cached_property
    def extent(self) -> BBox:
        """The box of all rows and columns (neither may be empty)."""
        return lattice_box(self.rows, self.columns)

    @cached_property
    def inside(self) -> Words:
        """The words whose middle is in the extent."""
        return words_inside(self.words, self.extent)

    @cached_property
    def filled(self) -> tuple[Mapping[int, Sequence[Word]], ...]:
        """Per row, as rows and columns stand now: the words of its columns that have any."""
        return words_between(self, self.row_edges, self.column_edges)

    @cached_property
    def row_lines(self) -> tuple[Sequence[Sequence[Word]], ...]:
        """The text lines of each row as it stands now."""
        return tuple(group_lines([word for words in row.values() for word in words]) for row in self.filled)

    @cached_property
    def cell_lines(self) -> tuple[tuple[list[list[Word]], ...], ...]:
        """The text lines of each cell; known once rows and columns stand."""
        return tuple(tuple(map(group_lines, row)) for row in self.cells)

    def words_of(self, rows: range, columns: range) -> list[Word]:
        """The words of some cells, row by row; known once rows and columns stand."""
        return [word for row in self.cells[rows.start : rows.stop] for cell in row[columns.start : columns.stop] for word in cell]

    def marks_of(self, rows: range, columns: range) -> list[Word]:
        """The words of some cells and, as words without a text, the check boxes in them that hold no word."""
        words = self.words_of(rows, columns)
        if not self.view.check_boxes:
            return words
        top, bottom = self.rows[rows.start].start, self.rows[rows.stop - 1].stop
        left, right = self.columns[columns.start].start, self.columns[columns.stop - 1].stop
        boxes = [box.bbox for box in self.view.check_boxes if BBox(left, top, right, bottom).holds(box.bbox)]
        return [*words, *(Word("", box) for box in boxes if not any(box.holds(word.bbox) for word in words))]

    def all_columns(self) -> range:
        return range(len(self.columns))

    def noting(self, *names: Flag) -> Draft:
        """The same draft with more flags."""
        return replace(self, notes=self.notes.union(names)) if names else self


def start_draft(objects: Sequence[StructureObject], view: RegionView, options: Options) -> Draft:
    """The draft before any rule: the model's rows and columns with a length, in order. Columns or rows may be missing."""
    rows = [Interval(o.bbox.y0, o.bbox.y1, o.score) for o in objects if o.label is StructureLabel.ROW]
    columns = [Interval(o.bbox.x0, o.bbox.x1, o.score) for o in objects if o.label is StructureLabel.COLUMN]
    words = _nearby_words(view, rows, columns)
    notes = (Flag.OVERLAPPING_ROWS,) * _has_overlap(rows) + (Flag.OVERLAPPING_COLUMNS,) * _has_overlap(columns)
    notes += (Flag.TOO_MANY_OBJECTS,) * (len(objects) > MAX_OBJECTS)
    found_rows, found_columns = sorted_intervals(rows), sorted_intervals(columns)
    return Draft(
        view=view,
        objects=tuple(objects),
        options=options,
        words=words,
        em=em_of(words, _default_em(found_rows or found_columns)),
        limits=_limits(objects, view),
        rows=found_rows,
        columns=found_columns,
        notes=frozenset(notes),
    )


def num_header_rows_seen(draft: Draft) -> int:
    """Rows whose middle the model's best column header holds, the last row left out: for rules that come before the header."""
    headers = [o for o in draft.objects if o.label is StructureLabel.COLUMN_HEADER]
    if not headers:
        return 0
    bottom = max(headers, key=lambda o: (o.score, o.bbox)).bbox.y1
    return sum(row.middle < bottom for row in draft.rows[:-1])


def stand(draft: Draft) -> Draft:
    """The draft with gap-free rows and columns and the words of each cell: the grid stands, spans may be found in it."""
    row_edges, column_edges = draft.row_edges, draft.column_edges
    cells: list[list[list[Word]]] = [[[] for _ in draft.columns] for _ in draft.rows]
    for word in draft.inside if draft.held is None else draft.held:
        x, y = word.bbox.center
        if column_edges[0] <= x <= column_edges[-1]:
            cells[index_at(row_edges, y)][index_at(column_edges, x)].append(word)
    return replace(
        draft,
        rows=_between(row_edges, draft.rows),
        columns=_between(column_edges, draft.columns),
        cells=tuple(tuple(map(tuple, row)) for row in cells),
    )


def to_structure(draft: Draft) -> Structure:
    """The finished structure: spans row-major, of those that still overlap the better one, flags in order."""
    spans = without_overlaps(draft.spans)
    rows, columns = _between(draft.row_edges, draft.rows), _between(draft.column_edges, draft.columns)
    drops = "drop_leaders" not in draft.options.without
    flags = tuple(sorted(map(str, draft.notes)))
    return Structure(rows, columns, draft.num_header_rows, draft.header_score, spans, flags, drops, draft.moved)


def without_overlaps(spans: Iterable[Span]) -> tuple[Span, ...]:
    """The spans row-major, of those that overlap the better ones; independent of their order."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda s: (-s.score, s.rows.start, s.columns.start, s.rows.stop, s.columns.stop)):
        if not any(overlaps(span, other) for other in kept):
            kept.append(span)
    return tuple(sorted(kept, key=lambda s: (s.rows.start, s.columns.start)))


def with_sure_spans(draft: Draft, found: Iterable[Span]) -> Draft:
    """The draft with spans that evidence beyond the model tells, the earlier of two that overlap; what they overlap of the others goes."""
    sure: list[Span] = []
    for span in found:
        if not any(overlaps(span, other) for other in sure):
            sure.append(span)
    known = {(span.rows, span.columns) for span in draft.spans}
    new = [span for span in sure if (span.rows, span.columns) not in known]
    if not new:
        return draft
    kept = (span for span in draft.spans if not any(overlaps(span, other) for other in new))
    return replace(draft, spans=(*kept, *new)).noting(Flag.SPANS_REPAIRED)


def with_joined_rows(draft: Draft, places: Sequence[int]) -> Draft:
    """The draft (its grid stands) with the rows joined that have one of ``places``, which go up from 0 by steps of one at most."""
    groups = [[row for row, place in enumerate(places) if place == group] for group in range(places[-1] + 1)]
    spans = (replace(span, rows=range(places[span.rows.start], places[span.rows.stop - 1] + 1)) for span in draft.spans)
    joined = replace(
        draft,
        rows=joined_intervals(draft.rows, groups),
        num_header_rows=places[draft.num_header_rows - 1] + 1 if draft.num_header_rows else 0,
        spans=tuple(span for span in spans if is_span(span.rows, span.columns)),
    )
    return stand(joined)


def to_grid(structure: Structure) -> Grid:
    """Row edges (R+1) and column edges (C+1) of ``structure``."""
    rows, columns = structure.rows, structure.columns
    return Grid((*(r.start for r in rows), rows[-1].stop), (*(c.start for c in columns), columns[-1].stop), structure)


def overlaps(a: Span, b: Span) -> bool:
    """Whether two spans share a grid cell."""
    return meet(a.rows, b.rows) and meet(a.columns, b.columns)


def meet(a: range, b: range) -> bool:
    """Whether two runs of rows (or columns) share one."""
    return a.start < b.stop and b.start < a.stop


def is_span(rows: range, columns: range) -> bool:
    """Whether the extent is more than one grid cell."""
    return len(rows) > 1 or len(columns) > 1


def lattice_box(rows: Sequence[Interval], columns: Sequence[Interval]) -> BBox:
    """The box of all rows and columns (neither may be empty)."""
    return BBox(min(c.start for c in columns), min(r.start for r in rows), max(c.stop for c in columns), max(r.stop for r in rows))


def words_between(draft: Draft, row_edges: Sequence[float], column_edges: Sequence[float]) -> tuple[dict[int, list[Word]], ...]:
    """Per row the words of its columns that have any, between the outer rows and columns; ``..._edges``: all borders."""
    found: tuple[dict[int, list[Word]], ...] = tuple({} for _ in draft.rows)
    top, bottom, left, right = draft.rows[0].start, draft.rows[-1].stop, draft.columns[0].start, draft.columns[-1].stop
    for word in draft.words:
        x, y = word.bbox.center
        if top <= y <= bottom and left <= x <= right:
            found[index_at(row_edges, y)].setdefault(index_at(column_edges, x), []).append(word)
    return found


def words_inside(words: Sequence[Word], box: BBox) -> Words:
    return tuple(word for word in words if box.holds(word.bbox))


def _between(edges: Sequence[float], intervals: Sequence[Interval]) -> tuple[Interval, ...]:
    return tuple(Interval(a, b, old.score) for (a, b), old in zip(pairwise(edges), intervals, strict=True))


def _has_overlap(intervals: Sequence[Interval]) -> bool:
    ordered = sorted(intervals, key=lambda i: (i.start, i.stop))
    return any(overlap_of_smaller(a, b) > RAW_OVERLAP for a, b in pairwise(ordered))


def _nearby_words(view: RegionView, rows: Sequence[Interval], columns: Sequence[Interval]) -> Words:
    """Words whose centre is in the region or, unless the caller drew it, among the model's rows and columns."""
    box = lattice_box(rows, columns) if rows and columns and not view.region.is_given else None
    return tuple(w for w in view.words if view.bbox.holds(w.bbox) or (box and box.holds(w.bbox)))


def _default_em(intervals: Sequence[Interval]) -> float:
    """A stand-in for the word height where there is no word: two thirds of the smallest row, else of a column."""
    return min((interval.length for interval in intervals), default=1.0) * 2 / 3 or 1.0


def _limits(objects: Sequence[StructureObject], view: RegionView) -> BBox | None:
    """The caller's own box, else the model's best table object."""
    if view.region.is_given:
        return view.bbox
    tables = [o for o in objects if o.label is StructureLabel.TABLE]
    return max(tables, key=lambda o: (o.score, o.bbox)).bbox if tables else None
