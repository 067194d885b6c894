"""Keep spreadsheets from running document text as a formula.

A cell that starts with ``= + - @`` (also in full width), a tab or a line break is evaluated by spreadsheet programs
when they open a CSV file. Plain numbers such as ``-5.3`` or ``+2,1 %`` stay as they are.
"""

from __future__ import annotations

import re

_RISKY = re.compile(r"\s*[=+\-@\uFF1D\uFF0B\uFF0D\uFF20]|[\t\r\n]")
_PLAIN_NUMBER = re.compile(r"\s*[+\-]?\s?[$€£¥]?\d[\d.,'\u00a0 ]*%?\s*")
_DASHES = re.compile(r"\s*[+\-]+\s*")  # "-" or "--" for "none": no operand, nothing to evaluate


def guard_formula(text: str) -> str:
    """``text``, with a leading apostrophe when a spreadsheet would evaluate it.

    >>> guard_formula("=HYPERLINK(A1)"), guard_formula("-5.3"), guard_formula("-")
    ("'=HYPERLINK(A1)", '-5.3', '-')
    """
    if not _RISKY.match(text) or _PLAIN_NUMBER.fullmatch(text) or _DASHES.fullmatch(text):
        return text
    return "'" + text
