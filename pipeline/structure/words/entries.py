"""Lines of one word each that are entries of rows and no wrapped texts: they stand side by side in all columns.

A text wraps at a word in each line only where its cell is narrow, hardly so in two columns with as many lines, and then with a hyphen or
a small letter: "Mitochondrial" over "respiration".
"""

from __future__ import annotations

from collections.abc import Sequence

from table import Word

MIN_ROWS = 3
FEW_ROWS, MIN_COLUMNS = 2, 4  # two rows of as many columns tell, too

Line = Sequence[Word]


def are_entries(columns: Sequence[Sequence[Line]]) -> bool:
    """Whether the columns (two or more, by their lines) hold one word in each of as many lines, alike from line to line."""
    counts = {len(lines) for lines in columns}
    if len(columns) < 2 or len(counts) != 1:
        return False
    is_enough = max(counts) >= MIN_ROWS or (max(counts) == FEW_ROWS and len(columns) >= MIN_COLUMNS)
    return is_enough and all(map(_is_list, columns))


def _is_list(lines: Sequence[Line]) -> bool:
    if any(len(line) != 1 for line in lines) or any(line[0].text.endswith(("-", "‐")) for line in lines[:-1]):
        return False
    return len({_begin(line[0].text) for line in lines}) == 1


def _begin(text: str) -> str:
    first = text[:1]
    return "capital" if first.isupper() else "letter" if first.isalpha() else "digit" if first.isdigit() else "sign"
