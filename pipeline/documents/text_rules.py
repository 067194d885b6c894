"""Rulings that are typed instead of drawn: rows of dashes, equals signs and underscores, as monospaced listings have them.

Pure. In: a page's words, from its text layer or by OCR. Out: the words that are text, and those that are rules with a
ruling in the place of each. A short run beside other words is a value ("---" for a missing one) and stays a word; so do
rows of short runs alone, which may be the second line of such values. Dot leaders are not looked at: they follow a label.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pipeline.geometry.rotation import turn
from table import BBox, Ruling, Word

RULE = re.compile(r"[+|]?(?:[-=_\u2010-\u2015\u2212\u2500\u2501\u2550]{3,}[+|]?)+")
WIDE = frozenset("\u2014\u2015")  # an em dash is as long as two hyphens and more
MIN_ROW = 5  # characters of the longest run in a line of nothing but runs
MIN_ALONE = 10  # characters of a run that is a rule whatever stands beside it
UNDERSCORE_HEIGHT, MIDDLE_HEIGHT = 0.1, 0.45  # of the font's box above its bottom: where the run's ink lies


@dataclass(frozen=True, slots=True)
class TextRules:
    """``words`` are the page's text in the given order; ``rule_words`` those that are rules, one of ``rulings`` for each."""

    words: tuple[Word, ...]
    rule_words: tuple[Word, ...] = ()
    rulings: tuple[Ruling, ...] = ()


def part_text_rules(words: Iterable[Word]) -> TextRules:
    """The words parted into text and rules; every word is in exactly one of both."""
    given = tuple(words)
    lines: dict[int, list[int]] = defaultdict(list)
    for index, word in enumerate(given):
        lines[word.line].append(index)
    found = {index for line in lines.values() for index in _rules(given, line)}
    if not found:
        return TextRules(given)
    rules = tuple(given[index] for index in sorted(found))
    return TextRules(tuple(word for index, word in enumerate(given) if index not in found), rules, tuple(map(_ruling, rules)))


def _rules(words: Sequence[Word], line: Sequence[int]) -> list[int]:
    lengths = {index: length(words[index].text) for index in line}
    if all(lengths.values()) and max(lengths.values()) >= MIN_ROW:
        return list(line)
    return [index for index in line if lengths[index] >= MIN_ALONE]


def length(text: str) -> int:
    """How many hyphens long a run is; 0 for text that is no run.

    >>> length("-----"), length("+---+---+"), length("--"), length("-5.0")
    (5, 9, 0, 0)
    """
    return sum(2 if char in WIDE else 1 for char in text) if RULE.fullmatch(text) else 0


def _ruling(word: Word) -> Ruling:
    """The run as a line without thickness, along the direction it is read in."""
    box = word.bbox
    x0, y0, x1, y1 = turn((box.x0, box.y0, box.x1, box.y1), word.rotation)
    share = UNDERSCORE_HEIGHT if set(word.text) == {"_"} else MIDDLE_HEIGHT
    height = y1 - share * (y1 - y0)
    return Ruling(BBox(*turn((x0, height, x1, height), (360 - word.rotation) % 360)))
