"""Borders between columns go where they cut no word, to drawn lines first."""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure.draft import Draft
from pipeline.structure.evidence import gather_evidence, placed


def place_column_borders(draft: Draft) -> Draft:
    """The draft with gap-free columns; off, borders lie halfway between neighbours."""
    draft = gather_evidence(draft)
    assert draft.column_evidence is not None
    return replace(draft, columns=placed(draft.columns, draft.column_evidence, draft.em))
