"""One table between its rules that the detector saw as two: pieces one below the other, with the same sides, and one rule between them.

A table of an article has a rule above, rules within and one at the foot, all of one length. The foot of one table and the head of the
next are two rules; where a single one stands between two pieces, it is a rule within. What stands between the pieces is a row then, unless
it begins as a caption does.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.regions.draft import RegionDraft
from pipeline.regions.rules.ruled_tables import MIN_LENGTH, MIN_RULES, stacks_of_rules
from pipeline.structure.rules.drop_titles import CAPTION
from pipeline.types import TableRegion
from table import BBox

NEAR_SIDE = 0.8  # em between the sides of a piece and the ends of the rules
SLACK = 0.3  # em by which the boxes of words reach over a rule
MOST_APART = 2.5  # em between the pieces: room for one line


def join_between_rules(draft: RegionDraft) -> RegionDraft:
    """The draft with one region for such pieces; regions of the caller and turned ones stay."""
    stacks = stacks_of_rules(draft.page, MIN_LENGTH * draft.drawn.em)
    regions = list(draft.regions)
    for stack in (stack for stack in stacks if len(stack) >= MIN_RULES):
        own = sorted((region for region in regions if _is_piece(region, stack, draft)), key=lambda region: region.bbox.y0)
        joined: list[TableRegion] = []
        for region in own:
            if joined and _are_one(joined[-1].bbox, region.bbox, stack, draft):
                regions = [other for other in regions if other not in (joined[-1], region)]
                joined[-1] = replace(joined[-1], bbox=joined[-1].bbox.union(region.bbox), score=max(joined[-1].score, region.score))
                regions.append(joined[-1])
            else:
                joined.append(region)
    if len(regions) == len(draft.regions):
        return draft
    return replace(draft, regions=tuple(sorted(regions, key=lambda region: (region.bbox.y0, region.bbox.x0, -region.score))))


def _is_piece(region: TableRegion, stack: list[BBox], draft: RegionDraft) -> bool:
    near, box = NEAR_SIDE * draft.drawn.em, region.bbox
    return not region.is_given and not region.rotation and abs(box.x0 - stack[0].x0) <= near and abs(box.x1 - stack[0].x1) <= near


def _are_one(upper: BBox, lower: BBox, stack: list[BBox], draft: RegionDraft) -> bool:
    """Whether a single rule, and no caption, stands between two pieces that have a rule above and one below them."""
    em, words = draft.drawn.em, draft.page.words
    above, below = [[word.bbox for word in words if box.holds(word.bbox)] for box in (upper, lower)]
    if lower.y0 - upper.y1 > MOST_APART * em or not above or not below:
        return False
    last, first = max(box.y1 for box in above), min(box.y0 for box in below)
    heights = sorted(rule.center[1] for rule in stack)
    has_ends = heights[0] <= min(box.y0 for box in above) + SLACK * em and heights[-1] >= max(box.y1 for box in below) - SLACK * em
    num_within = sum(last - SLACK * em <= y <= first + SLACK * em for y in heights)
    between = BBox(upper.x0, min(last, first), upper.x1, max(last, first))
    text = " ".join(word.text for word in words if between.holds(word.bbox))
    return has_ends and num_within == 1 and not CAPTION.match(text)
