"""Rulings that run through a whole table: pieces on one line taken together."""

from __future__ import annotations

from collections.abc import Sequence

from table import BBox, Ruling

FULL = 0.8  # of the table's width or height that rulings on one line must cover together (by hand, not measured)
SAME_LINE = 0.25  # em between rulings of one line (by hand, not measured)


def full_lines(rulings: Sequence[Ruling], box: BBox, em: float, *, is_horizontal: bool, share: float = FULL) -> list[float]:
    """Positions across the axis where rulings cover ``share`` of ``box`` or more, pieces on one line taken together."""
    low, high = (box.x0, box.x1) if is_horizontal else (box.y0, box.y1)
    pieces = sorted(
        (r.bbox.center[1], r.bbox.x0, r.bbox.x1) if is_horizontal else (r.bbox.center[0], r.bbox.y0, r.bbox.y1)
        for r in rulings
        if r.is_horizontal is is_horizontal
    )
    lines: list[list[tuple[float, float, float]]] = []
    for piece in pieces:
        if lines and piece[0] - lines[-1][-1][0] <= SAME_LINE * em:
            lines[-1].append(piece)
        else:
            lines.append([piece])
    return [line[0][0] for line in lines if _union(line, low, high) >= share * (high - low)]


def _union(pieces: Sequence[tuple[float, float, float]], low: float, high: float) -> float:
    total, reach = 0.0, low
    for _, start, stop in sorted(pieces, key=lambda p: p[1]):
        start, stop = max(start, reach), min(stop, high)
        if stop > start:
            total, reach = total + stop - start, stop
    return total
