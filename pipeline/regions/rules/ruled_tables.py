"""Tables between rules across that the detector half believes in: rules of one length, one below the other, and weak boxes between them.

Articles rule their tables above, below the header and at the foot, and leave the sides open: no lattice tells such a table. A long one
with many groups of rows is sometimes seen in pieces only, each too weak to be believed. Three rules or more that begin and end
together, with words that no region holds, are a table where weak boxes cover most of what is between the first and the last of them.
Boxes with sides (fields of a form) are the lattices' matter.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from pipeline.geometry.intervals import overlap
from pipeline.regions.draft import RegionDraft, with_added
from pipeline.regions.drawn import words_in
from pipeline.regions.rules.reading_direction import turn_region
from pipeline.types import Page, TableRegion
from table import BBox

SAME_END = 2.0  # points within which rules begin, and end, together
MIN_RULES = 3  # above, below the header, and at the foot
MIN_LENGTH = 8.0  # em of such a rule
NEAR_SIDE = 0.6  # em between the sides of a weak box and the ends of the rules
MIN_SCORE = 0.3  # of the best weak box
MIN_COVERED = 0.5  # of the height between the first and the last rule, by weak boxes
MIN_WORDS = 6  # between them
MAX_TAKEN = 0.1  # of these that a region holds already


def take_ruled_tables(draft: RegionDraft) -> RegionDraft:
    """The draft with a region for each such table; nothing is added to regions of the caller, nor where no box is weak."""
    if not draft.candidates or any(region.is_given for region in draft.regions):
        return draft
    added = [region for box in _between_rules(draft) if (region := _region(draft, box)) is not None]
    return with_added(draft, added)


def _between_rules(draft: RegionDraft) -> Iterator[BBox]:
    """The boxes from the first to the last of the rules that begin and end together, cut where a region stands between two."""
    for stack in stacks_of_rules(draft.page, MIN_LENGTH * draft.drawn.em):
        ordered = sorted(stack, key=lambda line: line.center[1])
        for _, piece in groupby(ordered, key=lambda line: _num_above(draft, line)):
            rules = list(piece)
            if len({round(rule.center[1]) for rule in rules}) >= MIN_RULES:
                yield BBox(min(rule.x0 for rule in rules), rules[0].y0, max(rule.x1 for rule in rules), rules[-1].y1)


def stacks_of_rules(page: Page, least: float) -> list[list[BBox]]:
    """The page's rules across of ``least`` points and more, those together that begin and end together."""
    stacks: list[list[BBox]] = []
    for line in sorted(ruling.bbox for ruling in page.rulings if ruling.is_horizontal and ruling.bbox.width >= least):
        own = next((s for s in stacks if abs(s[0].x0 - line.x0) <= SAME_END and abs(s[0].x1 - line.x1) <= SAME_END), None)
        if own is None:
            stacks.append([line])
        else:
            own.append(line)
    return stacks


def _num_above(draft: RegionDraft, line: BBox) -> tuple[int, bool]:
    """How many regions stand above a rule, each with its middle; and whether one holds it."""
    y = line.center[1]
    beside = [region.bbox for region in draft.regions if overlap(region.bbox.x0, region.bbox.x1, line.x0, line.x1) > 0]
    slack = NEAR_SIDE * draft.drawn.em
    return sum(box.center[1] < y for box in beside), any(box.y0 - slack <= y <= box.y1 + slack for box in beside)


def _region(draft: RegionDraft, box: BBox) -> TableRegion | None:
    """The region of what stands between such rules; ``None`` where it is none."""
    near = NEAR_SIDE * draft.drawn.em
    weak = [w for w in draft.candidates if abs(w.bbox.x0 - box.x0) <= near and abs(w.bbox.x1 - box.x1) <= near and not w.rotation]
    best = max((w for w in weak if overlap(w.bbox.y0, w.bbox.y1, box.y0, box.y1) > 0), key=lambda w: w.score, default=None)
    if best is None or best.score < MIN_SCORE or _covered(box, weak) < MIN_COVERED * box.height or _has_sides(draft, box):
        return None
    words = words_in(draft.page, box)
    taken = frozenset[int]().union(*(words_in(draft.page, other) for other in (*draft.boxes, *draft.figures)))
    if len(words) < MIN_WORDS or len(words & taken) > MAX_TAKEN * len(words):
        return None
    return turn_region(replace(best, bbox=box, is_weak=False), draft.page.words)


def _covered(box: BBox, weak: Sequence[TableRegion]) -> float:
    """How much of the height of ``box`` weak boxes cover, points."""
    found, reach = 0.0, box.y0
    for one in sorted((region.bbox for region in weak), key=lambda bbox: bbox.y0):
        start, stop = max(one.y0, reach), min(one.y1, box.y1)
        if stop > start:
            found, reach = found + stop - start, stop
    return found


def _has_sides(draft: RegionDraft, box: BBox) -> bool:
    """Whether rulings close the box, or a part of it, at its left or right."""
    upright = (ruling.bbox for ruling in draft.page.rulings if not ruling.is_horizontal)
    sides = (line for line in upright if min(abs(line.center[0] - box.x0), abs(line.center[0] - box.x1)) <= SAME_END)
    return any(overlap(line.y0, line.y1, box.y0, box.y1) > 0 for line in sides)
