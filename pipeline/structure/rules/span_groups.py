"""A name above a group of columns spans the group: the names below tell where it begins and ends.

The model sees a name over the middle column of three and takes it for that column's own, or lets it reach over a part of the group.
A header that is printed again inside the table has the same names, or its years.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.structure.draft import Draft, meet, with_sure_spans
from pipeline.structure.words.groups import Columns, are_named, families, is_in_middle
from pipeline.structure.words.lines import group_lines
from pipeline.structure.words.names import is_one_name
from pipeline.structure.words.text import cell_text
from pipeline.types import Span
from table import BBox, Word

SCORE = 0.9  # of such a span: the names say it twice
LEADING = 1.35  # times the height of words at most from one line of a name to the next
LEVEL = 0.4  # em between the middles of words that stand on one height
YEAR = re.compile(r"(?:19|20)\d\d")


def span_groups(draft: Draft) -> Draft:
    """The draft with such names as wide as their groups, and the names beside them as high as both levels."""
    rows = range(draft.num_header_rows - 1)
    in_header = (span for row in rows for span in _named(row, draft))
    beside = (span for row in rows for span in _wrapped(row, draft))
    return with_sure_spans(draft, (*in_header, *_named_again(draft), *beside))


def _named(row: int, draft: Draft) -> Iterator[Span]:
    """The cells of a header row over groups, where every group of a family has its name, and names of two lines beside a single group."""
    above = draft.cells[row]
    below = [_name_below(row, column, draft) for column in draft.all_columns()]
    for groups in families([cell_text(words) for words in below]):
        if are_named(above, below, groups, draft.em) and not any(_is_of_more(row, group, below, draft) for group in groups):
            yield from (Span(range(row, row + 1), group, SCORE) for group in groups)
            if len(groups) == 1:
                yield from _beside(row, groups[0], above, below, draft)


def _is_of_more(row: int, group: range, below: Columns, draft: Draft) -> bool:
    """Whether the model's cell reaches over more columns than the group's and the name stands in the middle of these as well."""
    for span in draft.spans:
        if row in span.rows and set(group) < set(span.columns):
            words = draft.words_of(range(row, row + 1), span.columns)
            box = BBox.enclosing(word.bbox for column in span.columns for word in below[column])
            if box is not None and is_in_middle(words, box, draft.em):
                return True
    return False


def _name_below(row: int, column: int, draft: Draft) -> list[Word]:
    """The words of a column's name in the header rows below ``row``, without what stands there over several columns."""
    wide = [span for span in draft.spans if len(span.columns) > 1 and span.rows.start > row and column in span.columns]
    rows = [below for below in range(row + 1, draft.num_header_rows) if not any(below in span.rows for span in wide)]
    return [word for below in rows for word in draft.cells[below][column]]


def _named_again(draft: Draft) -> Iterator[Span]:
    """The cells of a body row over groups whose names, in the row below, are those of the header or years."""
    if not draft.num_header_rows:
        return
    known = [cell_text(words) for words in draft.cells[draft.num_header_rows - 1]]
    for row in range(draft.num_header_rows, len(draft.rows) - 1):
        above, below = draft.cells[row : row + 2]
        if not _is_known(below[-1], known[-1]) or not all(map(_is_known, below[1:], known[1:])):
            continue
        for groups in families([cell_text(words) for words in below]):
            is_text = all(any(char.isalpha() for c in group for word in above[c] for char in word.text) for group in groups)
            if groups[0].start and is_text and are_named(above, below, groups, draft.em):
                yield from (Span(range(row, row + 1), group, SCORE) for group in groups)


def _is_known(words: Sequence[Word], name: str) -> bool:
    """Whether a text is ``name``, that of its column in the header, or a year."""
    text = cell_text(words)
    return bool(text) and (text == name or bool(YEAR.fullmatch(text)))


def _beside(row: int, group: range, above: Columns, below: Columns, draft: Draft) -> Iterator[Span]:
    """The names of two lines beside a group, but for other groups' names: written over several columns, or in the middle of them."""
    wide = [span.columns for span in draft.spans if row in span.rows and len(span.columns) > 1]
    others = [c for c in wide if sum(bool(above[column]) for column in c) > 1 or are_named(above, below, (c,), draft.em)]
    for column in draft.all_columns():
        if not any(column in columns for columns in (group, *others)) and _goes_on(above[column], below[column]):
            yield Span(range(row, draft.num_header_rows), range(column, column + 1), SCORE)


def _wrapped(row: int, draft: Draft) -> Iterator[Span]:
    """The names of two lines beside names over several columns that begin at another height: the row has two levels, they have none."""
    wide = [span for span in draft.spans if row in span.rows and len(span.columns) > 1]
    levels = [word.bbox.center[1] for span in wide for word in draft.words_of(range(row, row + 1), span.columns)]
    if not levels:
        return
    for column in draft.all_columns():
        upper, lower = draft.cells[row][column], draft.cells[row + 1][column]
        if any(column in span.columns and meet(span.rows, range(row, row + 2)) for span in draft.spans) or not upper or not lower:
            continue
        is_beside = min(abs(word.bbox.center[1] - level) for word in upper for level in levels) > LEVEL * draft.em
        if is_beside and is_one_name(upper, lower, draft.view.rulings):
            yield Span(range(row, draft.num_header_rows), range(column, column + 1), SCORE)


def _goes_on(above: Sequence[Word], below: Sequence[Word]) -> bool:
    """Whether the lines of a column follow each other as those of one name do."""
    if not above or not below:
        return False
    upper, lower = group_lines(above)[-1], group_lines(below)[0]
    height = max(word.bbox.height for word in (*upper, *lower))
    return min(word.bbox.center[1] for word in lower) - max(word.bbox.center[1] for word in upper) <= LEADING * height
