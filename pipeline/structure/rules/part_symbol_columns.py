"""A column of symbols beside their names, of which the model took a pair for one, is parted as the other pairs are.

Lists of symbols stand in several columns of each ("α | \\alpha | ι \\iota | σ | \\sigma"). Where another column holds single characters
only, a column is parted in which every cell is a single character and a name that begins at the same place in each.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, num_header_rows_seen
from pipeline.structure.words.lines import PREFIXES, group_lines
from pipeline.types import Interval
from table import Word

MIN_ROWS = 2  # that a column of symbols fills
ALIGNED = 0.4  # em between the beginnings of the names
NO_SYMBOLS = PREFIXES | frozenset("()[]{}")  # of lists, and parts of texts
APART = 0.3  # em between a symbol and its name at least

Line = Sequence[Word]


def part_symbol_columns(draft: Draft) -> Draft:
    """The draft with such columns parted."""
    body = draft.filled[num_header_rows_seen(draft) :]
    cells = [[group_lines(row[column]) for row in body if column in row] for column in draft.all_columns()]
    if not any(_is_of_symbols(own) for own in cells):
        return draft
    columns: list[Interval] = []
    for column, own in zip(draft.columns, cells, strict=True):
        border = _border([lines[0] for lines in own], draft.em) if own and all(len(lines) == 1 for lines in own) else None
        columns += [column] if border is None else [replace(column, stop=border), replace(column, start=border)]
    return replace(draft, columns=tuple(columns)).noting(*(Flag.COLUMNS_PARTED,) * (len(columns) > len(draft.columns)))


def _is_of_symbols(cells: Sequence[Sequence[Line]]) -> bool:
    """Whether every cell of a column is a single character."""
    words = [[word for line in lines for word in line] for lines in cells]
    return len(words) >= MIN_ROWS and all(len(own) == 1 and _is_symbol(own[0]) for own in words)


def _is_symbol(word: Word) -> bool:
    return len(word.text) == 1 and word.text not in NO_SYMBOLS and not word.text.isdigit()


def _border(lines: Sequence[Line], em: float) -> float | None:
    """Between the symbols and the names; ``None`` where the lines are something else."""
    if len(lines) < MIN_ROWS or not all(len(line) > 1 and _is_symbol(line[0]) for line in lines):
        return None
    starts, ends = [line[1].bbox.x0 for line in lines], [line[0].bbox.x1 for line in lines]
    if max(starts) - min(starts) > ALIGNED * em or min(starts) - max(ends) < APART * em:
        return None
    return (min(starts) + max(ends)) / 2
