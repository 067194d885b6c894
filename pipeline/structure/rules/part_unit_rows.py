"""Units that stand below the names of their columns are a row of their own: "2016" over "HK$'000", beside "2015" over "HK$'000".

The model sees one header row where names and units stand close. On pictures of business documents 14 of 15 such lines have a row of
their own; one unit for several columns is told by ``part_header_rows``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import chain, pairwise

from pipeline.flags import Flag
from pipeline.geometry.intervals import index_at
from pipeline.structure.draft import Draft
from pipeline.structure.words.lines import group_lines, runs
from pipeline.structure.words.units import is_column_unit
from pipeline.types import Interval
from table import Word

APART = 0.8  # em between the units of two columns
MIN_UNITS = 2  # columns with a unit of their own
NOTES = re.compile(r"notes?|footnotes?|附[註注]", re.IGNORECASE)  # the name of a column that stands beside units
MAX_LINES = 7  # of such a row; more are prose

Line = Sequence[Word]


def part_unit_rows(draft: Draft) -> Draft:
    """The draft with rows parted above each line of units that ends them."""
    rows: list[Interval] = []
    for row, words in zip(draft.rows, draft.filled, strict=True):
        heights = _heights(group_lines(chain.from_iterable(words.values())), draft)
        edges = [row.start, *heights, row.stop]
        rows += [replace(row, start=start, stop=stop) for start, stop in pairwise(edges)]
    return replace(draft, rows=tuple(rows)).noting(Flag.ROWS_PARTED) if len(rows) > len(draft.rows) else draft


def _heights(lines: Sequence[Line], draft: Draft) -> list[float]:
    """Where a row of these lines is to be parted."""
    found: list[float] = []
    index = len(lines) - 1 if len(lines) <= MAX_LINES else 0
    while index > 0 and _is_of_columns(lines[index], list(chain.from_iterable(lines[:index])), draft):
        found.append((max(word.bbox.y1 for word in lines[index - 1]) + min(word.bbox.y0 for word in lines[index])) / 2)
        index -= 1
    return found[::-1]


def _is_of_columns(line: Line, above: Line, draft: Draft) -> bool:
    """Whether a line is a unit for each column behind the first that has names above."""
    phrases = runs(line, draft.em, APART)
    units = [phrase for phrase in phrases if is_column_unit(phrase)]
    if len(units) < MIN_UNITS or not all(phrase in units or _is_of_notes(phrase) for phrase in phrases):
        return False
    middles = [[(phrase[0].bbox.x0 + phrase[-1].bbox.x1) / 2 for phrase in some] for some in (phrases, units)]
    own, of_units = ([index_at(draft.column_edges, x) for x in some] for some in middles)
    named = {index_at(draft.column_edges, word.bbox.center[0]) for word in above}
    return len(set(own)) == len(own) and named - {0} <= set(own) and set(of_units) <= named


def _is_of_notes(words: Line) -> bool:
    return NOTES.fullmatch(" ".join(word.text for word in words)) is not None
