"""The column header as a run of leading rows (improved rule 6).

The best header object that begins in one of the first two rows decides; lower ones are reported and ignored.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.structure import flags
from pipeline.structure.intervals import best_range
from pipeline.types import StructureObject
from table import StructureLabel

LAST_FIRST_ROW = 1  # a header may begin in row 0 or 1 (a title row above it then becomes header, too)
SURE = 0.9  # a header may take every row only with at least this score
MIN_IOU = 0.3  # a header object that matches no run of rows better than this is noise


def find_header(objects: Sequence[StructureObject], row_edges: Sequence[float]) -> tuple[int, float, tuple[str, ...]]:
    """Number of header rows, their object's score (1 without a header) and warnings."""
    found = [(o, *best_range(row_edges, o.bbox.y0, o.bbox.y1)) for o in objects if o.label is StructureLabel.COLUMN_HEADER]
    usable = [(o, rows) for o, rows, fit in found if rows.start <= LAST_FIRST_ROW and fit >= MIN_IOU]
    ignored = (flags.LOWER_HEADER_IGNORED,) * (len(usable) < len(found))
    if not usable:
        return 0, 1.0, ignored
    header, rows = min(usable, key=lambda u: (-u[0].score, u[1].start, u[1].stop, u[0].bbox))
    num_rows = len(row_edges) - 1
    most = num_rows if header.score >= SURE else max(1, num_rows - 1)
    cut = (flags.HEADER_CUT,) * (rows.stop > most)
    return min(rows.stop, most), header.score, ignored + cut
