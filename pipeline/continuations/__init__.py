"""Tables that run over pages, joined where the evidence is strong and never where columns or headers contradict."""

from pipeline.continuations.joining import join_pages
from pipeline.continuations.margins import PageMargins, margins_of

__all__ = ["PageMargins", "join_pages", "margins_of"]
