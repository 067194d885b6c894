"""What places the inner borders of a table: the extents of its words and phrases, spanning objects, and drawn lines.

Gathered once, when the first border is placed: rows and columns as seen then stay in the evidence, so that borders
can be placed again among fewer of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.geometry.intervals import best_range, edges_of, index_at
from pipeline.structure.draft import AxisEvidence, Draft, Words
from pipeline.structure.placing import WORD_WEIGHT, Rulings, Segment, place_borders
from pipeline.structure.rulings import full_lines
from pipeline.structure.words.lines import spaces
from pipeline.structure.words.narrow_gaps import narrow_gaps
from pipeline.types import Interval
from table import BBox, StructureLabel, Word

SEGMENT_SHRINK = 0.15  # of a word's height left out above and below: word boxes of tight lines overlap (by hand, not measured)
INNER = 0.7  # em inside a spanning cell's box from where its words stop holding borders (by hand, not measured)
SIGN_WEIGHT = 2 * WORD_WEIGHT  # of the space between a currency sign and its number: worse to cut than a word (two tables of FinTabNet.c)
MIN_RULING = 0.3  # of the table's width or height that a ruling must cover to be a border (by hand, not measured)


def gather_evidence(draft: Draft) -> Draft:
    """The draft with the evidence of both axes; unchanged when it has it."""
    if draft.held is not None:
        return draft
    inside, box = draft.inside, draft.extent
    tall, wide = _span_boxes(draft)
    rows = AxisEvidence(draft.rows, tuple(_row_segments(inside, tall, draft.em)), _rulings(draft, box, is_horizontal=True))
    others = tuple(word for word in inside if word not in draft.leaders) if draft.leaders else inside
    gaps = narrow_gaps(draft.lines.of(others), draft.em)
    drawn = _rulings(draft, box, is_horizontal=False)
    rulings = replace(drawn, all=tuple(sorted({*drawn.all, *((start + stop) / 2 for start, stop in gaps)})))  # as good as a drawn line
    columns = AxisEvidence(draft.columns, tuple(_column_segments(others, wide, gaps, draft)), rulings)
    return replace(draft, held=inside, row_evidence=rows, column_evidence=columns)


def placed(seen: Sequence[Interval], evidence: AxisEvidence, em: float) -> tuple[Interval, ...]:
    """``seen`` rows or columns with borders where the evidence wants them."""
    return place_borders(seen, evidence.segments, evidence.rulings, em)


def filled(intervals: Sequence[Interval], centers: Sequence[float]) -> frozenset[int]:
    """Indices of the rows or columns that hold one of ``centers``."""
    edges = edges_of(intervals)
    return frozenset(index_at(edges, center) for center in centers if edges[0] <= center <= edges[-1])


def without_blank(
    draft: Draft, intervals: tuple[Interval, ...], evidence: AxisEvidence | None, middles: Sequence[float], *, is_placed: bool
) -> tuple[Interval, ...]:
    """``intervals`` without those that hold no word, borders placed anew; all of them where blank ones are to be kept."""
    keep = filled(intervals, middles)
    if draft.options.keep_blank_rows_and_columns or not middles or evidence is None or len(keep) == len(intervals):
        return intervals
    seen = [interval for index, interval in enumerate(evidence.seen) if index in keep]
    return placed(seen, evidence, draft.em) if is_placed else tuple(seen)


def held_boxes(draft: Draft) -> list[BBox]:
    """The boxes of what fills cells: words inside when borders were placed, without leaders, and, beside words, check boxes."""
    words = [word.bbox for word in draft.held or () if word not in draft.leaders]
    extent = draft.extent
    return words and [*words, *(box.bbox for box in draft.view.check_boxes if extent.holds(box.bbox))]


def _span_boxes(draft: Draft) -> tuple[list[BBox], list[BBox]]:
    """Boxes of spanning objects that cover several rows, and those that cover several columns."""
    labels = (StructureLabel.SPANNING_CELL, StructureLabel.PROJECTED_ROW_HEADER)
    boxes = [o.bbox for o in draft.objects if o.label in labels]
    row_edges, column_edges = draft.row_edges, draft.column_edges
    tall = [b for b in boxes if len(best_range(row_edges, b.y0, b.y1)[0]) > 1]
    wide = [b for b in boxes if len(best_range(column_edges, b.x0, b.x1)[0]) > 1]
    return tall, wide


def _row_segments(words: Words, tall: Sequence[BBox], em: float) -> list[Segment]:
    """Vertical extents of words, shrunk because the boxes of tight lines overlap; one of all words of a line that are equally high."""
    found: dict[tuple[float, float, tuple[float, float] | None], int] = {}
    for word in words:
        box = word.bbox
        inner = [(b.y0 + INNER * em, b.y1 - INNER * em) for b in tall if _is_inside(box, b)] if tall else []
        place = (box.y0, box.y1, max(inner, key=_length) if inner else None)
        found[place] = found.get(place, 0) + WORD_WEIGHT
    return [
        Segment(top + SEGMENT_SHRINK * (bottom - top), bottom - SEGMENT_SHRINK * (bottom - top), weight, free)
        for (top, bottom, free), weight in found.items()
    ]


def _column_segments(words: Words, wide: Sequence[BBox], gaps: Sequence[tuple[float, float]], draft: Draft) -> list[Segment]:
    """Horizontal extents of words and, where no spanning cell is, of the spaces within their phrases; ``gaps`` are between columns."""
    em = draft.em
    found: list[Segment] = []
    plain: list[Word] = []
    for word in words:
        inner = [(b.x0 + INNER * em, b.x1 - INNER * em) for b in wide if _is_inside(word.bbox, b)]
        found.append(Segment(word.bbox.x0, word.bbox.x1, free=max(inner, key=_length) if inner else None))
        if not inner:
            plain.append(word)
    inner_spaces = [
        s for s in spaces(draft.lines.of(plain), em) if s.is_at_sign or not any(s.start <= gap[0] and gap[1] <= s.stop for gap in gaps)
    ]
    return found + [Segment(s.start, s.stop, weight=SIGN_WEIGHT if s.is_at_sign else 1) for s in inner_spaces]


def _is_inside(word: BBox, box: BBox) -> bool:
    """Whether at least half of a word's area is in ``box``."""
    apart = word.y0 > box.y1 or word.y1 < box.y0 or word.x0 > box.x1 or word.x1 < box.x0
    return not apart and word.overlap_fraction(box) >= 0.5


def _length(extent: tuple[float, float]) -> float:
    return extent[1] - extent[0]


def _rulings(draft: Draft, box: BBox, *, is_horizontal: bool) -> Rulings:
    """Where rulings cross the axis: those that cover enough of the table's other side, and those that run all through."""
    found: set[float] = set()
    for ruling in draft.view.rulings:
        common = ruling.bbox.intersection(box)
        if ruling.is_horizontal is is_horizontal and common is not None:
            share = common.width / box.width if is_horizontal else common.height / box.height
            if share >= MIN_RULING:
                found.add(ruling.bbox.center[1 if is_horizontal else 0])
    firm = full_lines(draft.view.rulings, box, draft.em, is_horizontal=is_horizontal)
    return Rulings(tuple(sorted({*found, *firm})), frozenset(firm))
