"""Spans that no object shows but the words do are added where none is, with the score of a span without an object."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from pipeline.flags import Flag
from pipeline.structure.draft import Draft, overlaps
from pipeline.types import Span

IMPLIED_SCORE = 0.5  # what a span without an object counts in confidences


def with_implied(draft: Draft, candidates: Sequence[Span]) -> Draft:
    """The draft with those of ``candidates`` that overlap neither its spans nor each other."""
    found: list[Span] = []
    for span in candidates:
        if not any(overlaps(span, other) for other in (*draft.spans, *found)):
            found.append(span)
    return replace(draft, spans=(*draft.spans, *found)).noting(*(Flag.SPANS_IMPLIED,) * bool(found))
