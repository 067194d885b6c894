"""A row that the model saw twice is one row: non-maximum suppression along the axis."""

from __future__ import annotations

from dataclasses import replace

from pipeline.geometry.intervals import suppress
from pipeline.structure.draft import Draft


def drop_repeated_rows(draft: Draft) -> Draft:
    """The draft without rows that repeat a better one that holds no word of its own."""
    return replace(draft, rows=suppress(draft.rows, [word.bbox.center[1] for word in draft.words]))
