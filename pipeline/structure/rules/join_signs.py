"""A column of nothing but currency signs or bullets joins its right neighbour, one of percent signs or brackets its left."""

from __future__ import annotations

from dataclasses import replace

from pipeline.flags import Flag
from pipeline.geometry.intervals import joined_intervals
from pipeline.structure.draft import Draft
from pipeline.structure.words.lines import PREFIXES, SUFFIXES

MIN_SIGNS = 2  # words that make a column of signs (by hand, not measured)


def join_signs(draft: Draft) -> Draft:
    """The draft without columns of signs."""
    count = len(draft.columns)
    groups = [[i] for i in range(count)]
    for index in range(count):
        texts = [word.text for row in draft.filled for word in row.get(index, ())]
        if len(texts) < MIN_SIGNS:
            continue
        if index + 1 < count and all(text in PREFIXES for text in texts):
            groups[index + 1] = groups[index] + groups[index + 1]
            groups[index] = []
        elif index > 0 and all(text in SUFFIXES for text in texts) and groups[index - 1]:
            groups[index - 1] += groups[index]
            groups[index] = []
    columns = joined_intervals(draft.columns, [group for group in groups if group])
    return replace(draft, columns=columns).noting(*(Flag.COLUMNS_JOINED,) * (len(columns) < count))
