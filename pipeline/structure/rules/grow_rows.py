"""The outer rows take in the words of the table's columns that they cut, and the next lines inside the table's own box."""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure.draft import Draft
from pipeline.structure.gaps import grown

LINE_GAP = 0.75  # em between the lines of one cell: nearer lines inside the table's box belong to the outer row (by hand, not measured)
CUT_SHARE = 0.25  # a word with this share of its height inside the outer row belongs to it (by hand, not measured)


def grow_rows(draft: Draft) -> Draft:
    """The draft with its upper and lower edges moved out over words."""
    low, high = draft.extent.x0, draft.extent.x1
    inside = [w.bbox for w in draft.words if low <= w.bbox.center[0] <= high]
    rows, limits = grown(draft.rows, [(b.y0, b.y1) for b in inside], -CUT_SHARE), draft.limits
    if limits is not None:
        own = [(b.y0, b.y1) for b in inside if limits.y0 <= b.center[1] <= limits.y1]
        rows = grown(rows, own, LINE_GAP * draft.em)
    return replace(draft, rows=rows)
