"""Currency signs and names, and the ISO 4217 code where a sign has one only."""

from __future__ import annotations

import re

_CODES = (
    "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES KRW KWD MAD MXN MYR NGN NOK NZD PEN "
    "PHP PKR PLN QAR RON RSD RUB SAR SEK SGD THB TND TRY TWD UAH USD UYU VND ZAR"
)
CODES = frozenset(_CODES.split())
# Sign -> code; "" where several currencies use it: the amount is then sure and the code is not.
SIGNS: dict[str, str] = {
    "US$": "USD", "U.S.$": "USD", "USD$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "Can$": "CAD", "HK$": "HKD",
    "NT$": "TWD", "NZ$": "NZD", "S$": "SGD", "R$": "BRL", "MX$": "MXN", "$": "", "€": "EUR", "£": "GBP", "¥": "", "円": "JPY", "元": "CNY",
    "₹": "INR", "₩": "KRW", "원": "KRW", "₽": "RUB", "руб.": "RUB", "руб": "RUB", "₺": "TRY", "TL": "TRY", "₪": "ILS", "฿": "THB",
    "₫": "VND", "₱": "PHP", "₦": "NGN", "₴": "UAH", "zł": "PLN", "Kč": "CZK", "Ft": "HUF", "kr.": "", "kr": "", "Rs.": "", "Rs": "",
    "SFr.": "CHF", "sFr.": "CHF", "Fr.": "", "Euro": "EUR", "euros": "EUR", "euro": "EUR", "€uro": "EUR", "¢": "", "лв.": "BGN",
}  # fmt: skip
PATTERN = "|".join([*map(re.escape, sorted(SIGNS, key=len, reverse=True)), rf"\b(?:{'|'.join(sorted(CODES))})\b"])
_NAMES = (
    (re.compile(r"U\.?S\.? ?dollars?\b|\bUS-Dollar", re.I), "USD"),
    (re.compile(r"\beuros?\b", re.I), "EUR"),
    (re.compile(r"\bpounds? sterling\b", re.I), "GBP"),
    (re.compile(r"\b(?:Japanese )?yen\b", re.I), "JPY"),
    (re.compile(r"\bSwiss francs?\b|\bSchweizer Franken\b", re.I), "CHF"),
    (re.compile(r"\b(?:RMB|renminbi)\b", re.I), "CNY"),
    (re.compile(r"\brupees\b", re.I), ""),
)


def currency_code(sign: str) -> str | None:
    """The ISO code of a sign or code; ``None`` when several currencies use the sign.

    >>> currency_code("€"), currency_code("CHF"), currency_code("$")
    ('EUR', 'CHF', None)
    """
    return sign if sign in CODES else SIGNS.get(sign) or None


def named_currency(text: str) -> tuple[str | None, str | None]:
    """Code and sign of the first currency that a phrase names ("in thousands of U.S. dollars"), else ``(None, None)``."""
    for pattern, code in _NAMES:
        if match := pattern.search(text):
            return code or None, match[0]
    match = re.search(PATTERN, text)
    return (currency_code(match[0]), match[0]) if match else (None, None)
