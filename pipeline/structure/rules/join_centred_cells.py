"""A text set in the middle of several rows is one cell over them.

In the header it is a column's only text, level with no line of the columns that have several; in the body the texts of a
column each stand in the middle of a group of rows, the groups one below the other from the first body row to the last. Odd groups,
whose text is level with a row, count only when all are of one size: a text at the top of its rows looks the same.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure.draft import Draft, meet, overlaps
from pipeline.structure.printed import LEVEL, line_middle, reference_lines, span_middle, words_of_single_rows
from pipeline.structure.words.lines import group_lines
from pipeline.types import Span

CENTRED_SCORE = 0.5  # of a span without an object
OFF = 0.3  # em between the middle of a text and that of its rows


def join_centred_cells(draft: Draft) -> Draft:
    """The draft with such cells; spans of one column that they contradict give way."""
    for column in draft.all_columns():
        for span in (*_header_cell(draft, column), *_body_cells(draft, column)):
            others = tuple(o for o in draft.spans if not overlaps(o, span))
            draft = replace(draft, spans=(*others, span))
    return draft


def _is_free(draft: Draft, rows: range, column: int) -> bool:
    """Whether no span over several columns covers a part."""
    return not any(len(s.columns) > 1 and column in s.columns and meet(s.rows, rows) for s in draft.spans)


def _header_cell(draft: Draft, column: int) -> list[Span]:
    """The column's header text over the rows from the first free one down, when it is level with none of them."""
    stop = draft.num_header_rows
    start = next((r for r in range(stop) if _is_free(draft, range(r, stop), column)), stop)
    rows = range(start, stop)
    lines = [line_middle(line) for line in group_lines(draft.words_of(rows, range(column, column + 1)))]
    middle = span_middle(draft, rows)
    if len(rows) < 2 or len(lines) != 1 or middle is None or abs(lines[0] - middle) > OFF * draft.em:
        return []
    levels = [level for row in rows for level in reference_lines(draft, row, rows, range(column, column + 1))]
    is_level = not levels or any(abs(lines[0] - level) <= LEVEL * draft.em for level in levels)
    return [] if is_level else [Span(rows, range(column, column + 1), CENTRED_SCORE)]


def _body_cells(draft: Draft, column: int) -> list[Span]:
    """The column's cells when its texts are in the middle of groups of rows that fill the body; an empty list otherwise."""
    rows = range(draft.num_header_rows, len(draft.rows))
    if len(rows) < 2 or not _is_free(draft, rows, column):
        return []
    found: list[Span] = []
    start = rows.start
    for line in group_lines(draft.words_of(rows, range(column, column + 1))):
        middle = line_middle(line)
        end = next((e for e in range(start + 1, rows.stop + 1) if _fits(draft, range(start, e), middle)), None)
        if end is None:
            return []
        found.append(Span(range(start, end), range(column, column + 1), CENTRED_SCORE))
        start = end
    sizes = {len(span.rows) for span in found}
    is_sure = any(size % 2 == 0 for size in sizes) or len(sizes) == 1
    return [span for span in found if len(span.rows) > 1] if start == rows.stop and is_sure else []


def _fits(draft: Draft, rows: range, middle: float) -> bool:
    own = span_middle(draft, rows)
    return own is not None and abs(own - middle) <= OFF * draft.em and all(words_of_single_rows(draft, row) for row in rows)
