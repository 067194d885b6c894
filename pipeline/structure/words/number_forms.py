"""Numbers of recognised text that look unlike the others of their column: what an engine misreads in small print.

A point of one pixel melts into the digit before it ("219" among "2.13", "5.04"; "040" among "0.42"), and a digit is read as the
letter that looks like it ("S66"). Nothing is changed: these are doubts about a cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

_NUMBER = re.compile(r"(?<![\w.,])[-+−–]?(\d+)(\.\d+)?(?![\w,]|\.\d)")
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
    found = [_NUMBER.findall(text) for text in texts]
    share = sum(map(bool, found)) / max(1, sum(map(bool, texts)))
    return tuple(
        _has_lost_point(found, index) or (share >= NUMERIC and _WITH_LETTER.search(text) is not None) for index, text in enumerate(texts)
    )


def _has_lost_point(found: Sequence[Sequence[tuple[str, str]]], index: int) -> bool:
    for place, (digits, decimals) in enumerate(found[index]):
        others = [cell[place] for at, cell in enumerate(found) if at != index and len(cell) > place]
        if decimals or len(digits) < 2 or len(others) < MIN_OTHERS:
            continue
        with_point = [whole + part[1:] for whole, part in others if part]
        like = sum(len(other) == len(digits) for other in with_point)
        if like >= LIKE * len(others) or (digits[0] == "0" and len(with_point) >= DECIMAL * len(others)):
            return True
    return False
