"""Dot leaders are neither label nor value: they hold no border, and they stay with the label that they follow."""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure.draft import Draft
from pipeline.structure.words.leaders import find_leaders


def follow_leaders(draft: Draft) -> Draft:
    """The draft with its leaders known; ``fill`` puts them into the cell of their label."""
    return replace(draft, leaders=frozenset(find_leaders(draft.inside, draft.em)))
