"""The steps from canonical to printed spans, in the order they are applied; each takes a draft whose grid stands."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.structure.draft import Draft
from pipeline.structure.printed.centred_cells import join_centred_cells
from pipeline.structure.printed.section_labels import narrow_section_labels
from pipeline.structure.printed.single_rows import part_single_rows

PRINTED_RULES: tuple[Callable[[Draft], Draft], ...] = (
    part_single_rows,  # blank spans go first: they would hide rows that are free
    narrow_section_labels,
    join_centred_cells,  # what other cells over several rows are there is known now
)


def as_printed(draft: Draft) -> Draft:
    """The draft with the spans that the page shows."""
    for rule in PRINTED_RULES:
        draft = rule(draft)
    return draft
