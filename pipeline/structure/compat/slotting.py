"""Tokens to the container that holds the largest share of them, and the text of a set of tokens.

Both are used several times by the reference: for rows and columns, for the confidence and for the cells' texts.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from pipeline.structure.compat.rect import Rect, area, single
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
    rounded = _rounded(containers)
    for index, token in enumerate(tokens):
        shares = _common_areas(rounded, np.array(single(token))) / (area(token) or np.inf)
        best = int(shares.argmax())
        best_shares.append(float(shares[best]))
        if best_shares[-1] >= threshold:
            assigned[best].append(index)
    return assigned, best_shares


def texts_inside(tokens: Sequence[Token], boxes: Sequence[Rect]) -> list[str]:
    """For each box the text of the tokens at least half inside, integer superscripts left out.

    The reference calls a missing function on superscripts; what that function was meant to do is done here.
    """
    rounded = _rounded([token.bbox for token in tokens])
    own = np.array([area(token.bbox) or np.inf for token in tokens])
    found = []
    for box in boxes:
        inside = np.flatnonzero(_common_areas(rounded, np.array(single(box))) / own >= INSIDE)
        members = [tokens[int(index)] for index in inside]
        found.append(token_text([t for t in members if not (t.flags & SUPERSCRIPT and _is_integer(t.text))]))
    return found


def _rounded(rects: Sequence[Rect]) -> NDArray[np.float64]:
    """(N, 4) corners in single precision."""
    return np.array([single(rect) for rect in rects], dtype=np.float64).reshape(-1, 4)


def _common_areas(rects: NDArray[np.float64], other: NDArray[np.float64]) -> NDArray[np.float64]:
    """(N,) areas that the (N, 4) ``rects`` share with the (4,) ``other``, in double precision."""
    low = np.maximum(rects[:, :2], other[:2])
    high = np.minimum(rects[:, 2:], other[2:])
    sides = np.maximum(0.0, high - low)
    areas: NDArray[np.float64] = sides[:, 0] * sides[:, 1]
    return areas


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
