"""The column header as a run of leading rows.

The best header object that begins in one of the first two rows decides; lower ones are reported and ignored.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.flags import Flag
from pipeline.geometry.intervals import best_range
from pipeline.structure.draft import Draft
from table import StructureLabel

LAST_FIRST_ROW = 1  # a header may begin in row 0 or 1 (a title row above it then becomes header, too) (by hand, not measured)
SURE = 0.9  # a header may take every row only with at least this score (by hand, not measured)
MIN_IOU = 0.3  # a header object that matches no run of rows better than this is noise (by hand, not measured)


def find_header(draft: Draft) -> Draft:
    """The draft with its number of header rows and their object's score (1 without a header)."""
    objects = [o for o in draft.objects if o.label is StructureLabel.COLUMN_HEADER]
    found = [(o, *best_range(draft.row_edges, o.bbox.y0, o.bbox.y1)) for o in objects]
    usable = [(o, rows) for o, rows, fit in found if rows.start <= LAST_FIRST_ROW and fit >= MIN_IOU]
    draft = draft.noting(*(Flag.LOWER_HEADER_IGNORED,) * (len(usable) < len(found)))
    if not usable:
        return draft
    header, rows = min(usable, key=lambda u: (-u[0].score, u[1].start, u[1].stop, u[0].bbox))
    num_rows = len(draft.rows)
    most = num_rows if header.score >= SURE else max(1, num_rows - 1)
    found_rows = min(rows.stop, most)
    return replace(draft, num_header_rows=found_rows, header_score=header.score).noting(*(Flag.HEADER_CUT,) * (rows.stop > most))
