"""Drawn tables that no detection covers: a closed lattice with words is a table, whatever the detector says.

In: detected regions, weak candidates and the page's table lattices. Out: the same with a region for each lattice whose words
are in none of them; its score is the lattice's verdict. A weak candidate around the lattice says how far the table reaches
where nothing is drawn, the words how it is turned. Charts have lattices too, but hardly a word in them.
"""

from __future__ import annotations

from pipeline.regions.draft import RegionDraft, with_added
from pipeline.regions.drawn import DrawnTable, words_in
from pipeline.regions.rules.reading_direction import turn_region
from pipeline.types import Page, TableRegion
from table import BBox

MIN_SCORE = 0.8  # of a lattice's verdict; a single row of boxes is often a form's field
MAX_COVERED = 0.3  # of a lattice's words in regions that are there already
MIN_OF_CANDIDATE = 0.5  # of a candidate's words that the lattice holds
MAX_CROSSED = 0.15  # of the lattice's lines that go on from words outside
SPACE, SAME_LINE = 0.5, 0.3  # em between words of one phrase, and between their middles
MAX_FIGURE = 0.5  # of a lattice in a figure


def take_drawn_tables(draft: RegionDraft) -> RegionDraft:
    """The draft with a region for every drawn table that no region holds; nothing is added to regions of the caller."""
    if any(region.is_given for region in draft.regions):
        return draft
    covered = frozenset[int]().union(*(words_in(draft.page, region.bbox) for region in draft.regions))
    added = [_region(draft, one) for one in draft.drawn.tables if _is_free(draft, one, covered)]
    return with_added(draft, added)


def _is_free(draft: RegionDraft, one: DrawnTable, covered: frozenset[int]) -> bool:
    is_table = one.verdict.score >= MIN_SCORE and len(one.words & covered) <= MAX_COVERED * len(one.words)
    is_figure = any(one.bbox.overlap_fraction(figure) >= MAX_FIGURE for figure in draft.figures)
    return is_table and not is_figure and not _is_crossed(draft, one)


def _is_crossed(draft: RegionDraft, one: DrawnTable) -> bool:
    """Whether text runs into the lattice from the side: boxes beside and over lines of text are a form's fields."""
    em = draft.drawn.em
    inside = [draft.page.words[index].bbox for index in one.words]
    level = [word.bbox for word in draft.page.words if one.bbox.y0 <= word.bbox.center[1] <= one.bbox.y1]
    outside = [box for box in level if not one.bbox.holds(box)]
    lines = {round(box.center[1] / em) for box in inside}
    crossed = {round(box.center[1] / em) for box in inside if any(_is_next(box, other, em) for other in outside)}
    return len(crossed) > MAX_CROSSED * len(lines)


def _is_next(a: BBox, b: BBox, em: float) -> bool:
    """Whether two words of one line stand as close as words of a phrase."""
    gap = max(a.x0, b.x0) - min(a.x1, b.x1)
    return gap <= SPACE * em and abs(a.center[1] - b.center[1]) <= SAME_LINE * em


def _region(draft: RegionDraft, one: DrawnTable) -> TableRegion:
    around = [weak for weak in draft.candidates if _is_around(draft.page, weak.bbox, one)]
    best = max(around, key=lambda weak: weak.score, default=None)
    box = one.bbox if best is None else one.bbox.union(best.bbox)
    return turn_region(TableRegion(box, one.verdict.score), draft.page.words)


def _is_around(page: Page, box: BBox, one: DrawnTable) -> bool:
    inside = words_in(page, box)
    return one.words <= inside and len(one.words) >= MIN_OF_CANDIDATE * len(inside)
