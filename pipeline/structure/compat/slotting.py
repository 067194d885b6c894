"""Tokens to the container that holds the largest share of them, and the text of a set of tokens.

Both are used several times by the reference: for rows and columns, for the confidence and for the cells' texts.
"""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.structure.compat.rect import Rect, area, common, intersect, single
from pipeline.structure.compat.values import Token

INSIDE = 0.5  # share of a token's area from which it counts as inside a box
SUPERSCRIPT = 1  # bit of a token's flags


def slot(containers: Sequence[Rect], tokens: Sequence[Rect], threshold: float = INSIDE) -> tuple[list[list[int]], list[float]]:
    """Token indices per container and the best share of each token; both empty-handed without containers or tokens.

    A token goes to its best container (the earliest on a tie) if that holds at least ``threshold`` of its area. The
    reference divides by zero on a token without area; here such a token is in no container and has share 0.
    """
    assigned: list[list[int]] = [[] for _ in containers]
    best_shares: list[float] = []
    if not containers:
        return assigned, best_shares
    rounded = [single(container) for container in containers]
    for index, token in enumerate(tokens):
        own, box = area(token), single(token)
        shares = [area(common(container, box)) / own if own > 0 else 0.0 for container in rounded]
        best = max(range(len(shares)), key=shares.__getitem__)
        best_shares.append(shares[best])
        if shares[best] >= threshold:
            assigned[best].append(index)
    return assigned, best_shares


def text_inside(tokens: Sequence[Token], bbox: Rect) -> str:
    """Text of the tokens at least half inside ``bbox``, integer superscripts left out.

    The reference calls a missing function on superscripts; what that function was meant to do is done here.
    """
    inside = [t for t in tokens if area(t.bbox) > 0 and area(intersect(t.bbox, bbox)) / area(t.bbox) >= INSIDE]
    return token_text([t for t in inside if not (t.flags & SUPERSCRIPT and _is_integer(t.text))])


def token_text(tokens: Sequence[Token]) -> str:
    """Tokens by block, line and span number, joined by one space; lines other than the last are stripped."""
    ordered = sorted(tokens, key=lambda t: (t.block_num, t.line_num, t.span_num))
    lines: list[list[str]] = []
    place: tuple[int, int] | None = None
    for token in ordered:
        if (token.block_num, token.line_num) != place:
            place = (token.block_num, token.line_num)
            lines.append([])
        lines[-1].append(token.text)
    texts = [" ".join(line) for line in lines]
    return " ".join([text.strip() for text in texts[:-1]] + texts[-1:]).strip()


def _is_integer(text: str) -> bool:
    try:
        int(text)
    except ValueError:
        return False
    return True
