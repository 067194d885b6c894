"""The text of one cell from its words: lines from top to bottom, joined by one space (by none inside Chinese and Japanese).

Words of a line go left to right, or right to left when most letters of the line belong to such a script. Raised
marks (footnote letters, exponents) stay where they stand in the line; of two that stand over each other the upper one
is read first. Turned words are read in their own direction, each direction by itself, that of most letters first.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from pipeline.geometry.rotation import turn
from pipeline.structure.words.lines import group_lines
from pipeline.structure.words.stacks import read_stacks
from table import BBox, Word

HYPHENS = ("-", "‐", "\u00ad")
# Kana, ideographs, their punctuation and full-width forms: scripts that are wrapped anywhere and have no spaces (Korean has).
UNSPACED = re.compile("[\u3001-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff01-\uff60\U00020000-\U0003134f]")


def cell_text(words: Sequence[Word], *, join_hyphens: bool = False) -> str:
    """Reading-order text; ``""`` without words.

    ``join_hyphens`` puts a word that was cut by a hyphen at a line's end together again ("exam-" "ple" to "example");
    the default keeps the hyphen, as the reference does.
    """
    return text_of_lines(reading_lines(words), join_hyphens=join_hyphens)


def text_of_lines(lines: Sequence[Sequence[Word]], *, join_hyphens: bool = False) -> str:
    """``cell_text`` of the ``reading_lines``."""
    return _joined([" ".join(word.text.strip() for word in line) for line in lines], join_hyphens=join_hyphens)


def reading_lines(words: Sequence[Word]) -> list[list[Word]]:
    """The lines from top to bottom, the words with text of each as they are read, with boxes turned upright."""
    lines = [line for part in _upright_parts(words) for line in group_lines(part)]
    ordered = [sorted(line, key=lambda w: -w.bbox.x1) if _is_right_to_left(line) else read_stacks(line) for line in lines]
    filled = ([word for word in line if word.text.strip()] for line in ordered)
    return [line for line in filled if line]


def _upright_parts(words: Sequence[Word]) -> list[list[Word]]:
    """The words by their direction, with boxes as if the sheet were turned so that they are upright."""
    if not any(word.rotation for word in words):
        return [list(words)] if words else []
    letters: Counter[int] = Counter()
    for word in words:
        letters[word.rotation] += len(word.text)
    return [
        [replace(word, bbox=_turned(word.bbox, rotation)) if rotation else word for word in words if word.rotation == rotation]
        for rotation in sorted(letters, key=lambda rotation: (-letters[rotation], rotation))
    ]


def _turned(box: BBox, rotation: int) -> BBox:
    return BBox(*turn((box.x0, box.y0, box.x1, box.y1), rotation))


def _is_right_to_left(line: Sequence[Word]) -> bool:
    if all(word.text.isascii() for word in line):
        return False
    kinds = [unicodedata.bidirectional(char) for word in line for char in word.text]
    right = sum(kind in ("R", "AL") for kind in kinds)
    return right > kinds.count("L")


def _joined(lines: Sequence[str], *, join_hyphens: bool) -> str:
    text = ""
    for line in lines:
        if join_hyphens and text.endswith(HYPHENS) and len(text) > 1 and text[-2].isalpha() and line[0].islower():
            text = text[:-1] + line
        else:
            text += (_separator(text, line) if text else "") + line
    return text


def _separator(text: str, line: str) -> str:
    return "" if UNSPACED.match(text[-1]) and UNSPACED.match(line[0]) else " "
