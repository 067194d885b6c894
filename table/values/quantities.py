"""One printed amount: a numeral with what stands around it (sign, brackets, currency, percent, unit, marks).

``read_quantity`` peels everything off the numeral and refuses a text with anything left over, so "Type 2" or
"12 of 15" stay text. It decides nothing that needs a column: readings, brackets and weak marks stay open.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from table.values import currencies
from table.values.numerals import NUMERAL, Numeral, normalise, read_numeral

STRONG_MARK = r"\*+|†+|‡+|§+|¶+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+|[ᵃᵇᶜᵈᵉᶠᵍʰ]+|\[[a-z]\]"
_WEAK_MARK = r"\(\d{1,2}\)|\[\d{1,2}\]|\([a-z]\)|#|[a-z](?:,\s?[a-z])*(?![a-z])"
SCALES = {
    "thousand": 3, "thousands": 3, "Tsd.": 3, "Tsd": 3, "T€": 3, "million": 6, "millions": 6, "Mio.": 6, "Mio": 6, "mln": 6, "mln.": 6,
    "billion": 9, "billions": 9, "bn": 9, "Mrd.": 9, "Mrd": 9, "mld": 9, "milliard": 9, "milliards": 9, "lakh": 5, "lakhs": 5,
    "crore": 7, "crores": 7, "Cr.": 7, "trillion": 12, "万": 4, "億": 8, "亿": 8, "천": 3, "만": 4, "억": 8,
}  # fmt: skip
_UNITS = (
    "kg mg µg μg ng g t km² km2 km m² m2 m³ m3 cm² cm mm µm μm nm m ha mL ml µL μL dL L l kWh MWh GWh TWh kW MW GW W kV V mA A Hz kHz MHz "
    "GHz kB MB GB TB °C °F K kPa MPa GPa Pa hPa bar mmHg h hrs hours min s sec ms days d weeks months years yrs yr pts pp bp bps ppm ppb "
    "mM µM μM nM mmol mol kJ MJ kcal cal dB rpm mph km/h m/s lbs lb oz ft in mi sq dpi px x ‰ Stück St. Stk. pcs h. Std. p.a."
)
UNITS = tuple(_UNITS.split())
_SCALE = "|".join(map(re.escape, sorted(SCALES, key=len, reverse=True)))
_UNIT = "|".join(map(re.escape, sorted(UNITS, key=len, reverse=True)))
_SIGN = r"[-+–—‒]"
_BEFORE = re.compile(
    rf"[\s\u00a0]*(?:(?P<open>\()|(?P<bound>[<>≤≥≦≧]=?)|(?P<sign>{_SIGN})|(?P<currency>{currencies.PATTERN})|(?P<percent>%)|(?P<mark>{STRONG_MARK}))"
)
_AFTER = re.compile(
    rf"[\s\u00a0]*(?:(?P<round>,\s?[-–—]+)|(?P<mark>{STRONG_MARK})|(?P<percent>%|per ?cent\b|pct\.?|Prozent\b)"
    rf"|(?P<scale>(?:{_SCALE})(?![\w]))|(?P<currency>{currencies.PATTERN})|(?P<unit>(?:{_UNIT})(?![\w]))|(?P<weak>{_WEAK_MARK})"
    r"|(?P<close>\))|(?P<plus>\+)|(?P<sign>[-–—‒]$))"
)
_POWER = re.compile(r"(?P<base>.*?\d)\s?(?:[×x*·]\s?10(?P<up>[⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹]+)|[×x]\s?10\^?(?P<minus>-\d{1,2})|[eE](?P<e>[-+]?\d{1,3}))")
_SUPERSCRIPTS = str.maketrans("⁻⁺⁰¹²³⁴⁵⁶⁷⁸⁹", "-+0123456789")
_FRACTIONS = {"½": "5", "¼": "25", "¾": "75"}
_FRACTION = re.compile(r"(\d*)\s?([½¼¾])")
Bound = Literal["<", ">"]


@dataclass(frozen=True, slots=True)
class Quantity:
    """A numeral with its surroundings; ``power`` is the exponent of ten of a scientific notation.

    ``is_bracketed``: the whole amount stands in round brackets. ``weak_marks`` may be marks or part of the value.
    ``is_superscript_power``: "10³", where the superscript may be a power or a mark.
    """

    numeral: Numeral
    is_negative: bool = False
    is_bracketed: bool = False
    is_percent: bool = False
    symbol: str | None = None
    unit: str | None = None
    scale: int = 1
    marks: tuple[str, ...] = ()
    weak_marks: tuple[str, ...] = ()
    bound: Bound | None = None
    power: int = 0
    is_superscript_power: bool = False


@lru_cache(maxsize=20_000)
def read_quantity(text: str) -> Quantity | None:
    """The amount that ``text`` prints, or ``None`` when it is not one amount and nothing else.

    >>> q = read_quantity("$ (1,234.50) *"); q.numeral.text, q.is_bracketed, q.symbol, q.marks
    ('1,234.50', True, '$', ('*',))
    >>> read_quantity("12 of 15") is None, read_quantity("−3 %").is_negative
    (True, True)
    """
    plain = _whole_fractions(normalise(text))
    match = NUMERAL.search(plain) if len(plain) <= 60 else None
    if match is None:
        return None
    start, stop, power = match.start(), match.end(), 0
    if scientific := _POWER.match(plain, start):
        stop, power = scientific.end(), int((scientific["up"] or scientific["minus"] or scientific["e"]).translate(_SUPERSCRIPTS))
        match = NUMERAL.fullmatch(scientific["base"])
    numeral = read_numeral(match[0]) if match else None
    if numeral is None or not (numeral.readings or numeral.is_code):
        return None
    before, after = _tokens(_BEFORE, plain[:start]), _tokens(_AFTER, plain[stop:])
    if after and after[0][0] == "round":  # "1.234,-": a price without cents, after a decimal comma
        numeral = replace(numeral, readings=tuple(reading for reading in numeral.readings if reading[0] == ","))
    return None if before is None or after is None else _assemble(numeral, before, after, power)


def _whole_fractions(text: str) -> str:
    """``text`` with "1 ½" as "1·5"."""
    if text.isascii():
        return text
    return _FRACTION.sub(lambda match: f"{match[1] or '0'}·{_FRACTIONS[match[2]]}", text, count=1)


Token = tuple[str, str]


def _tokens(pattern: re.Pattern[str], text: str) -> list[Token] | None:
    """Names and texts of everything in ``text``; ``None`` when something is left over."""
    found: list[Token] = []
    position = 0
    text = text.rstrip(" \u00a0")
    while position < len(text):
        match = pattern.match(text, position)
        if match is None or match.lastgroup is None:
            return None
        found.append((match.lastgroup, match[match.lastgroup]))
        position = match.end()
    return found


def _assemble(numeral: Numeral, before: list[Token], after: list[Token], power: int) -> Quantity | None:
    names = [name for name, _ in (*before, *after)]
    if any(names.count(name) > 1 for name in ("open", "close", "sign", "currency", "percent", "unit", "scale", "bound", "plus")):
        return None
    both = [*before, *after]
    is_bracketed = "open" in names
    if is_bracketed != ("close" in names) or (is_bracketed and {"sign", "bound"} & set(names)):
        return None
    first = dict(reversed(both))
    marks = tuple(text for name, text in both if name == "mark")
    scale = first.get("scale")
    if ("plus" in first and ("bound" in first or after[0][0] != "plus")) or ("unit" in first and "percent" in first):
        return None
    return Quantity(
        numeral,
        is_negative=first.get("sign", "+") != "+",
        is_bracketed=is_bracketed,
        is_percent="percent" in first,
        symbol=first.get("currency"),
        unit=first.get("unit"),
        scale=10 ** SCALES[scale] if scale else 1,
        marks=marks,
        weak_marks=tuple(text for name, text in after if name == "weak"),
        bound=">" if "plus" in first else _bound(first.get("bound")),
        power=power,
        is_superscript_power=numeral.text == "10" and any(mark[0] in "⁰¹²³⁴⁵⁶⁷⁸⁹" for mark in marks),
    )


def _bound(sign: str | None) -> Bound | None:
    return None if sign is None else "<" if sign[0] in "<≤≦" else ">"


def amount(quantity: Quantity, number: Decimal, *, is_negative: bool) -> Decimal:
    """The signed number with its power of ten."""
    signed = -number if is_negative else number
    return signed.scaleb(quantity.power) if quantity.power else signed
