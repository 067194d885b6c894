"""A long label that runs on into the next column keeps its last words: those before its leader, or before the value.

In a table of short labels the border stands where most of them end; ``words.label_ends`` says which words beyond it are a label's.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from pipeline.geometry.intervals import index_at
from pipeline.structure.draft import Draft
from pipeline.structure.words.label_ends import label_ends
from pipeline.types import MovedWord
from table import Word


def keep_labels_whole(draft: Draft) -> Draft:
    """The draft that tells which words go to the label left of the cell they lie in."""
    if draft.num_header_rows == len(draft.rows):
        return draft
    dots: defaultdict[int, list[Word]] = defaultdict(list)
    for word in draft.leaders:
        dots[index_at(draft.row_edges, word.bbox.center[1])].append(word)
    moved = [MovedWord(word, row, to) for row, to, word in _ends(draft, dots)]
    return replace(draft, moved=(*draft.moved, *moved)) if moved else draft


def _ends(draft: Draft, dots: defaultdict[int, list[Word]]) -> Iterator[tuple[int, int, Word]]:
    """Row and column of a label, and a word of the cell behind it that ends it."""
    for row, cells in enumerate(draft.filled[draft.num_header_rows :], draft.num_header_rows):
        held = (
            {column: [word for word in words if word not in draft.leaders] for column, words in cells.items()} if draft.leaders else cells
        )
        for label, cell in pairwise(_single_rows(draft, row)):
            own, others = ([word for column in columns for word in held.get(column, ())] for columns in (label, cell))
            if label.stop == cell.start and own and others:
                yield from ((row, label.start, word) for word in label_ends(own, others, dots[row], draft.em))


def _single_rows(draft: Draft, row: int) -> list[range]:
    """The columns of each cell that is in this row alone, from left to right."""
    spans = {column: span for span in draft.spans if row in span.rows for column in span.columns}
    found = [range(column, column + 1) for column in draft.all_columns() if column not in spans]
    found += {span.columns: span for span in spans.values() if len(span.rows) == 1}
    return sorted(found, key=lambda columns: columns.start)
