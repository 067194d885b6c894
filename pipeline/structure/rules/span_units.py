"""The unit of several columns is one cell over them: "(in millions)" below the years, in the middle of all three.

The line stands alone in its row of the header, but for units of other columns. It spans the columns that it stands in the middle of, as
many as can be; over a single column only, it stays as it is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pipeline.geometry.intervals import index_at
from pipeline.structure.draft import Draft, with_sure_spans
from pipeline.structure.words.leaders import DOTS
from pipeline.structure.words.lines import group_lines
from pipeline.structure.words.units import unit_phrases
from pipeline.types import Span
from table import BBox, Word

SCORE = 0.9  # of such a span: the words say what they are, and their place of which columns
CENTRED, CENTRED_SHARE = 0.6, 0.03  # em, or of the columns' width, between the middles of the columns and of the unit
MAX_COLUMNS = 100  # of a table that is looked at: the search grows with the square of them

Extents = Sequence[tuple[float, float] | None]


def span_units(draft: Draft) -> Draft:
    """The draft with such spans in the rows of the header."""
    if draft.num_header_rows < 2 or not 2 < len(draft.columns) <= MAX_COLUMNS:
        return draft
    rows = range(draft.num_header_rows)
    units = {row: _units(draft.words_of(range(row, row + 1), draft.all_columns()), draft.em) for row in rows}
    of_names = [row for row, found in units.items() if not found]
    both = (of_names, [*of_names, *range(draft.num_header_rows, len(draft.rows))])
    extents = [[_extent(column, rows, draft) for column in draft.all_columns()] for rows in both]
    return with_sure_spans(draft, (span for row, found in units.items() for span in _spans(row, found, extents, draft)))


def _units(words: Sequence[Word], em: float) -> list[list[Word]]:
    lines = group_lines(words)
    return unit_phrases(lines[0], em) if len(lines) == 1 else []


def _extent(column: int, some: Sequence[int], draft: Draft) -> tuple[float, float] | None:
    """From where to where the texts of a column reach in some rows, those left out that stand in cells over columns."""
    wide = [span for span in draft.spans if len(span.columns) > 1 and column in span.columns]
    rows = [row for row in some if not any(row in span.rows for span in wide)]
    box = BBox.enclosing(word.bbox for row in rows for word in draft.cells[row][column] if not DOTS.fullmatch(word.text))
    return None if box is None else (box.x0, box.x1)


def _spans(row: int, units: Sequence[Sequence[Word]], extents: Sequence[Extents], draft: Draft) -> Iterator[Span]:
    """A span for each unit of a row that is of several columns; ``extents``: of their names, and of all their texts."""
    own = [_columns_of(words, draft) for words in units]
    found: list[tuple[str, range | None]] = []
    for words, columns in zip(units, own, strict=True):
        others = {column for other in own if other is not columns for column in other}
        middle = (words[0].bbox.x0 + words[-1].bbox.x1) / 2
        fits = (one for known in extents for one in _ranges(known) if _is_in_middle(middle, one, known, draft.em))
        best = max((one for one in fits if columns <= set(one) and not others & set(one)), key=len, default=None)
        found.append((" ".join(word.text for word in words), best))
    single = {text for text, best in found if best is None}  # of one column's, so are the others
    yield from (Span(range(row, row + 1), best, SCORE) for text, best in found if best is not None and text not in single)


def _columns_of(words: Sequence[Word], draft: Draft) -> set[int]:
    return {index_at(draft.column_edges, word.bbox.center[0]) for word in words}


def _ranges(extents: Extents) -> Iterator[range]:
    """Columns that a unit may be of: two or more behind the first, each with texts."""
    for start in range(1, len(extents)):
        for stop in range(start + 1, len(extents) + 1):
            if extents[stop - 1] is None:
                break
            if stop - start > 1:
                yield range(start, stop)


def _is_in_middle(middle: float, columns: range, extents: Extents, em: float) -> bool:
    first, last = extents[columns.start], extents[columns.stop - 1]
    if first is None or last is None:
        return False
    return abs(middle - (first[0] + last[1]) / 2) <= max(CENTRED * em, CENTRED_SHARE * (last[1] - first[0]))
