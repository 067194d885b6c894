"""Dot leaders: rows of dots that lead the eye from a label to its value ("Total . . . . . 1,234").

Leaders are neither label nor value. They do not hold the border between the two columns, which lies in the middle of the
gap between the texts as in the dilated columns of PubTables-1M (paper section 4), and they stay with the label they
follow, wherever that border cuts them: a value cell holds the value alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from pipeline.structure.words.lines import group_lines
from table import Word

DOTS = re.compile(r"[.·․‥…]+|_{2,}")
MIN_DOTS = 4  # fewer on a line are punctuation or an ellipsis
MAX_STEP = 3.0  # em between two words of one leader
_WIDE = {"‥": 2, "…": 3, "_": 2}


def find_leaders(words: Iterable[Word], em: float) -> Mapping[Word, Word | None]:
    """Every word that is part of a leader, with the word its line reads before the leader (``None`` at a line's start)."""
    found: dict[Word, Word | None] = {}
    dotted = [word for word in words if _num_dots(word)]
    if sum(map(_num_dots, dotted)) < MIN_DOTS:
        return found
    for line in group_lines(words):
        label: Word | None = None
        chain: list[Word] = []
        for word in [*line, None]:
            if word is not None and _num_dots(word) and (not chain or word.bbox.x0 - chain[-1].bbox.x1 <= MAX_STEP * em):
                chain.append(word)
                continue
            if sum(map(_num_dots, chain)) >= MIN_DOTS:
                found.update(dict.fromkeys(chain, label))
            chain = [word] if word is not None and _num_dots(word) else []
            label = label if chain else word
    return found


def _num_dots(word: Word) -> int:
    return sum(_WIDE.get(char, 1) for char in word.text) if DOTS.fullmatch(word.text) else 0
