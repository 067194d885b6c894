"""Borders between rows go where they cut no word, to drawn lines first."""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure.draft import Draft
from pipeline.structure.evidence import gather_evidence, placed


def place_row_borders(draft: Draft) -> Draft:
    """The draft with gap-free rows; off, borders lie halfway between neighbours."""
    draft = gather_evidence(draft)
    assert draft.row_evidence is not None
    return replace(draft, rows=placed(draft.rows, draft.row_evidence, draft.em))
