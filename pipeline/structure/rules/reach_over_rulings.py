"""A name over several columns reaches as far as the ruling that is drawn under it.

Groups of columns are underlined: the ruling below "December 31, 2016" covers the four columns that are its own, whatever
the model saw. It counts when it covers two columns or more but not the table, and a single text stands in the middle over it.
"""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.geometry.intervals import overlap
from pipeline.structure.draft import Draft, with_sure_spans
from pipeline.structure.words.kinds import Kind, kind_of
from pipeline.structure.words.lines import group_lines, runs
from pipeline.types import Span
from table import BBox

COVERED = 0.6  # of the width of a column's text below that a ruling covers
REACH = 0.5  # em between a row's border and the ruling that underlines the row, at most
CENTRED, CENTRED_SHARE = 1.0, 0.1  # em, or of the ruling's width, between the middles of a name and its ruling
SCORE = 0.9  # of such a span: it is drawn


def reach_over_rulings(draft: Draft) -> Draft:
    """The draft with such cells as wide as their ruling."""
    return with_sure_spans(draft, _underlined(draft))


def _underlined(draft: Draft) -> Iterator[Span]:
    """The cells over rulings, of the header and of the row below it."""
    lines = [ruling.bbox for ruling in draft.view.rulings if ruling.is_horizontal]
    for row in range(min(draft.num_header_rows + 1, len(draft.rows) - 1)):
        border = draft.rows[row].stop
        for line in lines:
            if abs(line.center[1] - border) <= REACH * draft.em:
                columns = _columns(line, row, draft)
                if 1 < len(columns) < len(draft.columns) and _is_name(row, columns, line, draft):
                    yield Span(range(row, row + 1), columns, SCORE)


def _columns(line: BBox, row: int, draft: Draft) -> range:
    """The columns whose next text below the row the ruling is over."""
    texts = (_text_below(row, column, draft) for column in draft.all_columns())
    over = [i for i, box in enumerate(texts) if box and overlap(line.x0, line.x1, box.x0, box.x1) >= COVERED * box.width]
    return range(over[0], over[-1] + 1) if over else range(0)


def _text_below(row: int, column: int, draft: Draft) -> BBox | None:
    cells = (cells[column] for cells in draft.cells[row + 1 :])
    return next((BBox.enclosing(word.bbox for word in words) for words in cells if words), None)


def _is_name(row: int, columns: range, line: BBox, draft: Draft) -> bool:
    """Whether the row has one text over the ruling, on one line or several, that is no value and ends where the ruling does."""
    words = draft.words_of(range(row, row + 1), columns)
    if not words or max(word.bbox.center[1] for word in words) > line.center[1] or kind_of(words) is not Kind.TEXT:
        return False
    phrases = [run for one in group_lines(draft.words_of(range(row, row + 1), draft.all_columns())) for run in runs(one, draft.em)]
    over = [run for run in phrases if any(word in words for word in run)]
    is_one = len(over) == len(group_lines(words))
    box = BBox.enclosing(word.bbox for word in words)
    is_centred = box is not None and abs(box.center[0] - line.center[0]) <= max(CENTRED * draft.em, CENTRED_SHARE * line.width)
    return is_one and is_centred and all(line.x0 <= word.bbox.center[0] <= line.x1 for run in over for word in run)
