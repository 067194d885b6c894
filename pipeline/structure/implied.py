"""Spans that no object shows but the words do: a word across a column border cannot stand in one cell.

Conservative on purpose. A phrase counts only when one of its words clearly crosses a border and the grid cells under
the phrase hold nothing else. Two places qualify: header rows above the last one, and body rows that hold only this
phrase, starting in the first column (a projected row header).
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.structure.evidence import crosses, words_in
from pipeline.structure.lanes import Lanes
from pipeline.structure.lines import group_lines, runs
from pipeline.structure.select import overlaps
from pipeline.types import Span
from table import BBox, Word

IMPLIED_SCORE = 0.5  # what a span without an object counts in confidences
TOUCH = 0.25  # em of a column that a phrase must reach into to cover it


def implied_spans(lanes: Lanes, num_header_rows: int, taken: Sequence[Span]) -> list[Span]:
    """Spans to add to ``taken``; they overlap neither these nor each other."""
    found: list[Span] = []
    if len(lanes.columns) < 2:
        return found
    for row in range(len(lanes.rows)):
        is_header = row < num_header_rows
        candidates = _header_spans(lanes, row) if is_header and row < num_header_rows - 1 else []
        candidates += [] if is_header else _projected_header(lanes, row)
        found.extend(c for c in candidates if not any(overlaps(c, other) for other in [*taken, *found]))
    return found


def _header_spans(lanes: Lanes, row: int) -> list[Span]:
    phrases = _phrases(lanes, row)
    found = []
    for phrase in phrases:
        columns = _columns_under(phrase, lanes)
        others = [c for p in phrases if p is not phrase for c in _columns_under(p, lanes)]
        if len(columns) > 1 and _crosses_border(phrase, lanes) and not set(columns) & set(others):
            found.append(Span(range(row, row + 1), columns, IMPLIED_SCORE))
    return found


def _projected_header(lanes: Lanes, row: int) -> list[Span]:
    """The whole row, when its only phrase starts in the first column and crosses a border."""
    phrases = _phrases(lanes, row)
    if len(phrases) != 1 or not _crosses_border(phrases[0], lanes):
        return []
    if _columns_under(phrases[0], lanes).start > 0:
        return []
    return [Span(range(row, row + 1), range(len(lanes.columns)), IMPLIED_SCORE, True)]


def _phrases(lanes: Lanes, row: int) -> list[list[Word]]:
    members = words_in(lanes, range(row, row + 1), range(len(lanes.columns)))
    return [run for line in group_lines(members) for run in runs(line, lanes.em)]


def _columns_under(phrase: Sequence[Word], lanes: Lanes) -> range:
    box = BBox.enclosing(w.bbox for w in phrase)
    assert box is not None  # a phrase has at least one word
    margin = min(TOUCH * lanes.em, box.width / 4)
    under = [i for i, c in enumerate(lanes.columns) if box.x1 - c.start > margin and c.stop - box.x0 > margin]
    return range(under[0], under[-1] + 1) if under else range(0)


def _crosses_border(phrase: Sequence[Word], lanes: Lanes) -> bool:
    return any(crosses(word, border, lanes.em) for word in phrase for border in lanes.column_edges[1:-1])
