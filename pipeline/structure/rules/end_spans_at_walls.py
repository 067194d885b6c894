"""A cell over columns ends where a line is drawn down through its rows: what stands on both sides are two cells.

Where a grid is drawn whole it is obeyed anyhow (``obey_lattice``); here some of its lines are missing, or were not seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, is_span
from pipeline.structure.walls import walls_in
from pipeline.types import Span


def end_spans_at_walls(draft: Draft) -> Draft:
    """The draft with such spans cut at these lines; section rows stay, they are told by what is in them."""
    if not any(len(span.columns) > 1 for span in draft.spans):
        return draft
    spans = tuple(part for span in draft.spans for part in _parts(span, draft))
    return replace(draft, spans=spans).noting(*(Flag.SPANS_REPAIRED,) * (spans != draft.spans))


def _parts(span: Span, draft: Draft) -> Iterator[Span]:
    if span.is_projected_row_header:
        yield span
        return
    walls = walls_in(span.rows, span.columns, draft)
    for start, stop in pairwise([span.columns.start, *walls, span.columns.stop]):
        if is_span(span.rows, range(start, stop)):
            yield replace(span, columns=range(start, stop))
