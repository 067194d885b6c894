"""Texts that stand for a missing value: dashes, "n/a" and its relatives by kind, ticks and yes/no words."""

from __future__ import annotations

import re

_DASHES = re.compile(r"[-–—―‒_]{1,3}|(?:[-–—] ){1,2}[-–—]|nil", re.I)
# Always missing, in any column.
_SURE = {
    "n/a": "not_applicable_or_available", "n.a.": "not_applicable_or_available", "n. a.": "not_applicable_or_available",
    "#n/a": "error", "#div/0!": "error", "#ref!": "error", "#value!": "error", "nan": "error",
    "not available": "not_available", "not applicable": "not_applicable", "not reported": "not_reported",
    "not determined": "not_determined",
    "k.a.": "not_available", "k. a.": "not_available", "keine angabe": "not_available", "k.a": "not_available",
    "n.d.": "no_data_or_not_detected", "n.s.": "not_significant", "s/d": "not_available", "s.d.": "not_available", "n.c.": "not_available",
    "n.m.": "not_meaningful", "n/m": "not_meaningful", "nmf": "not_meaningful", "tbd": "to_be_determined", "tba": "to_be_determined",
    "not tested": "not_tested", "no data": "not_available", "s.o.": "not_applicable",
    "нет данных": "not_available", "無": "none", "无": "none",
}  # fmt: skip
# Missing only where the column's other cells are amounts: "NA" is a country code too, "ND" a state, "x" a tick.
_IN_AMOUNTS = {
    "na": "not_applicable_or_available", "nd": "no_data_or_not_detected", "ns": "not_significant", "nr": "not_reported",
    "nt": "not_tested", "nm": "not_meaningful", "ne": "not_estimated", "none": "none", "x": "not_applicable", "(x)": "not_applicable",
    "..": "not_available", "...": "not_available", "…": "not_available", ":": "not_available", ".": "suppressed_or_not_available",
    "(d)": "suppressed", "(s)": "suppressed", "(na)": "not_applicable_or_available", "(z)": "rounds_to_zero", "(nm)": "not_meaningful",
    "*": "see_mark", "**": "see_mark", "†": "see_mark",
}  # fmt: skip
_TICKS = {
    "✓": True, "✔": True, "☑": True, "☒": True, "√": True, "🗹": True, "🗸": True, "✅": True, "⊠": True,
    "☐": False, "□": False, "❏": False, "❐": False, "❑": False, "❒": False, "✗": False, "✘": False, "❌": False,
}  # fmt: skip
_PAIRS: tuple[tuple[frozenset[str], frozenset[str]], ...] = (
    (frozenset({"yes", "ja", "oui", "sí", "sì", "sim", "tak", "ano", "да", "有", "是", "はい", "예"}),
     frozenset({"no", "nein", "non", "nee", "nej", "não", "nie", "ne", "нет", "否", "いいえ", "아니오"})),
    (frozenset({"y"}), frozenset({"n"})),
    (frozenset({"true", "wahr", "vrai"}), frozenset({"false", "falsch", "faux"})),
)  # fmt: skip


def is_dash(text: str) -> bool:
    """Whether ``text`` is a dash or "nil", alone or beside a currency or percent sign ("$ -")."""
    return _DASHES.fullmatch(text.strip("$€£%( )\u00a0")) is not None if len(text) <= 8 else False


def sure_absence(text: str) -> str | None:
    """The kind of a text that always says "no value", else ``None``."""
    return _SURE.get(text.lower().strip()) if len(text) <= 20 else None


def absence_among_amounts(text: str) -> str | None:
    """The kind of a text that says "no value" in a column of amounts, else ``None``."""
    return _IN_AMOUNTS.get(text.lower().strip()) if len(text) <= 5 else None


def tick(text: str) -> bool | None:
    """What a tick or an empty box says, else ``None``."""
    return _TICKS.get(text.strip())


def booleans(texts: list[str]) -> dict[str, bool] | None:
    """What each text says when all texts of a column are answers of one kind, else ``None``; lone "x" are ticks.

    >>> booleans(["Yes", "no"]), booleans(["Yes", "maybe"]), booleans(["X"])
    ({'Yes': True, 'no': False}, None, {'X': True})
    """
    words = {text: text.lower().strip(" .") for text in texts}
    if words and set(words.values()) <= {"x"}:
        return dict.fromkeys(words, True)
    for affirmative, negative in _PAIRS:
        if words and set(words.values()) <= affirmative | negative and set(words.values()) & affirmative:
            return {text: word in affirmative for text, word in words.items()}
    return None
