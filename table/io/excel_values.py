"""One value as Excel stores it, with a number format that shows it as it was printed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from table.values import Value, ValueType

MAX_DIGITS = 15  # significant digits that Excel keeps; longer numbers stay text
LARGEST, SMALLEST = Decimal("9.99999999999999E+307"), Decimal("2.2251E-308")  # beyond these Excel knows no number
_FIRST_DAY = date(1900, 3, 1)  # before, Excel's calendar has a day that never was


@dataclass(frozen=True, slots=True)
class ExcelValue:
    """``value`` is what the cell holds: a percentage is the hundredth part of its printed number, as Excel wants it."""

    value: float | int | bool | date
    number_format: str


def excel_value(value: Value) -> ExcelValue | None:
    """The cell of a sure number, day or answer; ``None`` for everything that stays text.

    >>> from decimal import Decimal
    >>> excel_value(Value(ValueType.PERCENT, Decimal("12.5"), decimals=1))
    ExcelValue(value=0.125, number_format='0.0%')
    """
    if isinstance(value.value, bool):
        return ExcelValue(value.value, "General")
    if isinstance(value.value, date):
        return _day(value.value, value.precision)
    number = value.number
    if number is None or not _is_kept(number):
        return None
    if value.type is ValueType.PERCENT:
        return ExcelValue(float(number / 100), _digits(value) + "%" + _tail(value))
    exact = int(number) if number == int(number) and not value.decimals else float(number)
    return ExcelValue(exact, _prefix(value) + _digits(value) + _tail(value))


def _is_kept(number: Decimal) -> bool:
    """Whether Excel keeps the number as it is."""
    is_in_range = number == 0 or SMALLEST <= abs(number) <= LARGEST
    return is_in_range and len(number.normalize().as_tuple().digits) <= MAX_DIGITS


def _day(day: date, precision: str | None) -> ExcelValue | None:
    return ExcelValue(day, "yyyy-mm" if precision == "month" else "yyyy-mm-dd") if day >= _FIRST_DAY else None


def _digits(value: Value) -> str:
    """Decimals as printed; groups from 10,000 on in amounts of money, since years are printed without."""
    number = value.number
    assert number is not None
    groups = "#,##0" if value.type is ValueType.CURRENCY or abs(number) >= 10_000 else "0"
    return groups + ("." + "0" * value.decimals if value.decimals else "")


def _prefix(value: Value) -> str:
    symbol = value.currency or value.symbol
    return f"{_quoted(symbol)} " if value.type is ValueType.CURRENCY and symbol else ""


def _tail(value: Value) -> str:
    unit = f" {value.unit}" if value.unit and value.unit != "%" else ""
    return _quoted(unit + "".join(value.marks)) if unit or value.marks else ""


def _quoted(text: str) -> str:
    return '"' + text.replace('"', "'") + '"'
