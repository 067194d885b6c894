"""Lists whose rows have numbers of one form ("Exhibit 10.30"): a row begins at each number, whatever the model cut.

Where all labels differ in their numbers only, each stands beside a line of a text, and nothing stands above the first, texts
begin at their numbers. A row with several of these numbers is several rows. What stands between two numbers is one row where no row of
the model there fills more than one column; else the model's rows stay.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace
from itertools import accumulate, pairwise

from pipeline.flags import Flag
from pipeline.geometry.intervals import index_at
from pipeline.structure.draft import Draft, num_header_rows_seen
from pipeline.structure.words.lines import group_lines
from pipeline.types import Interval, StructureObject
from table import StructureLabel, Word

MIN_ROWS = 5  # with a number
LEVEL = 0.35  # em between the middles of a number and of the text beside it
SEEN = 0.5  # score of the model's section rows that count
NUMBER = re.compile(r"\(?\d+(?:\.\d+)*[A-Za-z]?\)?")
ENDS = (".", ".)", ";", ":")
MARK_SIGNS = ("*", "†", "‡", "+", "#", "(")
MARKS = re.compile(r"[.*†‡+#\s]+$")

Line = Sequence[Word]


def begin_rows_at_numbers(draft: Draft) -> Draft:
    """The draft with such rows."""
    head = num_header_rows_seen(draft)
    if len(draft.columns) < 2 or len(draft.rows) - head < 2 or any(map(_is_section, draft.objects)):
        return draft
    words = [[word for row in draft.filled[head:] for word in row.get(column, ())] for column in draft.all_columns()]
    numbers, texts = group_lines(words[0]), [word for column in words[1:] for word in column]
    if len(numbers) < MIN_ROWS or not _are_of_one_form(numbers) or not _begin(numbers, texts, draft.em):
        return draft
    if any(0 not in draft.filled[row] and not _goes_on(row, draft) for row in range(head, len(draft.rows))):
        return draft
    above = _Bottoms((*words[0], *texts))
    cuts = [(above.over(_top(number)) + _top(number)) / 2 for number in numbers[1:]]
    edges = [draft.row_edges[head], *cuts, draft.row_edges[-1]]
    middles = [word.bbox.center[1] for word in (*words[0], *texts)]
    is_same = [index_at(edges, y) for y in middles] == [index_at(draft.row_edges, y) - head for y in middles]
    if is_same or any(stop <= start for start, stop in pairwise(edges)):
        return draft
    score = min(row.score for row in draft.rows[head:])
    rows = (*draft.rows[:head], *(Interval(start, stop, score) for start, stop in pairwise(edges)))
    return replace(draft, rows=rows).noting(Flag.ROWS_JOINED if len(rows) < len(draft.rows) else Flag.ROWS_PARTED)


def _is_section(item: StructureObject) -> bool:
    return item.label is StructureLabel.PROJECTED_ROW_HEADER and item.score >= SEEN


def _are_of_one_form(numbers: Sequence[Line]) -> bool:
    """Whether all labels are the same but for their numbers, without marks behind them, and no two are alike."""
    texts = [MARKS.sub("", " ".join(word.text for word in line)) for line in numbers]
    forms = {NUMBER.sub("#", text) for text in texts}
    return len(forms) == 1 and "#" in next(iter(forms)) and len(set(texts)) == len(texts)


def _begin(numbers: Sequence[Line], texts: Sequence[Word], em: float) -> bool:
    """Whether each number stands beside a line of texts, none of which is above the first."""
    middles = [number[0].bbox.center[1] for number in numbers]
    others = sorted(word.bbox.center[1] for word in texts)
    if not others or others[0] < middles[0] - LEVEL * em:
        return False
    return all(_nearest(middle, others) <= LEVEL * em for middle in middles)


def _nearest(place: float, ordered: Sequence[float]) -> float:
    """How far the nearest of some places, in order, is from ``place``."""
    after = bisect_left(ordered, place)
    return min(abs(other - place) for other in ordered[max(0, after - 1) : after + 1])


def _goes_on(row: int, draft: Draft) -> bool:
    """Whether a row without a number goes on with the text of the row above: nothing new begins, and no other column is filled."""
    above, own = (draft.filled[one] for one in (row - 1, row))
    if len(own) != 1 or not own.keys() <= above.keys():
        return not own
    (column,) = own
    upper, lower = group_lines(above[column])[-1], group_lines(own[column])[0]
    has_ended = upper[-1].text.endswith(ENDS) and not lower[0].text[:1].islower()
    return not has_ended and lower[0].text[:1] not in MARK_SIGNS


def _top(line: Line) -> float:
    return min(word.bbox.y0 for word in line)


class _Bottoms:
    """Where the words above a height end."""

    def __init__(self, words: Sequence[Word]) -> None:
        ordered = sorted((word.bbox.center[1], word.bbox.y1) for word in words)
        self._middles = [middle for middle, _ in ordered]
        self._lowest = list(accumulate((bottom for _, bottom in ordered), max))

    def over(self, top: float) -> float:
        """The lowest end of the words with their middle above ``top``, at most that; ``top`` without any."""
        count = bisect_left(self._middles, top)
        return min(self._lowest[count - 1], top) if count else top
