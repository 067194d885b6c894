"""A column that the model saw twice is one column: non-maximum suppression along the axis."""

from __future__ import annotations

from dataclasses import replace

from pipeline.geometry.intervals import suppress
from pipeline.structure.draft import Draft


def drop_repeated_columns(draft: Draft) -> Draft:
    """The draft without columns that repeat a better one."""
    return replace(draft, columns=suppress(draft.columns))
