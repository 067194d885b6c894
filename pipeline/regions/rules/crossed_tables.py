"""Tables that the detector half believes in and whose rulings cross: a weak box with lines over most of its width and of its height.

A grid that leaves cells open, or of which a picture shows some lines only, is no closed lattice, and a detector that was shown few
forms and matrices is unsure of it. Rulings of both directions that run through one box tell a table where a weak box says so too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from pipeline.geometry.intervals import overlap
from pipeline.regions.draft import RegionDraft
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
    if not added:
        return draft
    regions = sorted([*draft.regions, *added], key=lambda region: (region.bbox.y0, region.bbox.x0, -region.score))
    return replace(draft, regions=tuple(regions))


def _is_free(page: Page, box: BBox, others: Iterable[BBox]) -> bool:
    """Whether the box has words of its own."""
    words = words_in(page, box)
    taken = frozenset[int]().union(*(words_in(page, other) for other in others))
    return len(words) >= MIN_WORDS and len(words & taken) <= MAX_TAKEN * len(words)


def _is_crossed(page: Page, box: BBox, em: float) -> bool:
    across = [(line.center[1], overlap(line.x0, line.x1, box.x0, box.x1)) for line in _within(page, box, is_horizontal=True)]
    down = [(line.center[0], overlap(line.y0, line.y1, box.y0, box.y1)) for line in _within(page, box, is_horizontal=False)]
    enough = (_num_long(across, MIN_LENGTH * box.width, SAME_LINE * em), _num_long(down, MIN_LENGTH * box.height, SAME_LINE * em))
    return min(enough) >= MIN_LINES


def _within(page: Page, box: BBox, *, is_horizontal: bool) -> list[BBox]:
    return [ruling.bbox for ruling in page.rulings if ruling.is_horizontal is is_horizontal and ruling.bbox.intersection(box)]


def _num_long(pieces: list[tuple[float, float]], least: float, reach: float) -> int:
    """How many lines are ``least`` long; of each piece the place across its direction and the length inside."""
    lines: list[tuple[float, float]] = []
    for place, length in sorted(pieces):
        if lines and place - lines[-1][0] <= reach:
            lines[-1] = (lines[-1][0], lines[-1][1] + length)
        else:
            lines.append((place, length))
    return sum(length >= least for _, length in lines)
