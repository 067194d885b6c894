"""A page's words as lines of text, parted where a gap is wider than words of one phrase stand apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from table import BBox, Word
from table.frozen import frozen

MAX_GAP = 2.0  # line heights between two words of one phrase; columns of a page stand further apart


@frozen
class TextLine:
    """Some words of one line, left to right; ``bbox`` in page points."""

    text: str
    bbox: BBox


def text_lines(words: Iterable[Word]) -> list[TextLine]:
    """The upright words as lines, top to bottom then left to right; an empty list for no words."""
    upright = sorted((word for word in words if word.rotation == 0), key=lambda word: (word.line, word.bbox.x0))
    found = [line for _, group in groupby(upright, key=lambda word: word.line) for line in _phrases(list(group))]
    return sorted(found, key=lambda line: (line.bbox.y0, line.bbox.x0))


def _phrases(words: Sequence[Word]) -> list[TextLine]:
    parts: list[list[Word]] = []
    for word in words:
        last = parts[-1][-1] if parts else None
        height = max(word.bbox.height, 1.0)
        is_near = last is not None and word.bbox.x0 - last.bbox.x1 <= MAX_GAP * height and abs(word.bbox.y0 - last.bbox.y0) <= height
        if is_near:
            parts[-1].append(word)
        else:
            parts.append([word])
    return [_line(part) for part in parts]


def _line(words: Sequence[Word]) -> TextLine:
    box = BBox.enclosing(word.bbox for word in words)
    assert box is not None
    return TextLine(" ".join(word.text for word in words), box)
