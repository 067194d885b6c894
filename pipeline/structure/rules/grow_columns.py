"""The outer columns take in the words of the table's rows that they cut or that stand near them."""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure.draft import Draft
from pipeline.structure.gaps import grown

NEAR = 1.5  # em: words this near to the outer edge belong to the outer column (by hand, not measured)


def grow_columns(draft: Draft) -> Draft:
    """The draft with its left and right edges moved out over words."""
    low, high = draft.extent.y0, draft.extent.y1
    extents = [(w.bbox.x0, w.bbox.x1) for w in draft.words if low <= w.bbox.center[1] <= high]
    return replace(draft, columns=grown(draft.columns, extents, NEAR * draft.em))
