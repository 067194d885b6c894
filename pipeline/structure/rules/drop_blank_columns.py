"""A column without any word or check box is no column, unless the caller keeps blank ones (forms) or the table has no word at all."""

from __future__ import annotations

from dataclasses import replace

from pipeline.flags import Flag
from pipeline.structure.draft import Draft
from pipeline.structure.evidence import gather_evidence, held_boxes, without_blank


def drop_blank_columns(draft: Draft) -> Draft:
    """The draft without blank columns, the borders between the others placed anew."""
    draft = gather_evidence(draft)
    middles = [bbox.center[0] for bbox in held_boxes(draft)]
    is_placed = "place_column_borders" not in draft.options.without
    columns = without_blank(draft, draft.columns, draft.column_evidence, middles, is_placed=is_placed)
    return replace(draft, columns=columns).noting(*(Flag.BLANK_COLUMNS_DROPPED,) * (len(columns) < len(draft.columns)))
