"""One cell's text to what it may be, before its column is asked: an amount, a range, a date, an absent value or text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from table.values.absences import absence_among_amounts, is_dash, sure_absence, tick
from table.values.dates import PrintedDate, read_date
from table.values.numerals import normalise
from table.values.quantities import Quantity, read_quantity

MAX_LENGTH = 80  # characters; longer texts are prose
_PARTING = re.compile(r"[ \u00a0]?(?:[-–—~〜～]|(?<=[\d%])[ \u00a0](?:to|bis|à|až)[ \u00a0])[ \u00a0]?")
_CODE_LIKE = re.compile(r"\d{3}-\d{4}|\d{2}-\d{7}|0\d+-\d+|\d+-0\d+")  # telephone and register numbers, not ranges


@dataclass(frozen=True, slots=True)
class Lexeme:
    """``text`` is the printed text, stripped. At most one of the others is set; none: the text is text.

    ``loose_absence`` holds only among amounts.
    """

    text: str
    quantity: Quantity | None = None
    ends: tuple[Quantity, Quantity] | None = None
    date: PrintedDate | None = None
    tick: bool | None = None
    absence: str | None = None
    loose_absence: str | None = None
    is_nil: bool = False

    @property
    def is_blank(self) -> bool:
        return not self.text

    @property
    def is_text(self) -> bool:
        return bool(self.text) and not (self.quantity or self.ends or self.date or self.absence or self.is_nil or self.tick is not None)

    @property
    def quantities(self) -> tuple[Quantity, ...]:
        return (self.quantity,) if self.quantity else self.ends or ()


@lru_cache(maxsize=20_000)
def lex(text: str) -> Lexeme:
    """What ``text`` may be.

    >>> lex("10–20 %").ends is not None, lex("n/a").absence, lex("—").is_nil, lex("Total").is_text
    (True, 'not_applicable_or_available', True, True)
    """
    bare = text.strip(" \t\n\r\u00a0\u202f\u2009\u200b\ufeff")
    if not bare or len(bare) > MAX_LENGTH:
        return Lexeme(bare)
    if is_dash(bare):
        return Lexeme(bare, is_nil=True)
    if (kind := sure_absence(bare)) is not None:
        return Lexeme(bare, absence=kind)
    if (answer := tick(bare)) is not None:
        return Lexeme(bare, tick=answer)
    if any(char.isdigit() or char in "元½¼¾" for char in bare):
        return _with_digits(bare)
    return Lexeme(bare, loose_absence=absence_among_amounts(bare))


def _with_digits(bare: str) -> Lexeme:
    if (found := read_date(bare)) is not None:
        return Lexeme(bare, date=found)
    if (quantity := read_quantity(bare)) is not None:
        return Lexeme(bare, quantity=quantity)
    return Lexeme(bare, ends=_range_ends(bare))


def _range_ends(bare: str) -> tuple[Quantity, Quantity] | None:
    """The two amounts of "10-20", "$10 to $20", "1.5–2.5 %"; ``None`` for anything else."""
    plain = normalise(bare)
    if _CODE_LIKE.fullmatch(plain):
        return None
    for match in _PARTING.finditer(plain):
        low, high = read_quantity(plain[: match.start()]), read_quantity(plain[match.end() :])
        if low and high and not (_is_signed(low) or _is_signed(high)) and not (low.numeral.is_code or high.numeral.is_code):
            return low, high
    return None


def _is_signed(end: Quantity) -> bool:
    return end.is_bracketed or end.bound is not None or bool(end.weak_marks) or (end.is_negative and end.numeral.is_plain)
