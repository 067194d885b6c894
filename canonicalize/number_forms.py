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
_WITH_DIGIT = re.compile(r"5\(?\d[\d,.]*\)?")
_WITH_LETTER = re.compile(r"(?<![A-Za-z])(?:[SOIlB]\d{2,}|\d+[SOIlB]\d+|\d+[OI])(?!\w)")
MIN_OTHERS = 3  # numbers of the column to compare with
LIKE = 0.4  # of them with a point, beside a number that may have lost its own
FAR = 5  # times the largest of them, from which a number without a point is far above
BELOW, ABOVE = 0.5, 1.5  # times the smallest and the largest of them, between which it is with the point put back
DECIMAL = 0.5  # of them with a point, beside a number that begins with a nought
MIN_SIGNS = 2  # other numbers of a row that begin with a dollar sign, all there are, beside one that begins with a 5
NUMERIC = 0.6  # of the column's cells that hold a number, beside one with a letter in it


def odd_numbers(texts: Sequence[str]) -> tuple[bool, ...]:
    """For each cell of a column (below the header) whether one of its numbers is probably misread.

    >>> odd_numbers(["2.13", "219", "5.04", "2.82", "3.12", "-"])
    (False, True, False, False, False, False)
    """
    found = [_numbers(text) for text in texts]
    share = sum(map(bool, found)) / max(1, sum(map(bool, texts)))
    has_letter = [share >= NUMERIC and _WITH_LETTER.search(text) is not None for text in texts]
    num_grouped = sum(_GROUPED.search(text) is not None for text in texts)
    has_point = [num_grouped > 0 and _POINT_IN_PLACE.search(text) is not None for text in texts]
    is_grouped = num_grouped >= max(MIN_OTHERS, 2 * sum(has_point))
    told = [() if letter or point else numbers for letter, point, numbers in zip(has_letter, has_point, found, strict=True)]
    columns = [_Forms.of([cell[place] for cell in told if len(cell) > place]) for place in range(max(map(len, told), default=0))]
    return tuple(
        letter or (point and is_grouped) or any(forms.is_lost_point(*number) for forms, number in zip(columns, cell, strict=False))
        for letter, point, cell in zip(has_letter, has_point, told, strict=True)
    )


def doubtful_dollars(texts: Sequence[str]) -> tuple[bool, ...]:
    """For each cell of a row whether it begins with a 5 that is probably a dollar sign: all other numbers of the row have one.

    >>> doubtful_dollars(["Total", "$753.3", "$844.0", "5844.5"])
    (False, False, False, True)
    """
    with_number = [index for index, text in enumerate(texts) if _numbers(text.replace("$", "")) and text[0] in "$(0123456789"]
    signs = [index for index in with_number if texts[index].startswith(("$", "($"))]
    is_alone = len(signs) >= MIN_SIGNS and len(with_number) == len(signs) + 1
    return tuple(is_alone and index in with_number and _WITH_DIGIT.fullmatch(text) is not None for index, text in enumerate(texts))


@lru_cache(maxsize=4096)
def _numbers(text: str) -> tuple[tuple[str, str], ...]:
    """The digits of each number before its point, and from the point on."""
    return tuple(_NUMBER.findall(text))


@dataclass(frozen=True, slots=True)
class _Forms:
    """How the numbers of a column look that stand in one place of their cells: how many, those with a point, their usual decimals."""

    num: int
    num_with_point: int
    decimals: int
    low: float
    high: float

    @classmethod
    def of(cls, numbers: Sequence[tuple[str, str]]) -> _Forms:
        printed = [(float(whole + part), len(part) - 1) for whole, part in numbers if part]
        usual = Counter(count for _, count in printed).most_common(1)
        values = [value for value, _ in printed]
        return cls(len(numbers), len(printed), usual[0][0] if usual else 0, min(values, default=0.0), max(values, default=0.0))

    def is_lost_point(self, digits: str, decimals: str) -> bool:
        """Whether a number has no point where the others have one: far above all of them, and among them with the point put back."""
        others = self.num - 1
        if decimals or len(digits) < 2 or others < MIN_OTHERS:
            return False
        with_point = int(digits) / 10**self.decimals
        is_far = int(digits) > FAR * self.high and BELOW * self.low <= with_point <= ABOVE * self.high
        return self.num_with_point >= (DECIMAL if digits[0] == "0" else LIKE) * others and (digits[0] == "0" or is_far)
