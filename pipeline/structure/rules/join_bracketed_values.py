"""A value over two lines of its cell: "12.5" above "(62.0)" in a column of "14.1 (70.3)" is one value, "0.97% –" above "2.11%", too.

A narrow column wraps a few of its values, and the model sees two rows. Where a row has no label, each of its filled cells is a number
in brackets below a number without, and most other cells of these columns hold both in one line, the two rows are one. Standard errors
below their estimates have rows of their own all through, so no such column holds both in one line. A range that is open at its line's end
needs no such witness.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.flags import Flag
from pipeline.geometry.intervals import joined_intervals
from pipeline.structure.draft import Draft, num_header_rows_seen
from pipeline.structure.words.kinds import ends_with_number, is_number
from pipeline.structure.words.lines import group_lines
from table import Word

BRACKETED = re.compile(r"[(\[]\s*[-+−–]?\d[\d.,%\s–—−-]*[)\]]")  # a number or a range
OPEN_RANGE = re.compile(r"[^\s–—-].*\d\S*\s?[–—-]")  # the first line of one
MIN_BOTH, MOST = 2, 0.5  # other cells of a column that hold both in one line, and their share, at least

Cells = Mapping[int, Sequence[Word]]


def join_bracketed_values(draft: Draft) -> Draft:
    """The draft with such rows joined to the one above."""
    head = num_header_rows_seen(draft)
    filled = draft.filled[head:]
    texts = [{column: _text(words) for column, words in row.items()} for row in filled]
    ranges = [index for index in range(1, len(texts)) if _ends_ranges(texts[index - 1], texts[index])]
    below = [index for index in range(1, len(texts)) if _is_below(texts[index - 1], texts[index])]
    parts = {*below, *(index - 1 for index in below)}
    others = [row for index, row in enumerate(texts) if index not in parts]
    joined = {*ranges, *(index for index in below if all(_holds_both(column, others) for column in texts[index]))}
    if not joined:
        return draft
    groups: list[list[int]] = [[row] for row in range(head)]
    for index in range(len(texts)):
        if index in joined:
            groups[-1].append(head + index)
        else:
            groups.append([head + index])
    return replace(draft, rows=joined_intervals(draft.rows, groups)).noting(Flag.ROWS_JOINED)


def _text(words: Sequence[Word]) -> str:
    """The text of a cell of one line; a line feed for one of more, which is no single value."""
    lines = group_lines(words)
    return " ".join(word.text for word in lines[0]) if len(lines) == 1 else "\n"


def _is_below(above: Mapping[int, str], row: Mapping[int, str]) -> bool:
    """Whether a row without a label holds brackets alone, each below a number."""
    if not row or 0 in row or not row.keys() <= above.keys():
        return False
    return all(BRACKETED.fullmatch(text) and is_number(above[column]) and "(" not in above[column] for column, text in row.items())


def _ends_ranges(above: Mapping[int, str], row: Mapping[int, str]) -> bool:
    """Whether a row without a label holds numbers alone, most of them below a range that is open at its line's end."""
    if not row or 0 in row or not row.keys() <= above.keys() or not all(ends_with_number(text) for text in row.values()):
        return False
    return 2 * sum(OPEN_RANGE.fullmatch(above[column]) is not None for column in row) > len(row)


def _holds_both(column: int, rows: Sequence[Mapping[int, str]]) -> bool:
    """Whether most cells of a column hold a number and brackets in one line."""
    known = [row[column] for row in rows if column in row]
    both = [
        text
        for text in known
        if (at := re.search(r"\s*[(\[]", text)) and is_number(text[: at.start()]) and BRACKETED.fullmatch(text[at.start() :].strip())
    ]
    return len(both) >= max(MIN_BOTH, MOST * len(known))
