"""Lines in which each column has a name of its own, however near the names stand: they are in line with what stands below them.

Printed listings ("coef exp(coef) se(coef)" of statistics programs, letters of one width) part columns by a single space, as
words of a phrase are parted. The words of a phrase, though, seldom begin, end or lie in the middle where the columns' values do.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.structure.draft import Draft
from pipeline.structure.words.at_borders import crosses
from table import Word

IN_LINE = 0.3  # em between two edges, or two middles, that are in line
MIN_IN_LINE = 0.5  # of a column's cells that are in line with its name
MIN_NAMES = 3  # columns with a name in line: both words of "Teacher Training" over two columns happened to be
MIN_BELOW = 2  # rows below the names


def are_own_names(row: int, draft: Draft) -> bool:
    """Whether the words of ``row`` are names of columns, one for each from the first named to the last, all but one in line.

    Names wider than their columns are all in line, of three columns behind the labels at least, and most of them are single words, half
    where all end where their values do: a phrase over two columns has its ends and middle anywhere.
    """
    named = [column for column, words in enumerate(draft.cells[row]) if words]
    words = draft.words_of(range(row, row + 1), draft.all_columns())
    if len(named) < MIN_NAMES or named[-1] - named[0] >= len(named) or len(draft.rows) - row <= MIN_BELOW:
        return False
    found = {column: _in_line(row, column, draft) for column in named}
    if any(crosses(word, border, draft.em) for word in words for border in draft.column_edges[1:-1]):
        values = [found[column] for column in named if column]
        num_phrases = sum(len(draft.cells[row][column]) > 1 for column in named)
        most = len(named) if all("right" in places for places in values) else len(named) - 1
        return len(values) >= MIN_NAMES and all(values) and 2 * num_phrases <= most
    return sum(map(bool, found.values())) >= max(MIN_NAMES, len(named) - 1)


def _in_line(row: int, column: int, draft: Draft) -> set[str]:
    """Which of a name's places, the left end not in the first column, are where those of its cells are: "left", "right", "middle"."""
    cells = [cells[column] for cells in draft.cells[row + 1 :] if cells[column]]
    own, others = _places(draft.cells[row][column]), [_places(cell) for cell in cells]
    kinds = [kind for kind in own if column or kind != "left"]
    counts = {kind: sum(abs(own[kind] - other[kind]) <= IN_LINE * draft.em for other in others) for kind in kinds}
    return {kind for kind, count in counts.items() if count >= max(1, MIN_IN_LINE * len(cells))}


def _places(words: Sequence[Word]) -> dict[str, float]:
    left, right = min(word.bbox.x0 for word in words), max(word.bbox.x1 for word in words)
    return {"left": left, "right": right, "middle": (left + right) / 2}
