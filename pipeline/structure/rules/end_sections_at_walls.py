"""A label behind a line drawn down is none over all columns: the cell before the line is a blank one, the label has the columns behind it.

The model takes a row with nothing but a label for a section row. A label in the first column stays one, lines or not: it is what the
canonical form asks for (PubTables-1M, section 3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, is_span
from pipeline.structure.walls import walls_in
from pipeline.types import Span


def end_sections_at_walls(draft: Draft) -> Draft:
    """The draft with the cells of such rows cut at these lines."""
    spans = tuple(part for span in draft.spans for part in _parts(span, draft))
    return replace(draft, spans=spans).noting(*(Flag.SPANS_REPAIRED,) * (spans != draft.spans))


def _parts(span: Span, draft: Draft) -> Iterator[Span]:
    walls = walls_in(span.rows, span.columns, draft) if span.is_projected_row_header else []
    if not walls or draft.words_of(span.rows, range(span.columns.start, walls[0])):
        yield span
        return
    for start, stop in pairwise([span.columns.start, *walls, span.columns.stop]):
        columns = range(start, stop)
        if is_span(span.rows, columns) and draft.words_of(span.rows, columns):
            yield replace(span, columns=columns, is_projected_row_header=False)
