"""Tables that the detector half believes in and whose rulings cross: a weak box with lines over most of its width and of its height.

A grid that leaves cells open, or of which a picture shows some lines only, is no closed lattice, and a detector that was shown few
forms and matrices is unsure of it. Rulings of both directions that run through one box tell a table where a weak box says so too.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.lattice.lines import Line, extents, group_by_place
from pipeline.regions.draft import RegionDraft, with_added
from pipeline.regions.drawn import words_in
from pipeline.regions.rules.reading_direction import turn_region
from pipeline.types import Page, TableRegion
from table import BBox

MIN_SCORE = 0.35  # of the weak box
MIN_LINES = 3  # of either direction: a box with a line each way is a field
MIN_LENGTH = 0.5  # of the box's side, of such a line; pieces on one line count together
SAME_LINE = 0.3  # em between pieces of one line
MIN_WORDS = 12  # in the box
MAX_TAKEN = 0.1  # of these that a region holds already


def take_crossed_tables(draft: RegionDraft) -> RegionDraft:
    """The draft with a region for each such box; nothing is added to regions of the caller."""
    if any(region.is_given for region in draft.regions):
        return draft
    added: list[TableRegion] = []
    for weak in sorted(draft.candidates, key=lambda region: -region.score):
        others = [*draft.boxes, *draft.figures, *(region.bbox for region in added)]
        if weak.score >= MIN_SCORE and _is_free(draft.page, weak.bbox, others) and _is_crossed(draft.page, weak.bbox, draft.drawn.em):
            added.append(turn_region(replace(weak, is_weak=False), draft.page.words))
    return with_added(draft, added)


def _is_free(page: Page, box: BBox, others: Iterable[BBox]) -> bool:
    """Whether the box has words of its own."""
    words = words_in(page, box)
    taken = frozenset[int]().union(*(words_in(page, other) for other in others))
    return len(words) >= MIN_WORDS and len(words & taken) <= MAX_TAKEN * len(words)


def _is_crossed(page: Page, box: BBox, em: float) -> bool:
    inside = [(ruling.is_horizontal, part) for ruling in page.rulings if (part := ruling.bbox.intersection(box))]
    across = [Line(part.center[1], part.x0, part.x1) for is_horizontal, part in inside if is_horizontal]
    down = [Line(part.center[0], part.y0, part.y1) for is_horizontal, part in inside if not is_horizontal]
    enough = (_num_long(across, MIN_LENGTH * box.width, em), _num_long(down, MIN_LENGTH * box.height, em))
    return min(enough) >= MIN_LINES


def _num_long(lines: Sequence[Line], least: float, em: float) -> int:
    """How many lines are ``least`` long, the pieces of one taken together and what is drawn twice once."""
    groups = group_by_place(lines, SAME_LINE * em)
    return sum(sum(stop - start for start, stop in extents(group, 0.0)) >= least for group in groups)
