"""The drawn grid is obeyed: where rulings close about every cell, rows, columns and spans are the drawn ones.

What nothing draws stays the model's; see ``pipeline/structure/drawn``.
"""

from __future__ import annotations

from dataclasses import replace

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, stand, to_structure
from pipeline.structure.drawn import as_drawn


def obey_lattice(draft: Draft) -> Draft:
    """The draft as the lattice around its words draws it; the same where there is none or it agrees."""
    structure = to_structure(draft)
    drawn = as_drawn(structure, draft.objects, draft.view, draft.options)
    if drawn is structure:
        return draft
    changed = replace(
        draft,
        rows=drawn.rows,
        columns=drawn.columns,
        num_header_rows=drawn.num_header_rows,
        spans=drawn.spans,
        notes=frozenset(map(Flag, drawn.warnings)),
        held=None,
    )
    return stand(changed)
