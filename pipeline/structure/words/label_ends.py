"""Labels that run on over the border of the next column: what stands before a label's leader, or before the value, is the label's.

"Common stock, $.01 par value, 4,000 shares authorized . . . . 1,431": in a table of short labels the last words of a long one stand in
the column of values. Words that follow a label's as those of one phrase do are of the label up to its leader; without one where a
value is left, apart or on another line. A number that would be the cell's only one is left there.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pipeline.structure.words.kinds import Kind, kind_of
from pipeline.structure.words.lines import SPACE, group_lines
from table import Word

MIN_LETTERS = 2  # at the beginning of a text: "on", "by"
NEAR = 1.5  # em at most between a label and its leader, as for leaders

Side = Literal["label", "cell", "leader"]
Part = tuple[Word, Side]


def label_ends(label: Sequence[Word], cell: Sequence[Word], leaders: Sequence[Word], em: float) -> list[Word]:
    """The words of ``cell``, right of ``label``, that are the end of it; ``leaders``: the dots on the height of both."""
    if not label or not cell or min(word.bbox.x0 for word in cell) - max(word.bbox.x1 for word in label) > SPACE * em:
        return []
    parts: tuple[tuple[Side, Sequence[Word]], ...] = (("label", label), ("cell", cell), ("leader", leaders))
    sides = {id(word): side for side, words in parts for word in words}
    found = [_end_of_line([(word, sides[id(word)]) for word in line], em) for line in group_lines((*label, *cell, *leaders))]
    every = {id(word) for words, _ in found for word in words}
    left = [word for word in cell if id(word) not in every]
    is_before_value = bool(left) and kind_of(left) is Kind.VALUE
    ends = [word for words, is_led in found if is_led or (is_before_value and _is_text(words)) for word in words]
    return ends if len(ends) < len(cell) or _is_text(ends) else []


def _end_of_line(line: Sequence[Part], em: float) -> tuple[list[Word], bool]:
    """The words of a line that go on with the label's, and whether its leader follows them."""
    start = 1 + max((index for index, (_, side) in enumerate(line) if side == "label"), default=len(line))
    stop = start
    while stop < len(line) and line[stop][1] == "cell" and _space(line, stop) <= SPACE * em:
        stop += 1
    own = [word.text for word, side in line if side == "label"]
    if (
        start == stop or not any(map(str.isalpha, "".join(own))) or line[start][0].text == own[0]
    ):  # "December 31, 2016" beside "December 31, 2015" is no label
        return [], False
    is_led = stop < len(line) and line[stop][1] == "leader" and _space(line, stop) <= NEAR * em
    return [word for word, _ in line[start:stop]], is_led


def _space(line: Sequence[Part], index: int) -> float:
    """Between a word and the one before it."""
    return line[index][0].bbox.x0 - line[index - 1][0].bbox.x1


def _is_text(words: Sequence[Word]) -> bool:
    return bool(words) and kind_of(words) is not Kind.VALUE and words[0].text[:MIN_LETTERS].isalpha() and len(words[0].text) >= MIN_LETTERS
