"""A cell over columns ends where a line is drawn down through its rows: what stands on both sides are two cells.

Where a grid is drawn whole it is obeyed anyhow (``obey_lattice``); here some of its lines are missing, or were not seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from pipeline.flags import Flag
from pipeline.geometry.intervals import overlap
from pipeline.structure.draft import Draft, is_span
from pipeline.structure.words.at_borders import crosses
from pipeline.structure.words.lines import SPACE, group_lines, space_at
from pipeline.types import Span
from table import Word

FULL = 0.8  # of the height of a cell's rows that a line between two cells covers
NEAR = 0.5  # em between a border and the line that draws it


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
    top, bottom = draft.rows[span.rows.start].start, draft.rows[span.rows.stop - 1].stop
    lines = group_lines(draft.words_of(span.rows, span.columns))
    borders = {column: draft.columns[column].start for column in span.columns[1:]}
    walls = [
        column for column, x in borders.items() if _is_wall(x, top, bottom, draft) and not any(_is_across(line, x, draft) for line in lines)
    ]
    for start, stop in pairwise([span.columns.start, *walls, span.columns.stop]):
        if is_span(span.rows, range(start, stop)):
            yield replace(span, columns=range(start, stop))


def _is_across(line: Sequence[Word], border: float, draft: Draft) -> bool:
    """Whether a phrase of the line goes on over the border; on a picture the line is ink, and a word across it may be two, read as one."""
    if draft.view.page.text_source == "ocr":
        return False
    space = space_at(line, border)
    return (space is not None and 0 < space <= SPACE * draft.em) or any(crosses(word, border, draft.em) for word in line)


def _is_wall(border: float, top: float, bottom: float, draft: Draft) -> bool:
    """Whether an upright ruling stands at the border all the way down from ``top`` to ``bottom``."""
    boxes = (ruling.bbox for ruling in draft.view.rulings if not ruling.is_horizontal)
    near = [box for box in boxes if abs(box.center[0] - border) <= NEAR * draft.em]
    return any(overlap(box.y0, box.y1, top, bottom) >= FULL * (bottom - top) for box in near)
