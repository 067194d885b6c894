"""Titles above and notes below a detected table: outer rows that are one cell across all columns are not the table's.

A table box found on a page often takes in the line above or below. In canonical tables a row that is a single cell over
all columns labels the rows below it, so the first and last row never are one ("Aligning benchmark datasets for table
structure recognition", section 3, deletes them too). A single phrase is a title as well when it stands above the table's
top rule, begins as a caption ("Table 3: ..."), or goes on from a line of text outside the table. What is left out goes to
the unassigned words, not away.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from statistics import median

from pipeline.structure.flags import OUTER_TEXT_LEFT_OUT
from pipeline.structure.lines import em_of, group_lines, runs
from pipeline.structure.ruled import full_lines
from pipeline.types import RegionView, Span, Structure
from table import BBox, Ruling, Word

MIN_ROWS_LEFT = 2
WHOLE = 0.95  # of the table's width that its top rule covers
PHRASE_GAP = 1.5  # em between words of one phrase
LEADING = 0.6  # em between two lines of one paragraph at most
SAME_TYPE = 0.15  # by which two sizes of type may differ
FRAME_REACH = 1.0  # em above its row within which a frame's line lies
CAPTION = re.compile(r"(table|tab\.|exhibit|figure|fig\.|tableau|tabelle|tabla|tabella)\s*[A-Z]?[-.]?\d", re.IGNORECASE)


def drop_outer_text(structure: Structure, view: RegionView) -> Structure:
    """``structure`` without leading titles and without trailing rows that one cell covers from the first to the last column.

    At least two rows stay, and tables of one column stay as they are; a flag says when rows were left out.
    """
    if len(structure.columns) < 2:
        return structure
    top, bottom = 0, len(structure.rows)
    full = {row for span in structure.spans if _is_full(span, structure) for row in span.rows}
    outside = _Outside(structure, view)
    while bottom - top > MIN_ROWS_LEFT and outside.is_title(top, is_full=top in full):
        top += 1
    while bottom - 1 in full and bottom - top > MIN_ROWS_LEFT:
        bottom -= 1
    if (top, bottom) == (0, len(structure.rows)):
        return structure
    return replace(
        structure,
        rows=structure.rows[top:bottom],
        num_header_rows=max(0, min(structure.num_header_rows, bottom) - top),
        spans=tuple(_moved(span, top) for span in structure.spans if span.rows.start >= top and span.rows.stop <= bottom),
        warnings=tuple(sorted({*structure.warnings, OUTER_TEXT_LEFT_OUT})),
    )


@dataclass(frozen=True, slots=True)
class _Outside:
    """What the words and rulings around a row say."""

    structure: Structure
    view: RegionView

    def is_title(self, row: int, *, is_full: bool) -> bool:
        """Whether a leading row is text above the table; ``is_full``: one cell covers all its columns."""
        words = self._words(row)
        if is_full or not words:
            return is_full
        em = em_of(words, 1.0)
        phrases = [run for line in group_lines(words) for run in runs(line, PHRASE_GAP * em)]
        if len(phrases) > 1:
            return False
        box = BBox.enclosing([word.bbox for word in words])
        assert box is not None  # there are words
        return (
            bool(CAPTION.match(" ".join(word.text for word in phrases[0])))
            or self._is_above_top_rule(row, box, em)
            or self._goes_on(box, em)
        )

    def _is_above_top_rule(self, row: int, box: BBox, em: float) -> bool:
        lines = self._rules(em)
        start, stop = self.structure.rows[row].start, self.structure.rows[row].stop
        is_framed = any(start - FRAME_REACH * em <= y <= box.center[1] for y in lines)
        return not is_framed and any(box.center[1] <= y <= stop + FRAME_REACH * em for y in lines)

    def _goes_on(self, box: BBox, em: float) -> bool:
        """Whether a line of the same type outside the table ends right above ``box``, no ruling between."""
        above = [b for b in self._boxes_around() if abs(b.y1 - box.y0) <= LEADING * em and b.center[1] < box.y0]
        reach = BBox.enclosing(above)
        if reach is None or reach.center[1] >= self.structure.rows[0].start:
            return False
        common = min(reach.x1, box.x1) - max(reach.x0, box.x0)
        is_same_type = abs(median(b.height for b in above) - em) <= SAME_TYPE * em
        return (
            is_same_type and common >= 0.5 * box.width and not any(reach.center[1] < r.bbox.center[1] < box.y0 for r in self._across(box))
        )

    def _boxes_around(self) -> list[BBox]:
        """Words in view points, of an upright page those beyond the crop too: the crop may end with the title."""
        if self.view.region.rotation:
            return [word.bbox for word in self.view.words]
        return [word.bbox.shift(-self.view.crop.x0, -self.view.crop.y0) for word in self.view.page.words]

    def _across(self, box: BBox) -> list[Ruling]:
        return [r for r in self.view.rulings if r.is_horizontal and r.bbox.x0 < box.x1 and r.bbox.x1 > box.x0]

    def _words(self, row: int) -> list[Word]:
        lane, columns = self.structure.rows[row], self.structure.columns
        return [
            word
            for word in self.view.words
            if lane.start <= word.bbox.center[1] <= lane.stop and columns[0].start <= word.bbox.center[0] <= columns[-1].stop
        ]

    def _rules(self, em: float) -> list[float]:
        """Heights of the rulings across the whole table and a little above it."""
        rows, columns = self.structure.rows, self.structure.columns
        box = BBox(columns[0].start, rows[0].start, columns[-1].stop, rows[-1].stop)
        return full_lines(self.view.rulings, box, em, is_horizontal=True, share=WHOLE)


def _is_full(span: Span, structure: Structure) -> bool:
    return len(span.columns) == len(structure.columns) and len(span.rows) == 1


def _moved(span: Span, top: int) -> Span:
    return replace(span, rows=range(span.rows.start - top, span.rows.stop - top))
