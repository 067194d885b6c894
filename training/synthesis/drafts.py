"""A cell before it has a place: grid extent, words, and how it wants to stand."""

from __future__ import annotations

from typing import NamedTuple

from training.synthesis.values import Tokens


class Draft(NamedTuple):
    """A cell before layout. ``role``: header, spanner, stub, body, projected, message; ``indent`` in font sizes."""

    top: int
    bottom: int
    left: int
    right: int
    tokens: Tokens
    role: str
    align: str
    valign: str
    indent: float = 0.0
    bold: bool = False
    leader: bool = False
