"""Dot leaders are neither label nor value: they hold no border, and no cell holds them."""

from __future__ import annotations

from dataclasses import replace

from pipeline.structure.draft import Draft
from pipeline.structure.words.leaders import find_leaders


def drop_leaders(draft: Draft) -> Draft:
    """The draft with its leaders known; ``fill`` puts them among the unassigned words."""
    return replace(draft, leaders=find_leaders(draft.inside, draft.em))
