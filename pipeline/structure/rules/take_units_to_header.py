"""A line of units directly below the header is the header's: "(millions)" under the years, where a rule is drawn above it.

Nothing else stands in its row, and no label: in none of 1,076 true tables of annual reports is the first row of the body without one.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure.draft import Draft
from pipeline.structure.words.units import unit_phrases


def take_units_to_header(draft: Draft) -> Draft:
    """The draft with such rows in its header; a last row stays, and the name of a section."""
    stop = draft.num_header_rows
    sections = {row for span in draft.spans for row in span.rows}
    while stop and stop < len(draft.rows) - 1 and stop not in sections and _tells_units(stop, draft):
        stop += 1
    return replace(draft, num_header_rows=stop) if stop > draft.num_header_rows else draft


def _tells_units(row: int, draft: Draft) -> bool:
    """Whether the words of a row are a line of units and none of them is in the first column."""
    lines = [line for line in draft.row_lines[row] if line]
    return not draft.cells[row][0] and len(lines) == 1 and bool(unit_phrases(lines[0], draft.em))
