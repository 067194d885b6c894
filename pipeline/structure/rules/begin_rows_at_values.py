"""Rows of wrapped texts begin where their numbers stand: "4 | 30 | (30)" beside texts of one to twelve lines.

Two columns or more hold one value for each row ("Days", "Ref."), level with each other; the texts beside them wrap. Where every such
line of values has a line of (nearly) all other columns on its height, nothing stands above the first and something below the
last, texts begin at their values, and each row reaches from one line of values to the next, whatever the model cut. One column of texts is
enough where the first column counts the rows, and two more have a value for each (the items of an invoice); a line of this column
alone above the first row is a row. Columns of
centred lines, lists and texts that follow without a gap say nothing against it, as they do for rows told by wrapping.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from statistics import mean, median

from pipeline.flags import Flag
from pipeline.geometry.intervals import index_at
from pipeline.structure.draft import Draft, num_header_rows_seen
from pipeline.structure.words.kinds import Kind, kind_of
from pipeline.structure.words.lines import group_lines, runs
from pipeline.structure.words.wrapping import MAX_SMALL
from pipeline.types import Interval
from table import StructureLabel, Word

MIN_ROWS = 4
MIN_VALUE_COLUMNS, MIN_WRAPPED = 2, 2  # columns of one value for each row, and columns of texts with more lines than rows
MIN_ITEM_COLUMNS = 3  # of one value for each row, the first column among them, where one column of texts is enough
LEVEL = 0.35  # em between the middles of the lines that begin a row
MIN_BEGUN = 0.9  # of the columns that such a line fills, in the mean
SEEN = 0.5  # score of the model's section rows that count

Line = Sequence[Word]
Columns = Mapping[int, Sequence[Line]]  # the lines of each column, top to bottom


def begin_rows_at_values(draft: Draft) -> Draft:
    """The draft with such rows."""
    if len(draft.columns) < MIN_VALUE_COLUMNS + MIN_WRAPPED or not draft.rows:
        return draft
    head = num_header_rows_seen(draft)
    columns = _lines(draft, head)
    level = _level_columns(columns, draft.em)
    if len(level) < MIN_VALUE_COLUMNS or _has_sections(draft):
        return draft
    values, is_of_items = columns[min(level)], min(level) == 0 and len(level) >= MIN_ITEM_COLUMNS and _are_counted(columns[0])
    if not _begin(values, columns, draft, is_of_items=is_of_items):
        return draft
    tops = [min(word.bbox.y0 for word in line) for line in values]
    is_above = any(_middle(line) < _middle(values[0]) - LEVEL * draft.em for lines in columns.values() for line in lines)
    edges = [draft.row_edges[head], *tops[0 if is_above else 1 :], draft.row_edges[-1]]
    middles = [word.bbox.center[1] for lines in columns.values() for line in lines for word in line]
    if [index_at(edges, y) for y in middles] == [index_at(draft.row_edges, y) - head for y in middles]:
        return draft
    score = min(row.score for row in draft.rows[head:])
    rows = (*draft.rows[:head], *(Interval(start, stop, score) for start, stop in pairwise(edges)))
    return replace(draft, rows=rows).noting(Flag.ROWS_JOINED if len(rows) < len(draft.rows) else Flag.ROWS_PARTED)


def _has_sections(draft: Draft) -> bool:
    """Whether one of the model's section rows is a phrase by itself, and no line of a text in a column but the first."""
    seen = (o.bbox for o in draft.objects if o.label is StructureLabel.PROJECTED_ROW_HEADER and o.score >= SEEN)
    bands = ([word for word in draft.inside if box.y0 <= word.bbox.center[1] <= box.y1] for box in seen)
    return any(len(lines) == 1 and _is_section(lines[0], draft) for lines in map(group_lines, bands))


def _is_section(line: Line, draft: Draft) -> bool:
    columns = {index_at(draft.column_edges, word.bbox.center[0]) for word in line}
    return len(runs(line, draft.em)) == 1 and (len(columns) > 1 or 0 in columns)


def _lines(draft: Draft, head: int) -> Columns:
    """The lines of each column below the header; none where there are too few columns of numbers, or of texts."""
    top, edges = draft.row_edges[head], draft.column_edges
    columns: dict[int, list[Word]] = {}
    for word in draft.inside:
        if word.bbox.center[1] > top:
            columns.setdefault(index_at(edges, word.bbox.center[0]), []).append(word)
    num_values = sum(map(_are_numbers, columns.values()))
    if num_values < MIN_VALUE_COLUMNS or num_values == len(columns):
        return {}  # as in most tables: their lines need not be found
    return {column: group_lines(words) for column, words in columns.items()}


def _are_numbers(words: Sequence[Word]) -> bool:
    return 2 * sum(any(map(str.isdigit, word.text)) for word in words) >= len(words)


def _level_columns(columns: Columns, em: float) -> list[int]:
    """The columns that hold one value for each row; none where they are not level with each other."""
    found = [at for at, lines in columns.items() if len(lines) >= MIN_ROWS and all(kind_of(line) is Kind.VALUE for line in lines)]
    if not found:
        return []
    first = columns[min(found)]
    are_level = (
        len(columns[at]) == len(first) and all(_are_level(a, b, em) for a, b in zip(first, columns[at], strict=True)) for at in found
    )
    return found if all(are_level) else []


def _are_counted(numbers: Sequence[Line]) -> bool:
    """Whether the lines are whole numbers that rise by one step, as those of items do."""
    texts = ["".join(word.text for word in line).rstrip(".") for line in numbers]
    if not all(text.isdecimal() for text in texts):
        return False
    steps = {int(after) - int(before) for before, after in pairwise(texts)}
    return len(steps) == 1 and min(steps) > 0


def _are_level(a: Line, b: Line, em: float) -> bool:
    return abs(_middle(a) - _middle(b)) <= LEVEL * em


def _middle(line: Line) -> float:
    return median(word.bbox.center[1] for word in line)


def _begin(values: Sequence[Line], columns: Columns, draft: Draft, *, is_of_items: bool) -> bool:
    """Whether the texts beside values begin at these."""
    first, last = _middle(values[0]), _middle(values[-1])
    texts = {column: lines for column, lines in columns.items() if not _are_numbers([word for line in lines for word in line])}
    wrapped = [column for column, lines in texts.items() if len(lines) > len(values)]
    if len(wrapped) < (1 if is_of_items else MIN_WRAPPED):
        return False
    above = [column for column, lines in columns.items() for line in lines if _middle(line) < first - LEVEL * draft.em]
    is_below = any(_middle(line) > last + LEVEL * draft.em for lines in columns.values() for line in lines)
    if not is_below or (above and not (is_of_items and above == wrapped)):
        return False
    begun = [[line for lines in columns.values() for line in lines if _are_level(line, value, draft.em)] for value in values]
    if mean(map(len, begun)) < MIN_BEGUN * (len(columns) if is_of_items else len(draft.columns)):
        return False
    small = [line[0].text[:1].islower() for lines in begun for line in lines]
    return sum(small) <= MAX_SMALL * len(small)
