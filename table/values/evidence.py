"""Who decides how a column's numbers and dates are read: the column itself, its table, the document, its language.

Each printed number that has one reading only votes for a decimal sign, each slashed date with one reading for an order.
Nearer evidence wins over farther; where it contradicts itself, or there is none, nothing is decided.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache

from table.values.dates import DateOrder, PrintedDate
from table.values.lexing import Lexeme
from table.values.numerals import DecimalSign, Numeral

UNANIMOUS = 0.95  # share of a document's votes that decides; tables mix notations only by mistake or on purpose
MIN_DOCUMENT_VOTES = 2
MIN_SPACED = 2  # numerals grouped by spaces that make it a custom and not two numbers in one cell
_WORDS = re.compile(r"[a-zà-ÿšžčćłőűßøåæœ]+", re.I)
# Function words that belong to one language; Spanish is left out, it is written both ways.
_POINT_WORDS = (
    "the of and for with from by year number other than income net all rate at tax sales your you is are this that were least less more "
    "each not but cost loss revenue share shares ended december"
)
_COMMA_WORDS = (
    "der die das und für mit von im zum gesamt summe anteil jahr le la les des du et pour avec dans année montant della delle per il "
    "degli dos das com não och för av med totalt og til fra het een van met voor oraz dla w i na a se ze lub"
)
_LANGUAGES: dict[DecimalSign, frozenset[str]] = {".": frozenset(_POINT_WORDS.split()), ",": frozenset(_COMMA_WORDS.split())}
_SHARED = _LANGUAGES["."] & _LANGUAGES[","]
_EASTERN = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af]")
MIN_LANGUAGE_WORDS = 3


@dataclass(frozen=True, slots=True)
class Evidence:
    """Votes of one column, table or document; the words are those of languages that write decimals with either sign."""

    points: int = 0
    commas: int = 0
    day_first: int = 0
    month_first: int = 0
    year_first: int = 0
    spaced: int = 0
    point_words: int = 0
    comma_words: int = 0

    def decimal_sign(self) -> DecimalSign | None:
        total = self.points + self.commas
        if not total:
            return None
        if self.points >= UNANIMOUS * total:
            return "."
        return "," if self.commas >= UNANIMOUS * total else None

    def date_order(self) -> DateOrder | None:
        votes: dict[DateOrder, int] = {"dmy": self.day_first, "mdy": self.month_first, "ymd": self.year_first}
        best = max(votes, key=lambda order: votes[order])
        return best if votes[best] and votes[best] >= UNANIMOUS * sum(votes.values()) else None

    @property
    def language(self) -> DecimalSign | None:
        """The decimal sign usual in the language of the words; ``None`` for few words or a mixture."""
        if self.point_words + self.comma_words < MIN_LANGUAGE_WORDS:
            return None
        if self.point_words > 4 * self.comma_words:
            return "."
        return "," if self.comma_words > 4 * self.point_words else None


NO_EVIDENCE = Evidence()


def gather(lexemes: Iterable[Lexeme], *, words: Iterable[str] = ()) -> Evidence:
    """The votes of some cells; ``words`` are the texts whose language is asked."""
    found = list(lexemes)
    numerals = [quantity.numeral for lexeme in found for quantity in lexeme.quantities]
    signs = [numeral.vote for numeral in numerals]
    languages = [sign for text in words for sign in _language_votes(text)]
    orders = [lexeme.date.vote for lexeme in found if lexeme.date]
    return Evidence(
        points=signs.count("."),
        commas=signs.count(","),
        day_first=orders.count("dmy"),
        month_first=orders.count("mdy"),
        year_first=orders.count("ymd"),
        spaced=sum([numeral.is_spaced for numeral in numerals]),
        point_words=languages.count("."),
        comma_words=languages.count(","),
    )


def combine(parts: Sequence[Evidence]) -> Evidence:
    """The votes of several tables together."""
    return Evidence(*(sum(votes) for votes in zip(*map(astuple, parts), strict=True)))


@lru_cache(maxsize=20_000)
def _language_votes(text: str) -> tuple[str, ...]:
    words = [word for word in _WORDS.findall(text.lower()) if word not in _SHARED]
    eastern = (".",) * (len(_EASTERN.findall(text)) // 2)
    return (*eastern, *(sign for word in words for sign, known in _LANGUAGES.items() if word in known))


def decide_decimal_sign(column: Sequence[Numeral], own: Evidence, table: Evidence, document: Evidence) -> DecimalSign | None:
    """The decimal sign of a column's numerals: proved by itself, its table, its document, its precision or the language.

    Where the column's precision speaks against its table or document, or a table's only proof against its language, nothing is
    decided.
    """
    if len({char for numeral in column if numeral.is_ambiguous for char in numeral.text if char in ".,"}) > 1:
        return None  # "7.704" above "16,947": the writer mixes, and one of them is not what it seems
    if own.points + own.commas:
        return own.decimal_sign()
    if _is_contradicted(table, table.language or document.language):
        return None
    farther = _farther_sign(table, document)
    precision = _by_precision(column)
    if precision is None or farther is None:
        return precision or farther or table.language or document.language
    return precision if precision == farther else None


def _is_contradicted(table: Evidence, language: DecimalSign | None) -> bool:
    """Whether a table's only vote is against its language: one slip, or two numbers run together, must not turn a thousand
    into one.
    """
    is_alone = table.points + table.commas == 1
    return is_alone and language is not None and table.decimal_sign() != language


def _farther_sign(table: Evidence, document: Evidence) -> DecimalSign | None:
    if table.points + table.commas:
        return table.decimal_sign()
    return document.decimal_sign() if document.points + document.commas >= MIN_DOCUMENT_VOTES else None


def _by_precision(column: Sequence[Numeral]) -> DecimalSign | None:
    """Grouping, where decimals would be printed with three digits in some cells and none in others.

    Columns keep their precision; "1,234" above "87" is a thousand and something. Not with plain numerals of four
    digits and more, which a writer who groups would have grouped.
    """
    open_ones = [numeral for numeral in column if numeral.is_ambiguous]
    plain = [numeral for numeral in column if numeral.is_plain and not numeral.is_code]
    separators = {char for numeral in open_ones for char in numeral.text if char in ".,"}
    if len(separators) != 1 or len(plain) < 2 or any(len(numeral.text) > 3 for numeral in plain):
        return None
    return "." if separators == {","} else ","


def decide_date_order(own: Evidence, table: Evidence, document: Evidence) -> DateOrder | None:
    """The order of slashed dates in a column: the nearest evidence that does not contradict itself."""
    for evidence in (own, table, document):
        if (order := evidence.date_order()) is not None:
            return order
        if evidence.day_first + evidence.month_first + evidence.year_first:
            return None
    return None


def is_spaced_custom(own: Evidence, table: Evidence, document: Evidence) -> bool:
    """Whether an ordinary space inside a numeral parts groups: it does so repeatedly."""
    return max(own.spaced, table.spaced, document.spaced) >= MIN_SPACED


def read_alike(table: Evidence, one: Evidence, other: Evidence) -> bool:
    """Whether a table with the votes ``table`` reads the same in a document with the votes ``one`` as in one with ``other``."""
    return _farther_say(table, one) == _farther_say(table, other)


def _farther_say(table: Evidence, document: Evidence) -> tuple[object, ...]:
    """All that a column's decisions ask of table and document, the column's own votes being among the table's."""
    dated = table if table.day_first + table.month_first + table.year_first else document
    is_spaced = max(table.spaced, document.spaced) >= MIN_SPACED
    return _farther_sign(table, document), table.language or document.language, dated.date_order(), is_spaced


def chosen_date(printed: PrintedDate, order: DateOrder | None) -> DateOrder | None:
    """The order to read ``printed`` in, ``None`` when two are possible."""
    if printed.is_unsure:
        return None
    if not printed.is_ambiguous:
        return printed.readings[0][0]
    return order if order in dict(printed.readings) else None
