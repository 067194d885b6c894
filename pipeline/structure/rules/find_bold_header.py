"""Leading bold rows over a body without a bold word are the column header of a table in which the model saw none.

It takes a title for the header, or for a section's name, and what is below it for rows of the body; a table of one row ("No results")
has nothing to tell its names by but their type.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure.draft import Draft

MIN_NAMES = 2
MAX_ROWS = 3  # a header of more is bold for another reason


def find_bold_header(draft: Draft) -> Draft:
    """The draft with the rows that are bold as its header, where it has none; the last of them names all columns but the first."""
    if draft.num_header_rows:
        return draft
    bold = [_is_bold(row, draft) for row in range(len(draft.rows))]
    num = bold.index(False) if False in bold else 0
    below = draft.words_of(range(num, len(draft.rows)), draft.all_columns())
    if not 0 < num <= MAX_ROWS or any(word.is_bold for word in below) or not below or _are_crossed(num, draft):
        return draft
    named = [bool(words) for words in draft.cells[num - 1]]
    return replace(draft, num_header_rows=num) if sum(named) >= MIN_NAMES and all(named[1:]) else draft


def _is_bold(row: int, draft: Draft) -> bool:
    """Whether the row has words, all of them bold."""
    words = draft.words_of(range(row, row + 1), draft.all_columns())
    return bool(words) and all(word.is_bold for word in words)


def _are_crossed(num: int, draft: Draft) -> bool:
    """Whether a cell reaches over the border below the first ``num`` rows, or one of these rows is the name of a section."""
    return any(span.rows.start < num and (span.rows.stop > num or span.is_projected_row_header) for span in draft.spans)
