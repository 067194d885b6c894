"""What the words say about a span: do they cross its inner borders, or keep clear of them?

A word that crosses a column border ties both columns together. Two words on either side of a border with a wide
clear space in every line say that these are separate cells. A check box speaks as a word does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.structure.draft import Draft
from pipeline.structure.words.lines import group_lines, runs, space_at
from table import Word

CROSSING = 0.25  # em that a crossing word must reach over the border on both sides (by hand, not measured)
SEPARATE = 1.5  # em of clear space around a border that separates two cells (by hand, not measured)


@dataclass(frozen=True, slots=True)
class BorderCounts:
    """How the lines of one area treat one inner column border."""

    crossed: int  # lines with a word across the border
    joined: int  # lines whose words stand close on both sides
    separate: int  # lines with words on both sides and a wide clear space between them


def at_border(lines: Sequence[Sequence[Word]], border: float, em: float) -> BorderCounts:
    """Evidence of the ``lines`` of one area on a column border at x = ``border``."""
    kinds = [_line_at_border(line, border, em) for line in lines]
    return BorderCounts(kinds.count("crossed"), kinds.count("joined"), kinds.count("separate"))


def conflicting_borders(draft: Draft, rows: range, columns: range) -> list[int]:
    """Inner columns ``c`` whose left border the words of the area clearly keep free although both sides are filled."""
    lines = group_lines(draft.marks_of(rows, columns))
    found = []
    for column in columns[1:]:
        seen = at_border(lines, draft.columns[column].start, draft.em)
        if seen.separate and not seen.crossed and not seen.joined:
            found.append(column)
    return found


def crosses(word: Word, border: float, em: float) -> bool:
    """Whether ``word`` reaches clearly over both sides of the border."""
    return border - word.bbox.x0 >= CROSSING * em and word.bbox.x1 - border >= CROSSING * em


def is_label(draft: Draft, row: int) -> bool:
    """Whether a row holds nothing but text in its first column, or one phrase that runs on across the borders."""
    words = draft.marks_of(range(row, row + 1), draft.all_columns())
    if not words:
        return False
    border = draft.columns[0].stop
    if all(w.bbox.center[0] < border for w in words):
        return True
    lines = group_lines(words)
    single = all(len(runs(line, draft.em)) == 1 for line in lines)
    return single and any(crosses(w, edge, draft.em) for w in words for edge in draft.column_edges[1:-1])


def _line_at_border(line: Sequence[Word], border: float, em: float) -> str:
    if any(crosses(word, border, em) for word in line):
        return "crossed"
    space = space_at(line, border)
    if space is None:
        return "one side"
    return "separate" if space >= SEPARATE * em else "joined"
