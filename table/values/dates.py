"""Printed dates to the days they can mean, by the order of day and month.

Names of months in the larger European languages, ISO dates, numbers with point, slash or hyphen, and the Chinese,
Japanese (with eras) and Korean forms. Two digits of a year are completed to 1969 to 2068 and flagged.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal

from table.values.numerals import HARD_SPACE, normalise

DateOrder = Literal["dmy", "mdy", "ymd"]
_NAMES = (
    "january jan januar jänner janvier janv enero ene gennaio gen janeiro januari stycznia styczeń leden ledna января tammikuu ocak",
    "february fevereiro feb februar feber février févr fév febrero febbraio fev februari lutego luty únor února февраля helmikuu şubat",
    "march mar märz mär mars marzo março maart mrt marca marzec březen března марта maaliskuu mart",
    "april apr avril avr abril abr aprile kwietnia kwiecień duben dubna апреля huhtikuu nisan",
    "may mai mayo maggio mag maio mei maj maja květen května мая toukokuu mayıs",
    "june jun juni juin junio giugno giu junho czerwca czerwiec června июня kesäkuu haziran",
    "july jul juli juillet juil julio luglio lug julho lipca lipiec července июля heinäkuu temmuz",
    "august aug août aoû agosto ago ago augustus augusti sierpnia sierpień srpen srpna августа elokuu ağustos",
    "september sep sept septembre septiembre setiembre settembre set setembro września wrzesień září сентября syyskuu eylül",
    "october oct oktober okt octobre octubre ottobre ott outubro out października październik říjen října октября lokakuu ekim",
    "november nov novembre noviembre novembro listopada listopad listopadu ноября marraskuu kasım",
    "december dec dezember dez décembre déc diciembre dic dicembre dezembro grudnia grudzień prosinec prosince декабря joulukuu aralık",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_ERAS = {"明治": 1867, "大正": 1911, "昭和": 1925, "平成": 1988, "令和": 2018}
_MONTH = r"(?P<name>[^\W\d_]{3,12})\.?"
_YEAR = r"(?P<year>\d{4}|['’]?\d{2})"
_NUMBERS = re.compile(r"(?P<a>\d{1,4})(?P<sep>[./-]) ?(?P<b>\d{1,2})(?P=sep) ?(?P<c>\d{1,4})\.?")
_DAY_FIRST = re.compile(rf"(?P<day>\d{{1,2}})(?:\.|er|º|st|nd|rd|th)?[ -/]*(?:de |of )?{_MONTH},?[ -/]*(?:de |del |of )?{_YEAR}\.?", re.I)
_MONTH_FIRST = re.compile(rf"{_MONTH} ?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:, ?| )(?P<year>\d{{4}})", re.I)
_MONTH_ONLY = re.compile(rf"{_MONTH},?[ -/]*(?:de |del )?(?P<year>\d{{4}}|['’]\d{{2}})", re.I)
_MONTH_AND_TWO = re.compile(rf"{_MONTH}[ -](?P<two>\d{{2}})", re.I)
_EAST = re.compile(
    r"(?:(?P<era>明治|大正|昭和|平成|令和) ?)?(?P<year>\d{1,4}|元)[年년] ?(?P<month>\d{1,2})[月월](?: ?(?P<day>\d{1,2})[日일])?"
)
_YEAR_MONTH = re.compile(r"(?P<year>(?:18|19|20)\d{2})-(?P<month>0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class PrintedDate:
    """``readings``: order -> day; one reading when the order does not matter. ``is_month``: without a day.

    ``is_unsure``: something else than a date may be meant ("Jul-15", "2006-07"). ``is_open``: written with slashes or
    hyphens, so that the order of day and month is a custom and not part of the form.
    """

    readings: tuple[tuple[DateOrder, date], ...]
    is_month: bool = False
    has_two_digits: bool = False
    is_unsure: bool = False
    is_open: bool = False

    @property
    def is_ambiguous(self) -> bool:
        return self.is_unsure or len({day for _, day in self.readings}) > 1

    @property
    def vote(self) -> DateOrder | None:
        """The order that this date proves, if it does."""
        return self.readings[0][0] if self.is_open and len(self.readings) == 1 else None


@lru_cache(maxsize=20_000)
def read_date(text: str) -> PrintedDate | None:
    """The date that ``text`` prints and nothing else, or ``None``.

    >>> read_date("13/07/2015").vote, read_date("03/04/2015").is_ambiguous, read_date("1er juillet 2015").readings[0][1].isoformat()
    ('dmy', True, '2015-07-01')
    """
    plain = normalise(text).replace(HARD_SPACE, " ")
    if not 5 <= len(plain) <= 30:
        return None
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(plain):
            return read(match)
    return None


def _from_numbers(match: re.Match[str]) -> PrintedDate | None:
    a, b, c = match["a"], match["b"], match["c"]
    if len(a) == 4 or (len(a) == 2 and int(a) > 31):
        return _dated([("ymd", a, b, c)])
    if len(c) not in (2, 4) or len(a) > 2:
        return None
    tries: list[tuple[DateOrder, str, str, str]] = [("dmy", c, b, a)]
    if match["sep"] != ".":
        tries.append(("mdy", c, a, b))
    if match["sep"] == "-" and len(a) == len(c) == 2:
        tries.append(("ymd", a, b, c))
    found = _dated(tries)
    return replace(found, is_open=match["sep"] != ".") if found else None


def _dated(tries: list[tuple[DateOrder, str, str, str]]) -> PrintedDate | None:
    """Order, year, month, day as printed, to what the calendar has."""
    readings = tuple((order, day) for order, *parts in tries if (day := _day(*parts)))
    has_two = any(len(year.lstrip("'’")) == 2 for _, year, _, _ in tries)
    return PrintedDate(readings, has_two_digits=has_two) if readings else None


def _day(year: str, month: str, day: str) -> date | None:
    number = _full_year(year)
    if not 1500 <= number <= 2200:
        return None
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


def _full_year(text: str) -> int:
    number = int(text.lstrip("'’"))
    return number if len(text.lstrip("'’")) != 2 else number + (2000 if number <= 68 else 1900)


def _named(match: re.Match[str]) -> PrintedDate | None:
    month = _MONTHS.get(match["name"].lower())
    return _dated([("dmy", match["year"], str(month), match["day"])]) if month else None


def _named_month(match: re.Match[str]) -> PrintedDate | None:
    month = _MONTHS.get(match["name"].lower())
    day = _day(match["year"], str(month), "1") if month else None
    return PrintedDate((("dmy", day),), is_month=True, has_two_digits=len(match["year"]) < 4) if day else None


def _month_and_two(match: re.Match[str]) -> PrintedDate | None:
    month = _MONTHS.get(match["name"].lower())
    day = _day(match["two"], str(month), "1") if month else None
    return PrintedDate((("dmy", day),), is_month=True, has_two_digits=True, is_unsure=int(match["two"]) in range(1, 32)) if day else None


def _from_east(match: re.Match[str]) -> PrintedDate | None:
    year = 1 if match["year"] == "元" else int(match["year"])
    if match["era"]:
        year += _ERAS[match["era"]]
    elif len(match["year"]) != 4:
        return None
    day = _day(str(year), match["month"], match["day"] or "1")
    return PrintedDate((("ymd", day),), is_month=not match["day"]) if day else None


def _year_month(match: re.Match[str]) -> PrintedDate | None:
    """ "2006-07" is a month or two years."""
    day = _day(match["year"], match["month"], "1")
    is_unsure = int(match["month"]) == (int(match["year"]) + 1) % 100
    return PrintedDate((("ymd", day),), is_month=True, is_unsure=is_unsure) if day else None


_FORMS = (
    (_NUMBERS, _from_numbers),
    (_DAY_FIRST, _named),
    (_MONTH_FIRST, _named),
    (_MONTH_ONLY, _named_month),
    (_MONTH_AND_TWO, _month_and_two),
    (_EAST, _from_east),
    (_YEAR_MONTH, _year_month),
)
