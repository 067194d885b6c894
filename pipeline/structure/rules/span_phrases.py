"""A phrase that runs on over columns is one cell: a section heading, a note, a name over several columns.

The model's borders cut such a phrase word by word ("Historical | perspective is a | calendar year"). Words a plain space
apart are one phrase. The columns that it runs over are joined in this row when they hold nothing else there and, at half
of the borders at least, a word lies across, a bracket is closed behind it, or the text behind is placed unlike the column's other
texts.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from enum import IntEnum
from itertools import pairwise
from statistics import median

from pipeline.flags import Flag
from pipeline.structure.draft import Draft
from pipeline.structure.words.at_borders import crosses
from pipeline.structure.words.brackets import open_brackets
from pipeline.structure.words.kinds import Kind, kind_of
from pipeline.structure.words.lines import SPACE
from pipeline.types import Span
from table import Word

USUAL = 1.5  # times the usual space between words, at most within a phrase
DEFAULT_SPACE = 0.3  # em, where no two words stand together
SAME_PLACE = 0.35  # em between edges or middles of texts that stand alike
MIN_LETTERS = 2  # of a word that is text
SCORE = 0.5  # of such a span: the words found it, not the model

Place = tuple[float, float, float]  # left edge, right edge and middle of a text
Places = Sequence[tuple[int, Place]]  # of a column's texts, with their row


class Tie(IntEnum):
    """What a phrase makes of a border: nothing; it goes on there, as a text of the next column might; it surely goes on."""

    NONE = 0
    WEAK = 1
    STRONG = 2


def span_phrases(draft: Draft) -> Draft:
    """The draft with a span for each such phrase, where no other span is."""
    space = min(USUAL * _usual_space(draft), SPACE * draft.em)
    places = [_places(draft, column) for column in draft.all_columns()]
    found = [span for row in range(len(draft.rows)) for span in _spans(draft, row, space, places)]
    return replace(draft, spans=(*draft.spans, *found)).noting(*(Flag.SPANS_REPAIRED,) * bool(found))


def _usual_space(draft: Draft) -> float:
    words = draft.words_of(range(len(draft.rows)), draft.all_columns())
    gaps = [b.bbox.x0 - a.bbox.x1 for line in draft.lines.of(words) for a, b in pairwise(line)]
    narrow = [gap for gap in gaps if 0 < gap <= SPACE * draft.em]
    return median(narrow) if narrow else DEFAULT_SPACE * draft.em


def _places(draft: Draft, column: int) -> list[tuple[int, Place]]:
    """Where the texts of a column stand, line by line, with their row."""
    return [(row, _place(line)) for row, cells in enumerate(draft.cell_lines) for line in cells[column]]


def _place(words: Sequence[Word]) -> Place:
    start, stop = min(word.bbox.x0 for word in words), max(word.bbox.x1 for word in words)
    return start, stop, (start + stop) / 2


def _spans(draft: Draft, row: int, space: float, places: Sequence[Places]) -> list[Span]:
    taken = {column for span in draft.spans if row in span.rows for column in span.columns}
    borders = [
        Tie.NONE if {column - 1, column} & taken else _tie(draft, row, column, space, places[column])
        for column in range(1, len(draft.columns))
    ]
    found, start = [], 0
    for column, tie in enumerate([*borders, Tie.NONE], 1):
        if tie is Tie.NONE:
            inner = borders[start : column - 1]
            if inner and 2 * inner.count(Tie.STRONG) >= len(inner):
                found.append(Span(range(row, row + 1), range(start, column), SCORE))
            start = column
    return found


def _tie(draft: Draft, row: int, column: int, space: float, places: Places) -> Tie:
    """What ties a cell to the one before it: every line of it has to go on a phrase there, the weakest counts."""
    left, right = draft.cell_lines[row][column - 1 : column + 1]

    def is_alike(own: Place) -> bool:
        """Whether a text of another row of the column stands there too, or there is none; few lines come so far as to ask."""
        others = [place for other, place in places if other != row]
        return not others or any(min(abs(a - b) for a, b in zip(own, place, strict=True)) <= SAME_PLACE * draft.em for place in others)

    return min((_tie_of(line, left, draft, draft.columns[column].start, space, is_alike) for line in right), default=Tie.NONE)


def _tie_of(
    line: Sequence[Word],
    before: Sequence[Sequence[Word]],
    draft: Draft,
    border: float,
    space: float,
    is_alike: Callable[[Place], bool],
) -> Tie:
    level = next((words for words in before if _is_level(words[-1], line[0])), [])
    if not level or any(b.bbox.x0 - a.bbox.x1 > space for a, b in pairwise([level[-1], *line])):
        return Tie.NONE
    if _closes(level, line):
        return Tie.STRONG
    if not _is_text(line):
        return Tie.NONE
    if crosses(level[-1], border, draft.em) or crosses(line[0], border, draft.em):
        return Tie.STRONG
    return Tie.WEAK if is_alike(_place(line)) else Tie.STRONG


def _closes(before: Sequence[Word], line: Sequence[Word]) -> bool:
    """Whether a bracket that is open in the words before is closed in ``line``: "(10" and "-2)"."""
    opened, closed = (open_brackets(words) for words in (before, line))
    return opened > 0 > closed


def _is_level(a: Word, b: Word) -> bool:
    return min(a.bbox.y1, b.bbox.y1) - max(a.bbox.y0, b.bbox.y0) > min(a.bbox.height, b.bbox.height) / 2


def _is_text(words: Sequence[Word]) -> bool:
    return kind_of(words) is Kind.TEXT and any(sum(map(str.isalpha, word.text)) >= MIN_LETTERS for word in words)
