"""A header cell that is several names: what the model joined over columns falls apart into the names of these columns.

Two names of a header stand farther apart than words of one, or a vertical ruling stands between them ("Handgun | Long Gun |
*Other" over three columns), be it at different heights ("Threshold" beside "Offline" over "FRR"). Of a cell with several lines, the
lower ones may be names while the upper is theirs together ("28 Day" over "2017 | 2016 | % Chg"): it becomes two levels then, where a
row border lies between. Names that stand close are told by their places: each in line with the values of its own column.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import median

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, is_span
from pipeline.structure.words.at_borders import crosses
from pipeline.structure.words.lines import SPACE, gap_at, group_lines
from pipeline.structure.words.own_names import are_own_names
from pipeline.types import Span
from table import BBox, Word

APART = 0.9  # em between two names at least
LEVEL_APART = 0.45  # em, where every column of a lower line has its own word
USUAL = 1.7  # times the usual space between the header's words
DEFAULT_SPACE = 0.3  # em, where no two words stand together
AT_BORDER = 0.3  # em between a border and the ruling that draws it
MIN_DRAWN = 0.7  # of the height of the span's words that the ruling stands beside

Line = Sequence[Word]


def part_header_spans(draft: Draft) -> Draft:
    """The draft with such header cells parted."""
    usual, last = USUAL * _usual_space(draft), draft.num_header_rows - 1
    own = last >= 0 and any(_is_of_row(span, last) for span in draft.spans) and are_own_names(last, draft)
    kept = [span for span in draft.spans if not (own and _is_of_row(span, last))]
    spans = tuple(part for span in kept for part in _parts(span, draft, usual))
    return replace(draft, spans=spans).noting(*(Flag.SPANS_REPAIRED,) * (spans != draft.spans))


def _is_of_row(span: Span, row: int) -> bool:
    return span.rows == range(row, row + 1) and len(span.columns) > 1


def _usual_space(draft: Draft) -> float:
    """Points between two words of one name."""
    words = draft.words_of(range(draft.num_header_rows), draft.all_columns())
    gaps = [b.bbox.x0 - a.bbox.x1 for line in group_lines(words) for a, b in pairwise(line)]
    narrow = [gap for gap in gaps if 0 < gap <= SPACE * draft.em]
    return median(narrow) if narrow else DEFAULT_SPACE * draft.em


def _parts(span: Span, draft: Draft, least: float) -> list[Span]:
    """``least``: points between two names at least."""
    if span.rows.stop > draft.num_header_rows or len(span.columns) < 2:
        return [span]
    for row in span.rows[1:]:
        lower = range(row, span.rows.stop)
        if _are_names(lower, span.columns, draft, max(LEVEL_APART * draft.em, least)) and draft.words_of(
            range(span.rows.start, row), span.columns
        ):
            return [replace(span, rows=range(span.rows.start, row))]
    borders = _open_borders(span.rows, span.columns, draft, max(APART * draft.em, least))
    ends = [span.columns.start, *borders, span.columns.stop]
    parts = (range(start, stop) for start, stop in pairwise(ends))
    return [replace(span, columns=part) for part in parts if is_span(span.rows, part)]


def _are_names(rows: range, columns: range, draft: Draft, apart: float) -> bool:
    """Whether every column has a name of its own in these rows."""
    return len(_open_borders(rows, columns, draft, apart, on_lines=True)) == len(columns) - 1


def _open_borders(rows: range, columns: range, draft: Draft, apart: float, *, on_lines: bool = False) -> list[int]:
    """Columns before which a border parts two names, all the lines taken together; ``on_lines``: two of one line."""
    words = draft.words_of(rows, columns)
    lines = group_lines(words)
    found = []
    for column in columns[1:]:
        border = draft.columns[column].start
        if any(crosses(word, border, draft.em) for word in words):
            continue
        gaps = [gap for line in lines if (gap := gap_at(line, border)) is not None]
        if not gaps and not on_lines and (between := gap_at(words, border)) is not None:
            gaps = [between]  # each line stands on one side: a name of both would be in the middle over them
        is_wide = bool(gaps) and all(right - left >= apart for left, right in gaps)
        if gaps and (is_wide or _is_drawn(border, words, draft)):
            found.append((column, border, gaps[-1]))
    return _one_per_gap(found)


def _one_per_gap(found: Sequence[tuple[int, float, tuple[float, float]]]) -> list[int]:
    """Of the borders in one gap the one nearest to its middle: columns without a name lie on either side."""
    best: dict[tuple[float, float], tuple[float, int]] = {}
    for column, border, gap in found:
        offer = (abs(border - (gap[0] + gap[1]) / 2), column)
        best[gap] = min(best.get(gap, offer), offer)
    return sorted(column for _, column in best.values())


def _is_drawn(border: float, words: Sequence[Word], draft: Draft) -> bool:
    """Whether a vertical ruling stands at the border beside the words."""
    box = BBox.enclosing(word.bbox for word in words)
    if box is None:
        return False
    near = [r.bbox for r in draft.view.rulings if not r.is_horizontal and abs(r.bbox.center[0] - border) <= AT_BORDER * draft.em]
    return any(min(one.y1, box.y1) - max(one.y0, box.y0) >= MIN_DRAWN * box.height for one in near)
