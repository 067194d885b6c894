"""A tagged PDF's own table is obeyed where its cells' places fit the words; where they do not, a flag says so.

See ``pipeline/structure/tagged.py``.
"""

from __future__ import annotations

from pipeline.structure.draft import Draft
from pipeline.structure.tagged import as_tagged


def obey_tags(draft: Draft) -> Draft:
    """The draft as the page's tags tell it; the same where there are none, they agree, or they cannot be right."""
    return as_tagged(draft) if draft.view.tagged_tables else draft
