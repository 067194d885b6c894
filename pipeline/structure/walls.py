"""Lines that are drawn down between two cells of some rows."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.geometry.intervals import overlap
from pipeline.structure.draft import Draft
from pipeline.structure.words.at_borders import crosses
from pipeline.structure.words.lines import SPACE, group_lines, space_at
from table import Word

FULL = 0.8  # of the height of a cell's rows that a line between two cells covers
NEAR = 0.5  # em between a border and the line that draws it


def walls_in(rows: range, columns: range, draft: Draft) -> list[int]:
    """The inner columns before which a line stands all the way down through ``rows``, no phrase going on over it."""
    top, bottom = draft.rows[rows.start].start, draft.rows[rows.stop - 1].stop
    lines = group_lines(draft.words_of(rows, columns))
    borders = {column: draft.columns[column].start for column in columns[1:]}
    return [
        column for column, x in borders.items() if _is_wall(x, top, bottom, draft) and not any(_is_across(line, x, draft) for line in lines)
    ]


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
