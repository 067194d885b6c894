"""What the detector half believes in: weak boxes that no table holds are told as candidates, never in silence.

In: a draft with its final regions, and the weak boxes. Out: the candidates to tell, each place once, best first; those
whose words are in a table or a figure already are nothing new, and a box without two words is no table.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.regions.draft import RegionDraft
from pipeline.regions.drawn import words_in
from pipeline.regions.rules.one_per_place import is_same_place
from pipeline.types import TableRegion

MIN_WORDS = 2
MAX_COVERED = 0.5  # of its words in tables and figures


def tell_candidates(draft: RegionDraft) -> RegionDraft:
    """The draft with the weak boxes that are worth telling, best first."""
    taken = frozenset[int]().union(*(words_in(draft.page, box) for box in (*draft.boxes, *draft.figures)))
    told: list[TableRegion] = []
    for weak in sorted(draft.candidates, key=lambda region: (-region.score, tuple(region.bbox))):
        words = words_in(draft.page, weak.bbox)
        is_new = len(words) >= MIN_WORDS and len(words & taken) <= MAX_COVERED * len(words)
        if is_new and not any(is_same_place(weak.bbox, other.bbox) for other in told):
            told.append(weak)
    return replace(draft, candidates=tuple(told))
