"""A detected box that cuts its drawn table: it reaches as far as the lattice that holds most of its words.

In: detected regions and the page's table lattices. Out: regions that hold all words of their lattice, boxed titles and
notes aside. None shrinks: what stands outside a lattice may be rows that are not drawn.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.regions.draft import RegionDraft
from pipeline.regions.drawn import DrawnTable, words_in
from pipeline.types import TableRegion
from table import BBox

MIN_SHARED = 0.5  # of the lattice's words in the region, and of the region's words in the lattice
MIN_SCORE = 0.8  # of the lattice's verdict


def reach_to_lattice(draft: RegionDraft) -> RegionDraft:
    """The draft with detected regions grown to the lattice that is theirs, where no other region is in the way."""
    boxes = [region.bbox for region in draft.regions]
    grown = (_grown(draft, region, [*boxes[:index], *boxes[index + 1 :], *draft.figures]) for index, region in enumerate(draft.regions))
    return replace(draft, regions=tuple(grown))


def _grown(draft: RegionDraft, region: TableRegion, others: Sequence[BBox]) -> TableRegion:
    own = None if region.is_given else _own(draft, region)
    if own is None:
        return region
    box = region.bbox.union(own.core)
    is_free = all(box.intersection_area(other) <= region.bbox.intersection_area(other) for other in others)
    return replace(region, bbox=box) if is_free else region


def _own(draft: RegionDraft, region: TableRegion) -> DrawnTable | None:
    """The lattice that shares most words with the region, when each holds most of the other's."""
    inside = words_in(draft.page, region.bbox)
    best = max(draft.drawn.tables, key=lambda one: (len(one.words & inside), one.verdict.score), default=None)
    if best is None or best.verdict.score < MIN_SCORE:
        return None
    shared = len(best.words & inside)
    if words_in(draft.page, best.core) <= inside:
        return None
    return best if shared >= MIN_SHARED * max(len(best.words), len(inside), 1) else None
