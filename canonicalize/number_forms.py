"""Numbers of recognised text that look unlike the others of their column: what an engine misreads in small print.

A point of one pixel melts into the digit before it ("219" among "2.13", "5.04"; "040" among "0.42"), a comma looks like a point ("2.446"
among "1,658", "3,224"), and a digit is read as the letter that looks like it ("S66"). Nothing is changed: these are doubts about a cell.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

_NUMBER = re.compile(r"(?<![\w.,])[-+−–]?(\d+)(\.\d+)?(?![\w,]|\.\d)")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d,])")
_POINT_IN_PLACE = re.compile(r"(?<![\d.,])\d{1,3}\.\d{3}(?![\d.,])")
_WITH_LETTER = re.compile(r"(?<![A-Za-z])(?:[SOIlB]\d{2,}|\d+[SOIlB]\d+)(?![A-Za-z])")
MIN_OTHERS = 3  # numbers of the column to compare with
LIKE = 0.4  # of them with a point and as many digits as a number that may have lost its own
DECIMAL = 0.5  # of them with a point, beside a number that begins with a nought
NUMERIC = 0.6  # of the column's cells that hold a number, beside one with a letter in it


def odd_numbers(texts: Sequence[str]) -> tuple[bool, ...]:
    """For each cell of a column (below the header) whether one of its numbers is probably misread.

    >>> odd_numbers(["2.13", "219", "5.04", "2.82", "3.12", "-"])
    (False, True, False, False, False, False)
    """
    found = [_numbers(text) for text in texts]
    share = sum(map(bool, found)) / max(1, sum(map(bool, texts)))
    num_grouped = sum(_GROUPED.search(text) is not None for text in texts)
    is_grouped = num_grouped >= max(MIN_OTHERS, 2 * sum(_POINT_IN_PLACE.search(text) is not None for text in texts))
    columns = [_Forms.of([cell[place] for cell in found if len(cell) > place]) for place in range(max(map(len, found), default=0))]
    return tuple(
        any(forms.is_lost_point(*number) for forms, number in zip(columns, cell, strict=False))
        or (is_grouped and _POINT_IN_PLACE.search(text) is not None)
        or (share >= NUMERIC and _WITH_LETTER.search(text) is not None)
        for cell, text in zip(found, texts, strict=True)
    )


@lru_cache(maxsize=4096)
def _numbers(text: str) -> tuple[tuple[str, str], ...]:
    """The digits of each number before its point, and from the point on."""
    return tuple(_NUMBER.findall(text))


@dataclass(frozen=True, slots=True)
class _Forms:
    """How the numbers of a column look that stand in one place of their cells: how many, and those with a point by their digits."""

    num: int
    with_point: int
    by_digits: Counter[int]

    @classmethod
    def of(cls, numbers: Sequence[tuple[str, str]]) -> _Forms:
        digits = [len(whole) + len(decimals) - 1 for whole, decimals in numbers if decimals]
        return cls(len(numbers), len(digits), Counter(digits))

    def is_lost_point(self, digits: str, decimals: str) -> bool:
        others = self.num - 1
        if decimals or len(digits) < 2 or others < MIN_OTHERS:
            return False
        return self.by_digits[len(digits)] >= LIKE * others or (digits[0] == "0" and self.with_point >= DECIMAL * others)
