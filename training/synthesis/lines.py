"""Text broken into lines: the one place where tokens become words with widths."""

from __future__ import annotations

from typing import NamedTuple

from training.synthesis.fonts import Font
from training.synthesis.values import BREAK, SUPERSCRIPT, Tokens

SUPERSCRIPT_SIZE = 0.65
_BULLET_GAP = 2.5  # spaces between a bullet and its text
BULLETS = ("•", "●", "–•")
_JUSTIFY_LIMIT = 3.0  # a justified gap is at most so many spaces wide


class Piece(NamedTuple):
    """A word inside a line: offset and width in points."""

    x: float
    width: float
    text: str
    is_raised: bool


class Line(NamedTuple):
    pieces: tuple[Piece, ...]
    width: float


def wrap(tokens: Tokens, font: Font, limit: float, *, hang: float = 0.0, glue_marks: bool = False) -> list[Line]:
    """The lines of ``tokens`` set to at most ``limit`` points; a longer word stands alone and overhangs.

    Lines after the first start at ``hang`` points (behind a bullet: behind its mark). ``glue_marks`` makes a footnote mark
    part of the word before it, as most PDF readers report it.
    """
    lines: list[Line] = []
    pieces: list[Piece] = []
    x, own_hang, space = 0.0, hang, font.space
    for token in tokens:
        if token == BREAK:
            if pieces:
                lines.append(Line(tuple(pieces), pieces[-1].x + pieces[-1].width))
            pieces, x, own_hang = [], 0.0, hang
            continue
        is_raised = token[0] == SUPERSCRIPT
        text = token[1:] if is_raised else token
        width = font.width(text) * (SUPERSCRIPT_SIZE if is_raised else 1.0)
        if is_raised and pieces:
            if glue_marks:
                pieces[-1] = pieces[-1]._replace(text=pieces[-1].text + text, width=pieces[-1].width + width)
                x += width
                continue
            x -= space * 0.9
        elif pieces and x + width > limit:
            lines.append(Line(tuple(pieces), pieces[-1].x + pieces[-1].width))
            pieces, x = [], own_hang
        elif token in BULLETS and not pieces:
            own_hang = width + space * _BULLET_GAP
            pieces.append(Piece(x, width, text, False))
            x += own_hang
            continue
        pieces.append(Piece(x, width, text, is_raised))
        x += width + space
    if pieces:
        lines.append(Line(tuple(pieces), pieces[-1].x + pieces[-1].width))
    return lines


def justified(line: Line, width: float, space: float) -> Line:
    """The line stretched to ``width`` unless its gaps would become absurd."""
    gaps = len(line.pieces) - 1
    if gaps < 1 or (width - line.width) / gaps > _JUSTIFY_LIMIT * space:
        return line
    extra = (width - line.width) / gaps
    return Line(tuple(p._replace(x=p.x + i * extra) for i, p in enumerate(line.pieces)), width)
