"""Dot leaders: rows of dots that lead the eye from a label to its value ("Total . . . . . 1,234").

Leaders are neither label nor value: no cell holds them (they are among the unassigned words), and they do not hold the
border between the two columns, which lies in the middle of the gap between the texts as in the dilated columns of
PubTables-1M (paper section 4). Dots that stand apart from the words on both sides are a value ("....", for a missing one).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.structure.words.lines import group_lines
from table import Word

DOTS = re.compile(r"[.·․‥…]+")
MIN_DOTS = 4  # fewer on a line are punctuation or an ellipsis (by hand, not measured)
MIN_LINES = 3  # with a leader, from which fewer dots beside a label or value are the leader of a long label
FEW_DOTS = 2
MAX_STEP = 3.0  # em between two words of one leader (by hand, not measured)
NEAR = 1.5  # em at most between a leader and the label before or the value behind it
_WIDE = {"‥": 2, "…": 3}


def find_leaders(words: Iterable[Word], em: float) -> frozenset[Word]:
    """Every word that is part of a leader."""
    dotted = [word for word in words if _num_dots(word)]
    if sum(map(_num_dots, dotted)) < MIN_DOTS:
        return frozenset()
    lines = group_lines(words)
    found = [_chains(line, em, MIN_DOTS) for line in lines]
    if sum(map(bool, found)) >= MIN_LINES:
        found = [_chains(line, em, FEW_DOTS) for line in lines]
    return frozenset(word for chains in found for chain in chains for word in chain)


def _chains(line: Sequence[Word], em: float, least: int) -> list[list[Word]]:
    """The leaders of one line (ordered from left to right), of ``least`` dots or more."""
    found: list[list[Word]] = []
    start = 0
    while start < len(line):
        stop = start + 1
        if _num_dots(line[start]):
            while stop < len(line) and _num_dots(line[stop]) and line[stop].bbox.x0 - line[stop - 1].bbox.x1 <= MAX_STEP * em:
                stop += 1
            chain = list(line[start:stop])
            if sum(map(_num_dots, chain)) >= least and _is_beside(line, start, stop, NEAR * em):
                found.append(chain)
        start = stop
    return found


def _is_beside(line: Sequence[Word], start: int, stop: int, reach: float) -> bool:
    """Whether a word stands near one end of the dots from ``start`` to before ``stop``."""
    after_label = start > 0 and line[start].bbox.x0 - line[start - 1].bbox.x1 <= reach
    before_value = stop < len(line) and line[stop].bbox.x0 - line[stop - 1].bbox.x1 <= reach
    return after_label or before_value


def _num_dots(word: Word) -> int:
    return sum(_WIDE.get(char, 1) for char in word.text) if DOTS.fullmatch(word.text) else 0
