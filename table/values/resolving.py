"""One column's lexemes to values, with what the column, the table and the document know.

Order: codes with leading zeros, brackets, weak marks, ranges, dashes, answers; then each cell by itself. Where two
readings stay possible the value is missing, the readings are named and a flag says so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import lru_cache

from table.values.absences import booleans
from table.values.currencies import currency_code
from table.values.dates import DateOrder, PrintedDate
from table.values.evidence import (
    NO_EVIDENCE,
    Evidence,
    chosen_date,
    decide_date_order,
    decide_decimal_sign,
    gather,
    is_spaced_custom,
)
from table.values.lexing import Lexeme
from table.values.marks import plain_mark
from table.values.numerals import DecimalSign, Numeral, num_decimals
from table.values.quantities import STRONG_MARK, Quantity, amount
from table.values.units import NO_UNITS, Units
from table.values.value import BLANK, TEXT, Range, Value, ValueFlag, ValueType

AMOUNTS_SHARE = 0.5  # of a column's filled cells that make "NA" or "x" an absent value
MARKED_SHARE = 1 / 3  # of a column's amounts that may carry weak marks; more, and they belong to the value
MIN_PLAIN = 2  # amounts without a weak mark beside those with one
_NOT_NEGATIVE = re.compile(r"\b(?:s\.?e\.?m?|s\.?d|std|standard|errors?|dev|deviation|t-?stat\w*|p-?value|c\.?i|range|iqr|ref)\b|%", re.I)
_END_MARK = re.compile(rf"(?<=[\w)%.])\s?(?:{STRONG_MARK})+$")
_POWERED = re.compile(r"(?:^|[\s(/])(?:[kcmµd]?m|ft|in|mi|[A-Za-zχ])[²³]$")


@dataclass(frozen=True, slots=True)
class ColumnContext:
    """What the surroundings of a column say. ``has_minus``: the table writes negative amounts with a sign.

    ``has_bracketed_negatives``: another column mixes amounts with and without brackets. ``unlabelled`` are the column's
    cells in rows without a label, whose brackets are errors or shares of the row above. ``note_marks`` start the table's notes.
    """

    table: Evidence = NO_EVIDENCE
    document: Evidence = NO_EVIDENCE
    units: Units = NO_UNITS
    header: str = ""
    has_minus: bool = False
    has_bracketed_negatives: bool = False
    unlabelled: frozenset[int] = field(default=frozenset())
    note_marks: frozenset[str] = field(default=frozenset())


@dataclass(frozen=True, slots=True)
class _Decisions:
    sign: DecimalSign | None
    order: DateOrder | None
    is_spaced: bool
    has_codes: bool
    brackets_are_negative: bool | None
    accepts_weak_marks: bool
    accepts_raised: bool
    has_ranges: bool
    has_absences: bool
    dash_is_nil: bool
    answers: dict[str, bool] | None


def resolve_column(lexemes: Sequence[Lexeme], context: ColumnContext | None = None) -> tuple[tuple[Value, ...], DecimalSign | None]:
    """The value of each lexeme (same length and order), and the decimal sign that was decided."""
    known = context or ColumnContext()
    decisions = _decide(lexemes, known)
    return tuple(_value(index, lexeme, known, decisions) for index, lexeme in enumerate(lexemes)), decisions.sign


def _decide(lexemes: Sequence[Lexeme], context: ColumnContext) -> _Decisions:
    own = gather(lexemes)
    quantities = [lexeme.quantity for lexeme in lexemes if lexeme.quantity]
    filled = [lexeme for lexeme in lexemes if not lexeme.is_blank]
    counted = [lexeme for lexeme in filled if lexeme.quantity or lexeme.ends or lexeme.is_nil]
    numerals = [quantity.numeral for lexeme in lexemes for quantity in lexeme.quantities]
    sign = decide_decimal_sign(numerals, own, context.table, context.document) if numerals else None
    return _Decisions(
        sign=sign,
        order=decide_date_order(own, context.table, context.document),
        is_spaced=is_spaced_custom(own, context.table, context.document),
        has_codes=any(quantity.numeral.is_code for quantity in quantities),
        brackets_are_negative=_brackets_are_negative(lexemes, context),
        accepts_weak_marks=_accepts_weak_marks(quantities, len(filled)) or _are_explained(quantities, context.note_marks),
        accepts_raised=3 * sum(map(_may_be_power, quantities)) <= len(quantities),
        has_ranges=_are_ranges(lexemes, sign),
        has_absences=_has_absences(len(counted), filled),
        dash_is_nil=not any(set(lexeme.text) == {"+"} for lexeme in filled),
        answers=booleans([lexeme.text for lexeme in filled if not (lexeme.is_nil or lexeme.absence)]),
    )


def _has_absences(num_amounts: int, filled: Sequence[Lexeme]) -> bool:
    """Whether "NA" and its like are absent values here: what is left beside them are mostly amounts."""
    others = [lexeme for lexeme in filled if not (lexeme.absence or lexeme.loose_absence)]
    return num_amounts > 0 and num_amounts >= AMOUNTS_SHARE * len(others)


def _brackets_are_negative(lexemes: Sequence[Lexeme], context: ColumnContext) -> bool | None:
    """Whether brackets mean a negative amount: ``None`` when errors, shares or numbering are possible too."""
    quantities = [lexeme.quantity for lexeme in lexemes if lexeme.quantity]
    bracketed = [quantity for quantity in quantities if quantity.is_bracketed]
    is_money = any(quantity.symbol for quantity in quantities)
    has_minus = any(quantity.is_negative for quantity in quantities) or (context.has_minus and not is_money)
    if not bracketed or has_minus or _NOT_NEGATIVE.search(context.header):
        return None
    others = [quantity for quantity in quantities if not quantity.is_bracketed]
    if not others and not context.has_bracketed_negatives and not all(quantity.symbol for quantity in bracketed):
        return None
    return True


def _accepts_weak_marks(quantities: Sequence[Quantity], num_filled: int) -> bool:
    marked = sum(bool(quantity.weak_marks) for quantity in quantities)
    plain = len(quantities) - marked
    return plain >= MIN_PLAIN and marked <= MARKED_SHARE * len(quantities) and len(quantities) >= 0.8 * num_filled


def _are_explained(quantities: Sequence[Quantity], note_marks: frozenset[str]) -> bool:
    """Whether the table's notes explain every weak mark of a column."""
    return bool(note_marks) and all(plain_mark(mark) in note_marks for quantity in quantities for mark in quantity.weak_marks)


def _may_be_power(quantity: Quantity) -> bool:
    """Whether a whole number bears a raised one ("2⁸"), which is an exponent where most of a column's numbers do."""
    return quantity.numeral.is_plain and any(mark[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹" for mark in quantity.marks)


def _are_ranges(lexemes: Sequence[Lexeme], sign: DecimalSign | None) -> bool:
    """Not when one is written downwards ("3-1" is a score) or all have the one shape of a code ("12-345")."""
    both = [lexeme.ends for lexeme in lexemes if lexeme.ends]
    for low, high in both:
        lower, upper = low.numeral.number(sign), high.numeral.number(sign)
        if lower is not None and upper is not None and lower > upper:
            return False
    shapes = {(len(low.numeral.text), len(high.numeral.text)) for low, high in both if low.numeral.is_plain and high.numeral.is_plain}
    return not (len(both) >= 3 and len(shapes) == 1 and any(first != second for first, second in shapes))


def _value(index: int, lexeme: Lexeme, context: ColumnContext, decisions: _Decisions) -> Value:
    if lexeme.is_blank:
        return BLANK
    if decisions.answers and lexeme.text in decisions.answers:
        return Value(ValueType.BOOLEAN, decisions.answers[lexeme.text])
    if lexeme.tick is not None:
        return Value(ValueType.BOOLEAN, lexeme.tick)
    if lexeme.is_nil:
        return Value(ValueType.NIL) if decisions.dash_is_nil else TEXT
    absence = lexeme.absence or (lexeme.loose_absence if decisions.has_absences else None)
    if absence:
        return Value(ValueType.NOT_AVAILABLE, absence=absence)
    if lexeme.date:
        return _date_value(lexeme.date, decisions.order)
    if lexeme.quantity:
        return _quantity_value(lexeme.quantity, context, decisions, is_unlabelled=index in context.unlabelled)
    if lexeme.ends and decisions.has_ranges:
        return _range_value(lexeme.ends, context, decisions)
    return text_value(lexeme.text)


@lru_cache(maxsize=5_000)
def text_value(text: str) -> Value:
    """A text with the footnote marks at its end; units with a power ("km²") keep theirs."""
    match = _END_MARK.search(text)
    if match is None or _POWERED.search(text):
        return TEXT
    return Value(ValueType.TEXT, marks=tuple(re.findall(STRONG_MARK, match[0])))


def _date_value(printed: PrintedDate, order: DateOrder | None) -> Value:
    chosen = chosen_date(printed, order)
    precision = "month" if printed.is_month else "day"
    if chosen is None:
        readings = tuple(dict.fromkeys(day.isoformat() for _, day in printed.readings))
        return Value(ValueType.DATE, precision=precision, flags=(ValueFlag.AMBIGUOUS_DATE,), readings=readings)
    flags = (ValueFlag.ASSUMED_CENTURY,) if printed.has_two_digits else ()
    return Value(ValueType.DATE, dict(printed.readings)[chosen], precision=precision, flags=flags)


def _quantity_value(quantity: Quantity, context: ColumnContext, decisions: _Decisions, *, is_unlabelled: bool) -> Value:
    numeral = quantity.numeral
    if numeral.is_code or (decisions.has_codes and numeral.is_plain and _is_bare(quantity)):
        return TEXT
    if quantity.unit in context.note_marks:
        quantity = replace(quantity, unit=None, marks=(*quantity.marks, quantity.unit))
    shell = _shell(quantity, context.units, decisions)
    flag, readings = _doubt(quantity, decisions, shell)
    if flag is None and quantity.is_bracketed and (is_unlabelled or not decisions.brackets_are_negative):
        if not decisions.brackets_are_negative and numeral.is_plain and _is_bare(quantity) and not context.has_bracketed_negatives:
            readings = ()
        flag = ValueFlag.AMBIGUOUS_SIGN
    if flag is not None:
        return replace(shell, flags=(flag,), readings=readings)
    read = numeral.number(decisions.sign)
    assert read is not None
    number = amount(quantity, read, is_negative=quantity.is_negative or quantity.is_bracketed)
    flags = (ValueFlag.AMBIGUOUS_CURRENCY,) if shell.symbol and not shell.currency else ()
    if quantity.bound:
        ends: Range = (None, number) if quantity.bound == "<" else (number, None)
        return replace(shell, type=ValueType.RANGE, value=ends, decimals=num_decimals(read), flags=flags)
    return shell.with_number(number, num_decimals(read), flags)


def _is_bare(quantity: Quantity) -> bool:
    return not (quantity.is_percent or quantity.symbol or quantity.unit or quantity.is_negative)


def _shell(quantity: Quantity, units: Units, decisions: _Decisions) -> Value:
    """Type, unit, currency and marks of an amount, still without its number."""
    marks = quantity.marks + (quantity.weak_marks if decisions.accepts_weak_marks else ())
    if quantity.is_percent:
        return Value(ValueType.PERCENT, unit="%", marks=marks)
    symbol = quantity.symbol
    code = currency_code(symbol) if symbol else None
    if symbol and not code and units.currency and units.symbol:
        code = units.currency
    kind = ValueType.CURRENCY if symbol or ((units.currency or units.symbol) and not quantity.unit and not units.unit) else ValueType.NUMBER
    scale = quantity.scale if quantity.scale != 1 else units.scale
    if kind is ValueType.CURRENCY and not symbol:
        symbol, code = units.symbol, units.currency
    unit = quantity.unit or (None if kind is ValueType.CURRENCY else units.unit)
    return Value(kind, currency=code, symbol=symbol, unit=unit, scale=scale, marks=marks)


def _doubt(quantity: Quantity, decisions: _Decisions, shell: Value) -> tuple[ValueFlag | None, tuple[str, ...]]:
    """Why the number is not sure, with its readings as text; ``(None, ())`` when it is."""
    numeral = quantity.numeral
    is_power = quantity.is_superscript_power or (not decisions.accepts_raised and _may_be_power(quantity))
    if is_power or (quantity.weak_marks and not decisions.accepts_weak_marks):
        return ValueFlag.AMBIGUOUS_MARK, ()
    if numeral.is_spaced and not decisions.is_spaced:
        return ValueFlag.AMBIGUOUS_LOCALE, (*_printed_readings(numeral), numeral.text)
    if numeral.number(decisions.sign) is None or (numeral.vote and decisions.sign and numeral.vote != decisions.sign):
        return ValueFlag.AMBIGUOUS_LOCALE, _printed_readings(numeral)
    return None, ()


def _printed_readings(numeral: Numeral) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(number) for _, number in numeral.readings))


def _range_value(ends: tuple[Quantity, Quantity], context: ColumnContext, decisions: _Decisions) -> Value:
    numbers: list[Decimal] = []
    for end in ends:
        shell = _shell(end, context.units, decisions)
        flag, _ = _doubt(end, decisions, shell)
        read = end.numeral.number(decisions.sign)
        if flag is not None or read is None:
            return Value(ValueType.RANGE, flags=(flag or ValueFlag.AMBIGUOUS_LOCALE,))
        numbers.append(amount(end, read, is_negative=False))
    low, high = ends
    shell = _shell(replace(high, symbol=low.symbol or high.symbol), context.units, decisions)
    return replace(shell, type=ValueType.RANGE, value=(numbers[0], numbers[1]))
