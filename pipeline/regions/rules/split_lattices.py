"""Several drawn tables in one detected box: where separate closed lattices hold its words, each is a table.

In: detected regions and the page's table lattices. Out: a region for each lattice, the detection's score on all of them.
Lattices that go on in each other's rows or columns (a gap between groups of one table) stay together; so does what
stands around a lattice when it is more than a title, and where its rows have labels outside: there the lattices are parts
of a table that is not drawn whole.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.regions.draft import RegionDraft
from pipeline.regions.drawn import DrawnTable, words_in
from pipeline.types import TableRegion
from table import BBox

MIN_INSIDE = 0.7  # of a lattice's words in the region
MIN_HELD = 0.85  # of the region's words in lattices
SAME_EDGE = 0.5  # em between edges of two lattices that go on in each other
MAX_GAP = 2.0  # em between two lattices of one table: wider than a drawn gap, narrower than a title line with its space
MIN_SCORE = 0.8  # of a lattice's verdict
MAX_BESIDE = 2  # words beside the lattices, on their rows: a number in the margin


def split_over_lattices(draft: RegionDraft) -> RegionDraft:
    """The draft with every detected region that holds several separate drawn tables split into these."""
    regions = tuple(part for region in draft.regions for part in _parts(draft, region))
    return replace(draft, regions=regions)


def _parts(draft: RegionDraft, region: TableRegion) -> Sequence[TableRegion]:
    if region.is_given:
        return (region,)
    inside = words_in(draft.page, region.bbox)
    found = [one for one in draft.drawn.tables if one.verdict.score >= MIN_SCORE and _is_inside(one, inside)]
    held = frozenset[int]().union(*(one.words for one in found))
    if len(found) < 2 or len(held & inside) < MIN_HELD * len(inside) or _num_beside(draft, inside - held, found) > MAX_BESIDE:
        return (region,)
    groups = _groups(found, draft.drawn.em)
    return [replace(region, bbox=box) for box in groups] if len(groups) > 1 else (region,)


def _num_beside(draft: RegionDraft, words: frozenset[int], found: Sequence[DrawnTable]) -> int:
    """How many of ``words`` stand level with a lattice: labels of its rows that are not drawn in."""
    middles = (draft.page.words[index].bbox.center[1] for index in words)
    return sum(any(one.bbox.y0 < middle < one.bbox.y1 for one in found) for middle in middles)


def _is_inside(one: DrawnTable, inside: frozenset[int]) -> bool:
    return bool(one.words) and len(one.words & inside) >= MIN_INSIDE * len(one.words)


def _groups(found: Sequence[DrawnTable], em: float) -> list[BBox]:
    """The boxes of the lattices, those of one table joined."""
    groups: list[list[DrawnTable]] = []
    for one in found:
        joined = [group for group in groups if any(_goes_on(other, one, em) for other in group)]
        groups = [group for group in groups if group not in joined]
        groups.append([*(member for group in joined for member in group), one])
    boxes = [BBox.enclosing(one.bbox for one in group) for group in groups]
    return [box for box in boxes if box is not None]


def _goes_on(a: DrawnTable, b: DrawnTable, em: float) -> bool:
    """Whether one lattice stands close below or beside the other, with the same edges across."""
    down, across = _gap(a.bbox.y0, a.bbox.y1, b.bbox.y0, b.bbox.y1), _gap(a.bbox.x0, a.bbox.x1, b.bbox.x0, b.bbox.x1)
    if down > 0 and across <= 0:
        return down <= MAX_GAP * em and _are_same(a.lattice.column_edges, b.lattice.column_edges, em)
    if across > 0 and down <= 0:
        return across <= MAX_GAP * em and _are_same(a.lattice.row_edges, b.lattice.row_edges, em)
    return down <= 0  # overlapping boxes are no separate tables


def _gap(a_start: float, a_stop: float, b_start: float, b_stop: float) -> float:
    """The distance between two extents, negative where they overlap."""
    return max(a_start, b_start) - min(a_stop, b_stop)


def _are_same(a: Sequence[float], b: Sequence[float], em: float) -> bool:
    return len(a) == len(b) and all(abs(x - y) <= SAME_EDGE * em for x, y in zip(a, b, strict=True))
