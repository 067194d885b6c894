"""What a printed text says: the value types that stand beside a cell's text, which itself never changes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from table.frozen import frozen


class ValueType(StrEnum):
    """What kind of thing a cell says."""

    NUMBER = "number"
    PERCENT = "percent"
    CURRENCY = "currency"
    DATE = "date"
    BOOLEAN = "boolean"
    RANGE = "range"
    BLANK = "blank"
    NIL = "nil"  # a dash: nothing, zero or not applicable; the document does not say which
    NOT_AVAILABLE = "not_available"  # "n/a" and its relatives; ``Value.absence`` names the kind
    TEXT = "text"


QUANTITIES = frozenset({ValueType.NUMBER, ValueType.PERCENT, ValueType.CURRENCY})
ABSENT = frozenset({ValueType.BLANK, ValueType.NIL, ValueType.NOT_AVAILABLE})


class ValueFlag(StrEnum):
    """Why a value is missing or to be looked at."""

    AMBIGUOUS_LOCALE = "ambiguous_locale"  # "1,234" with nothing that says whether the comma groups
    AMBIGUOUS_DATE = "ambiguous_date"  # "03/04/2015" with nothing that says which is the month
    AMBIGUOUS_SIGN = "ambiguous_sign"  # "(12)" where brackets may mean an error, a share or a negative number
    AMBIGUOUS_MARK = "ambiguous_mark"  # "45 (2)" or "12b" where the end may be a mark or part of the value
    AMBIGUOUS_CURRENCY = "ambiguous_currency"  # "$" alone: the amount is sure, the code is not
    ASSUMED_CENTURY = "assumed_century"  # "15" read as 2015


Range = tuple[Decimal | None, Decimal | None]  # lower and upper end; ``None``: open


@frozen
class Value:
    """The value of one text.

    ``value`` is in the printed unit: ``12.5`` for "12.5 %", and "(3)" in thousands is ``-3`` with ``scale`` 1000.
    It is ``None`` for texts, absent values and wherever two readings are possible; then ``readings`` holds both.
    ``decimals`` is the number of printed decimals; ``currency`` an ISO 4217 code and ``symbol`` the sign as printed;
    ``marks`` are footnote marks that were printed with it; ``absence`` is the kind of a missing value;
    ``precision`` is ``"month"`` for a date without a day (``value`` is then the first of the month).
    """

    type: ValueType
    value: Decimal | date | bool | Range | None = None
    decimals: int | None = None
    currency: str | None = None
    symbol: str | None = None
    unit: str | None = None
    scale: int = 1
    marks: tuple[str, ...] = ()
    absence: str | None = None
    precision: str | None = None
    flags: tuple[ValueFlag, ...] = ()
    readings: tuple[str, ...] = ()

    @property
    def is_quantity(self) -> bool:
        return self.type in QUANTITIES

    @property
    def number(self) -> Decimal | None:
        """The number of a quantity, in the printed unit; ``None`` for everything else and where it is not sure."""
        return self.value if isinstance(self.value, Decimal) and self.is_quantity else None

    def with_number(self, number: Decimal, decimals: int, flags: tuple[ValueFlag, ...]) -> Value:
        """This shell of an amount with its number. ``dataclasses.replace`` takes three times as long, and all numbers come here."""
        return Value(self.type, number, decimals, self.currency, self.symbol, self.unit, self.scale, self.marks, flags=flags)


TEXT = Value(ValueType.TEXT)
BLANK = Value(ValueType.BLANK)
