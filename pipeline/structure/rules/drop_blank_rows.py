"""A row without any word or check box is no row, unless the caller keeps blank ones (forms) or the table has no word at all."""

from __future__ import annotations

from dataclasses import replace

from pipeline.flags import Flag
from pipeline.structure.draft import Draft
from pipeline.structure.evidence import gather_evidence, held_boxes, without_blank


def drop_blank_rows(draft: Draft) -> Draft:
    """The draft without blank rows, the borders between the others placed anew."""
    draft = gather_evidence(draft)
    middles = [bbox.center[1] for bbox in held_boxes(draft)]
    is_placed = "place_row_borders" not in draft.options.without
    rows = without_blank(draft, draft.rows, draft.row_evidence, middles, is_placed=is_placed)
    return replace(draft, rows=rows).noting(*(Flag.BLANK_ROWS_DROPPED,) * (len(rows) < len(draft.rows)))
