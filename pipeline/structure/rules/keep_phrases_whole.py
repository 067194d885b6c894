"""A phrase that runs over a border is one cell's: its cut-off end goes back to it, not to a value that stands apart.

Columns of numbers leave little room for a text among them ("1 target achieved" right-aligned under "6.61"): its first word
lies in the column before, beside that column's own value ("10%"). The spaces tell: the end stands a word's space from its phrase
and clearly farther from what else is in its cell. A ruling between them overrules that, and numbers side by side, which may stand as
near as words, stay where they are. In the development sets nothing else looks so but texts before the dots that lead to a value.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.structure.draft import Draft
from pipeline.structure.words.lines import group_lines, runs
from pipeline.types import MovedWord
from table import Word

MAX_SPACE = 0.35  # em between the words of one phrase
MIN_APART, MIN_RATIO = 0.4, 1.5  # em, and phrase spaces, from the end to what else is in its cell (by hand: .56 and 1.8 were seen)


def keep_phrases_whole(draft: Draft) -> Draft:
    """The draft that tells which words go to the cell of their phrase, not to the one they lie in."""
    spanned = {(row, column) for span in draft.spans for row in span.rows for column in span.columns}
    moved: list[MovedWord] = []
    for row, cells in enumerate(draft.filled):
        for column in range(len(draft.columns) - 1):
            if {(row, column), (row, column + 1)} & spanned or not (cells.get(column) and cells.get(column + 1)):
                continue
            moved += [MovedWord(word, row, to) for word, to in _moved(draft, cells[column], cells[column + 1], column)]
    known = {one.word for one in draft.moved}
    moved = [one for one in moved if one.word not in known]
    return replace(draft, moved=(*draft.moved, *moved)) if moved else draft


def _moved(draft: Draft, left: Sequence[Word], right: Sequence[Word], column: int) -> Iterator[tuple[Word, int]]:
    """The words of two neighbouring cells that go to the other one, with its column."""
    if min([word.bbox.x0 for word in right]) - max([word.bbox.x1 for word in left]) > MAX_SPACE * draft.em:
        return  # too far apart on every line, as most cells are
    for line in group_lines([word for word in (*left, *right) if word not in draft.leaders]):
        before, after = ([word for word in line if word in cell] for cell in (left, right))
        if not before or not after:
            continue
        ends, begins = runs(before, draft.em, MAX_SPACE), runs(after, draft.em, MAX_SPACE)
        space = after[0].bbox.x0 - before[-1].bbox.x1
        if not 0 <= space <= MAX_SPACE * draft.em or _is_ruled(draft, before[-1], after[0]):
            continue
        apart = max(MIN_APART * draft.em, MIN_RATIO * space)
        if len(ends) > 1 and ends[-1][0].bbox.x0 - ends[-2][-1].bbox.x1 >= apart and _goes_to(ends[-1], begins[0]):
            yield from ((word, column + 1) for word in ends[-1])
        elif len(begins) > 1 and begins[1][0].bbox.x0 - begins[0][-1].bbox.x1 >= apart and _goes_to(begins[0], ends[-1]):
            yield from ((word, column) for word in begins[0])


def _goes_to(end: Sequence[Word], phrase: Sequence[Word]) -> bool:
    """Whether ``end`` may be the end of ``phrase``: a longer text, where signs and dots belong to numbers behind them."""
    is_word = any(character.isalnum() for word in end for character in word.text)
    is_text = any(character.isalpha() for word in phrase for character in word.text)
    return is_word and is_text and _width(end) < _width(phrase) and end[0].text != phrase[0].text  # two dates beside each other


def _width(run: Sequence[Word]) -> float:
    return run[-1].bbox.x1 - run[0].bbox.x0


def _is_ruled(draft: Draft, before: Word, after: Word) -> bool:
    """Whether a ruling runs down between two words."""
    start, stop, middle = before.bbox.center[0], after.bbox.center[0], before.bbox.center[1]
    boxes = (ruling.bbox for ruling in draft.view.rulings if not ruling.is_horizontal)
    return any(start < box.center[0] < stop and box.y0 <= middle <= box.y1 for box in boxes)
