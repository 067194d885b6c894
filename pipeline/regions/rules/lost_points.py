"""Numbers of a picture whose decimal point OCR may have lost: "219" in a column of "2.01" and "3.45".

In: a table and its page. Out: the flag, or nothing; words of a text layer are what they are. A point of two pixels is the first thing that
a small picture loses, and the number that is left looks as sure as any. In a column where numbers have the same decimals, one
without a point is suspect when it is far above all others and among them with the point put back, or when it begins with a zero.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from pipeline.flags import Flag
from pipeline.types import Page
from table import Table

NUMBER = re.compile(r"[-−–+<>=≤≥(]*\s?(?P<whole>\d+)(?:[.,](?P<decimals>\d+))?(?![\d.,])")
MIN_NUMBERS = 3  # with decimals in the column
MIN_SHARE = 0.5  # of its numbers that have some
MIN_ALIKE = 0.8  # of these that have equally many
FAR = 5  # times the largest of them, from which a number without a point is far above
REACH = 1.5, 0.5  # times the largest and the smallest of them, within which it is with the point put back

Number = tuple[str, str]  # digits before and after the point


def point_may_be_lost(page: Page, table: Table) -> tuple[str, ...]:
    """``POINT_MAY_BE_LOST`` when a column read by OCR has such a number."""
    if page.text_source != "ocr":
        return ()
    columns: dict[int, list[Number]] = {}
    for cell in table.cells:
        if len(cell.columns) == 1 and not cell.is_column_header and (match := NUMBER.match(cell.text)):
            columns.setdefault(cell.columns.start, []).append((match["whole"], match["decimals"] or ""))
    suspect = chain.from_iterable(_without_point(numbers) for numbers in columns.values())
    return (str(Flag.POINT_MAY_BE_LOST),) if any(suspect) else ()


def _without_point(numbers: Sequence[Number]) -> list[str]:
    """The whole numbers of a column that may have had a point."""
    printed = [(whole, decimals) for whole, decimals in numbers if decimals]
    if len(printed) < max(MIN_NUMBERS, MIN_SHARE * len(numbers)):
        return []
    ((count, alike),) = Counter(len(decimals) for _, decimals in printed).most_common(1)
    if alike < MIN_ALIKE * len(printed):
        return []
    values = [float(f"{whole}.{decimals}") for whole, decimals in printed]
    high, low = max(values), min(values)
    return [whole for whole, decimals in numbers if not decimals and _is_suspect(whole, count, high, low)]


def _is_suspect(whole: str, count: int, high: float, low: float) -> bool:
    if len(whole) > 1 and whole.startswith("0"):
        return True
    with_point = int(whole) / 10**count
    return len(whole) > count and int(whole) > FAR * high and REACH[1] * low <= with_point <= REACH[0] * high
