"""One printed numeral to the numbers it can mean, by the sign that parts the decimals.

Groups may be parted by comma, point, apostrophe, space or thin space in threes, or by comma in the Indian way
(12,34,567). A numeral without a reading is not a number; one with two different readings needs evidence from its column.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

DecimalSign = Literal[".", ","]
HARD_SPACE = "\u00a0"
_SPACES = dict.fromkeys(map(ord, "\u00a0\u202f\u2009\u2007\u2008\u2006\u2005\u200a"), HARD_SPACE)
_PUNCTUATION = str.maketrans("％，．（）－＋￥＄﹣−‐‑’ʼ`´′＇", "%,.()-+¥$----''''''")
_NUMERAL = r"\d+(?:[.,'٬ \u00a0]\d+)*(?:[٫·]\d+)?|[.,·]\d+"
NUMERAL = re.compile(_NUMERAL)
_GROUPS = re.compile(r"[1-9]\d{0,2}(?P<sep>[.,'٬ \u00a0])\d{3}(?:(?P=sep)\d{3})*")
_INDIAN = re.compile(r"[1-9]\d?(?:,\d{2})+,\d{3}")
_CUT = re.compile(r",\d{3}")  # the rest of a number whose thousands stand elsewhere, more often than three decimals
_OWN_SIGNS = ("٫", "·")  # decimal signs with one reading only


@dataclass(frozen=True, slots=True)
class Numeral:
    """``readings``: decimal sign -> number; equal under both signs when neither occurs.

    ``is_spaced``: groups are parted by an ordinary space, which may also part two numbers. ``is_code``: a leading zero,
    as identifiers have. ``is_plain``: digits only.
    """

    text: str
    readings: tuple[tuple[DecimalSign, Decimal], ...]
    is_spaced: bool = False
    is_code: bool = False

    @property
    def is_plain(self) -> bool:
        return self.text.isdigit()

    @property
    def vote(self) -> DecimalSign | None:
        """The decimal sign that this numeral proves, if it does."""
        return self.readings[0][0] if len(self.readings) == 1 else None

    @property
    def is_ambiguous(self) -> bool:
        return len(self.readings) > 1 and self.readings[0][1] != self.readings[1][1]

    def number(self, sign: DecimalSign | None) -> Decimal | None:
        """The number under ``sign``, or the only one there is; ``None`` when two are possible."""
        if not self.is_ambiguous:
            return self.readings[0][1] if self.readings else None
        return dict(self.readings).get(sign) if sign else None


@lru_cache(maxsize=20_000)
def normalise(text: str) -> str:
    """``text`` with ASCII digits and signs of one kind; ordinary spaces stay apart from hard and thin ones.

    >>> normalise("（１２．５％）"), normalise("١٬٢٣٤٫٥")
    ('(12.5%)', '1٬234٫5')
    """
    if text.isascii():
        return text.strip()
    digits = "".join(str(unicodedata.digit(char)) if unicodedata.category(char) == "Nd" else char for char in text)
    return digits.translate(_SPACES).translate(_PUNCTUATION).replace("٪", "%").strip()


def read_numeral(text: str) -> Numeral:
    """The readings of one numeral (normalised; no sign, no currency).

    >>> read_numeral("1.234,5").readings
    ((',', Decimal('1234.5')),)
    >>> read_numeral("1,234").is_ambiguous, read_numeral("0,123").vote
    (True, ',')
    >>> read_numeral(",299").readings
    ()
    """
    if _CUT.fullmatch(text):
        return Numeral(text, ())
    found: list[tuple[DecimalSign, Decimal]] = []
    signs: tuple[DecimalSign, ...] = (".", ",")
    for sign in signs:
        number = _number(text, sign)
        if number is not None:
            found.append((sign, number))
    return Numeral(text, tuple(found), " " in text, re.fullmatch(r"0\d.*", text) is not None)


def _number(text: str, decimal_sign: DecimalSign) -> Decimal | None:
    sign = next((own for own in _OWN_SIGNS if own in text), decimal_sign)
    whole, parting, fraction = text.partition(sign)
    if parting and not fraction.isdigit():
        return None
    digits = _whole(whole, decimal_sign=sign)
    return None if digits is None else Decimal(f"{digits or '0'}.{fraction}" if parting else digits)


def _whole(text: str, *, decimal_sign: str) -> str | None:
    """The digits of the part before the decimals, or ``None`` when they are not grouped as numbers are."""
    if text.isdigit() or not text:
        return text if not (len(text) > 1 and text[0] == "0") else None
    groups = _GROUPS.fullmatch(text)
    if groups and groups["sep"] != decimal_sign:
        return text.replace(groups["sep"], "")
    return text.replace(",", "") if decimal_sign == "." and _INDIAN.fullmatch(text) else None


def num_decimals(number: Decimal) -> int:
    """Printed decimals of a number that was read from text."""
    exponent = number.as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0
