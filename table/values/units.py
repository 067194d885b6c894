"""Units, scales and currencies that a header, a caption or a units line states for many cells at once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from table.values.currencies import PATTERN, named_currency
from table.values.quantities import UNITS

_SCALE_WORDS: tuple[tuple[str, int], ...] = (
    (r"hundreds? of thousands", 0), (r"thousands?|milliers|Tausend|Tsd\.?|TEUR|T€|k€|TUSD|tusen|tys\.?|tis\.?|тыс\.?|千", 3),
    (r"millions?|millones|milhões|milioni|Millionen|Mio\.?|Mill\.|mln\.?|MEUR|M€|miljoner|mil\.|млн\.?|百万", 6),
    (r"billions?|milliards?|miliardi|Milliarden|Mrd\.?|mld\.?|miljarder|млрд\.?|bn|十億", 9), (r"trillions?", 12),
    (r"lakhs?", 5), (r"crores?", 7), (r"万", 4), (r"億|亿", 8),
)  # fmt: skip
_SIGN_SCALE = re.compile(
    rf"(?P<sign>{PATTERN})\s?(?P<scale>m|M|mn|bn|k|['’]?000s?)(?!\w)|(?<![\d.,])(?P<zeros>\(?['’]?000s?\)?)(?=[\s)]|$)"
)
_SIGN_SCALES = {"m": 6, "M": 6, "mn": 6, "bn": 9, "k": 3}
_INTRODUCED = re.compile(
    r"(?:^|[(\[,;:–—-]\s*|\b)(?:(?:all |dollar |money )?(?:amounts?|figures?|values?|numbers?|data) "
    r"(?:are )?(?:stated |expressed |presented |shown )?)?(?:in|en|em|dans|i|w|in den)\s",
    re.I,
)
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,60})[)\]]")
_PERCENT = re.compile(r"%|per ?cent(?:age)?s?|pct|Prozent|pour cent", re.I)
_EXCEPTION = re.compile(r"except|unless|excluding|ausgenommen|sauf|other than|falls nicht", re.I)
_PER_PIECE = re.compile(r"\bper[ -](?:\w+ ){0,2}(?:share|unit|ads|ordinary share)|je Aktie|par action|por acción", re.I)
_UNIT_WORDS = {unit: unit for unit in UNITS} | {
    "tonnes": "t", "tons": "tons", "hectares": "ha", "kilograms": "kg", "metres": "m", "persons": "persons", "number": "", "years": "years",
    "months": "months", "days": "days", "hours": "h", "USD/t": "USD/t", "acres": "acres", "barrels": "barrels", "bushels": "bushels",
}  # fmt: skip
_SCALE_PATTERNS = tuple((re.compile(rf"(?<![^\W\d_])(?:{words})(?![^\W\d_])", re.I), power) for words, power in _SCALE_WORDS)
MAX_SCALE_PHRASE = 120
MAX_PHRASE = 200  # characters of a text that can be a units line


@dataclass(frozen=True, slots=True)
class Units:
    """What is stated; ``scale`` 1 and ``None`` where nothing is. ``has_exception``: "except per share data"."""

    unit: str | None = None
    scale: int = 1
    currency: str | None = None
    symbol: str | None = None
    has_exception: bool = False

    def __bool__(self) -> bool:
        return bool(self.unit or self.scale != 1 or self.currency or self.symbol)

    def over(self, outer: Units) -> Units:
        """These units, completed from ``outer`` (a header's from its table's)."""
        if self.unit == "%":
            return self
        return Units(
            self.unit or (outer.unit if not (self.currency or self.symbol) else None),
            self.scale if self.scale != 1 else outer.scale,
            self.currency or outer.currency,
            self.symbol or outer.symbol,
            self.has_exception or outer.has_exception,
        )


NO_UNITS = Units()


@lru_cache(maxsize=5_000)
def read_units(text: str) -> Units:
    """The units that a header or a line states.

    >>> read_units("(in thousands of EUR, except per share data)")
    Units(unit=None, scale=1000, currency='EUR', symbol='EUR', has_exception=True)
    >>> read_units("Weight (kg)").unit, read_units("Share (%)").unit, read_units("US$ million").scale
    ('kg', '%', 1000000)
    >>> bool(read_units("Millions of people live here, says the report")), bool(read_units("rare (< 1/10,000)"))
    (False, False)
    """
    if len(text) > MAX_PHRASE:
        return NO_UNITS
    phrases = [match[1].strip() for match in _BRACKETED.finditer(text)]
    tail = re.split(r",(?!\d)\s*(?=[^,]*$)", text)[-1].strip() if "," in text else ""
    whole = _BRACKETED.sub(" ", text).strip()
    found = NO_UNITS
    for phrase in (*phrases, tail, whole):
        stated = _of_phrase(phrase) if phrase else NO_UNITS
        if stated:
            found = found.over(stated)
    if found and _EXCEPTION.search(text):
        return Units(found.unit, found.scale, found.currency, found.symbol, has_exception=True)
    return found


def is_per_piece(label: str) -> bool:
    """Whether a row's label names an amount per share, which "in thousands, except per share" leaves as printed."""
    return _PER_PIECE.search(label) is not None


def _of_phrase(phrase: str) -> Units:
    if match := _SIGN_SCALE.search(phrase):
        code, symbol = named_currency(match["sign"]) if match["sign"] else (None, None)
        power = 3 if match["zeros"] or "000" in match["scale"] else _SIGN_SCALES[match["scale"]]
        return Units(None, 10**power, code, symbol)
    scale = _scale(phrase)
    code, symbol = named_currency(phrase) if scale != 1 or _is_short(phrase) else (None, None)
    if scale != 1 or symbol:
        return Units(None, scale, code, symbol)
    return Units(unit=_unit(phrase))


def _is_short(phrase: str) -> bool:
    """A phrase that states a unit and tells nothing else: "EUR", "in U.S. dollars"."""
    return len(_INTRODUCED.sub("", phrase).split()) <= 2


def _scale(phrase: str) -> int:
    """The scale that a phrase names at its start or after "in"; 1 for none and for prose."""
    for pattern, power in _SCALE_PATTERNS:
        match = pattern.search(phrase) if len(phrase) <= MAX_SCALE_PHRASE else None
        if match and power:
            before = phrase[: match.start()]
            is_stated = _INTRODUCED.search(f"{before} ") or (not re.sub(PATTERN, "", before).strip() and len(phrase.split()) <= 5)
            words = before.split()
            return 10**power if is_stated and len(words) <= 8 and not any(word.isdigit() for word in words) else 1
    return 1


def _unit(phrase: str) -> str | None:
    bare = _INTRODUCED.sub("", phrase).strip(" .") if len(phrase) <= 30 else ""
    if _PERCENT.fullmatch(bare):
        return "%"
    return _UNIT_WORDS.get(bare) or None
