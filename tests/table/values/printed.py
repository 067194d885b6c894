"""Printed numbers and dates of ten locales with what they mean: 40 each, in columns as tables have them.

Numbers are printed by the locale's own rules here, written apart from the code that reads them.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

COLUMNS = (  # of numbers; each is printed in each locale
    ("1234.56", "0.5", "987654.3", "12", "-45.75", "1000000.01", "7.125", "300"),
    ("1234", "56", "789", "12345", "1234567", "-987", "400", "65432"),
    ("1.234", "12.5", "0.75", "100", "3.141", "-2.5", "99.999", "8"),
    ("1234", "5678", "9012", "345678"),
)
Printer = Callable[[Decimal], str]


def _grouped(digits: str, separator: str, *, indian: bool = False) -> str:
    groups, rest = [digits[-3:]], digits[:-3]
    size = 2 if indian else 3
    while rest:
        groups.insert(0, rest[-size:])
        rest = rest[:-size]
    return separator.join(groups)


def printer(group: str, decimal: str, *, minus: str = "-", digits: str = "0123456789", indian: bool = False) -> Printer:
    def show(number: Decimal) -> str:
        whole, _, fraction = str(abs(number)).partition(".")
        text = _grouped(whole, group, indian=indian) + (decimal + fraction if fraction else "")
        text = text.translate(str.maketrans("0123456789", digits))
        if minus == "()":
            return f"({text})" if number < 0 else text
        return (text + minus[:-1] if minus.endswith("<") else minus + text) if number < 0 else text

    return show


LOCALES: dict[str, Printer] = {
    "en-US": printer(",", ".", minus="()"),
    "en-IN": printer(",", ".", indian=True),
    "de-DE": printer(".", ",", minus="-<"),
    "de-CH": printer("’", ".", minus="−"),
    "fr-FR": printer("\u202f", ",", minus="–"),
    "es-ES": printer(".", ",", minus="-"),
    "sv-SE": printer("\u00a0", ",", minus="−"),
    "pl-PL": printer(" ", ",", minus="-"),
    "ja-JP": printer(",", ".", digits="０１２３４５６７８９", minus="－"),
    "ar-EG": printer("٬", "٫", digits="٠١٢٣٤٥٦٧٨٩", minus="-"),
}
DAYS: dict[str, tuple[tuple[str, str], ...]] = {
    "en-US": (
        ("July 1, 2015", "2015-07-01"),
        ("Dec. 31, 2014", "2014-12-31"),
        ("7/16/2015", "2015-07-16"),
        ("03/04/2015", "2015-03-04"),
        ("Sept. 30, 2011", "2011-09-30"),
        ("March 2012", "2012-03"),
        ("1-Jul-2015", "2015-07-01"),
        ("2015-07-01", "2015-07-01"),
        ("12/31/1999", "1999-12-31"),
        ("May 5, 2020", "2020-05-05"),
        ("Feb 2019", "2019-02"),
        ("8/8/2018", "2018-08-08"),
    ),
    "en-IN": (
        ("16/07/2015", "2015-07-16"),
        ("03/04/2015", "2015-04-03"),
        ("1st April 2015", "2015-04-01"),
        ("31 March 2016", "2016-03-31"),
        ("31-03-2016", "2016-03-31"),
        ("01-Apr-2015", "2015-04-01"),
        ("2nd October 1869", "1869-10-02"),
        ("15 Aug 1947", "1947-08-15"),
        ("26 January 1950", "1950-01-26"),
        ("June 2019", "2019-06"),
        ("05/06/2015", "2015-06-05"),
        ("23rd May 2019", "2019-05-23"),
    ),
    "de-DE": (
        ("01.07.2015", "2015-07-01"),
        ("1. Juli 2015", "2015-07-01"),
        ("31. März 2016", "2016-03-31"),
        ("3.4.2015", "2015-04-03"),
        ("Dezember 2014", "2014-12"),
        ("30.09.2011", "2011-09-30"),
        ("1. Mai 2020", "2020-05-01"),
        ("24. Dez. 2018", "2018-12-24"),
        ("2015-07-01", "2015-07-01"),
        ("11.11.2011", "2011-11-11"),
        ("Okt. 2013", "2013-10"),
        ("29.2.2016", "2016-02-29"),
    ),
    "de-CH": (
        ("1.8.1291", ""),
        ("01.08.1891", "1891-08-01"),
        ("1. August 2015", "2015-08-01"),
        ("31. Jan. 2016", "2016-01-31"),
        ("12.9.2018", "2018-09-12"),
        ("Juni 2014", "2014-06"),
        ("15.10.2019", "2019-10-15"),
        ("6. Dezember 1992", "1992-12-06"),
        ("07.02.1971", "1971-02-07"),
        ("9. Feb. 2014", "2014-02-09"),
        ("Jänner 2020", "2020-01"),
        ("30.11.2020", "2020-11-30"),
    ),
    "fr-FR": (
        ("1er juillet 2015", "2015-07-01"),
        ("14 juillet 1789", "1789-07-14"),
        ("31/12/2014", "2014-12-31"),
        ("03/04/2015", "2015-04-03"),
        ("15 août 2016", "2016-08-15"),
        ("février 2012", "2012-02"),
        ("30 sept. 2011", "2011-09-30"),
        ("25 décembre 2018", "2018-12-25"),
        ("1 janv. 2020", "2020-01-01"),
        ("avril 2019", "2019-04"),
        ("05/06/2015", "2015-06-05"),
        ("11 novembre 1918", "1918-11-11"),
    ),
    "es-ES": (
        ("1 de julio de 2015", "2015-07-01"),
        ("31/12/2014", "2014-12-31"),
        ("03/04/2015", "2015-04-03"),
        ("6 de diciembre de 1978", "1978-12-06"),
        ("12 de octubre de 1492", ""),
        ("marzo de 2012", "2012-03"),
        ("15-08-2016", "2016-08-15"),
        ("30 sept. 2011", "2011-09-30"),
        ("2 de mayo de 1808", "1808-05-02"),
        ("enero 2020", "2020-01"),
        ("05/06/2015", "2015-06-05"),
        ("23 abr. 2019", "2019-04-23"),
    ),
    "sv-SE": (
        ("2015-07-01", "2015-07-01"),
        ("1 juli 2015", "2015-07-01"),
        ("6 juni 2016", "2016-06-06"),
        ("31 december 2014", "2014-12-31"),
        ("mars 2012", "2012-03"),
        ("30 sept 2011", "2011-09-30"),
        ("2014-12-31", "2014-12-31"),
        ("1 maj 2020", "2020-05-01"),
        ("24 dec. 2018", "2018-12-24"),
        ("augusti 2013", "2013-08"),
        ("2016-02-29", "2016-02-29"),
        ("15 jan 2019", "2019-01-15"),
    ),
    "pl-PL": (
        ("1 lipca 2015", "2015-07-01"),
        ("01.07.2015", "2015-07-01"),
        ("11 listopada 1918", "1918-11-11"),
        ("3 maja 1791", "1791-05-03"),
        ("31.12.2014", "2014-12-31"),
        ("marzec 2012", "2012-03"),
        ("15 sierpnia 1920", "1920-08-15"),
        ("30 września 2011", "2011-09-30"),
        ("2.4.2005", "2005-04-02"),
        ("styczeń 2020", "2020-01"),
        ("24 grudnia 2018", "2018-12-24"),
        ("4 czerwca 1989", "1989-06-04"),
    ),
    "ja-JP": (
        ("2015年7月1日", "2015-07-01"),
        ("平成27年7月1日", "2015-07-01"),
        ("令和元年5月1日", "2019-05-01"),
        ("昭和64年1月7日", "1989-01-07"),
        ("2014年12月", "2014-12"),
        ("2015/07/01", "2015-07-01"),
        ("２０１６年８月１５日", "2016-08-15"),
        ("2011.09.30", "2011-09-30"),
        ("令和2年4月", "2020-04"),
        ("大正元年7月30日", "1912-07-30"),
        ("2018年12月24日", "2018-12-24"),
        ("2019-04-30", "2019-04-30"),
    ),
    "ar-EG": (
        ("٢٠١٥-٠٧-٠١", "2015-07-01"),
        ("٣١/١٢/٢٠١٤", "2014-12-31"),
        ("٠٣/٠٤/٢٠١٥", "2015-04-03"),
        ("٢٣/٠٧/١٩٥٢", "1952-07-23"),
        ("٠٦/١٠/١٩٧٣", "1973-10-06"),
        ("٢٥/٠١/٢٠١١", "2011-01-25"),
        ("٣٠/٠٦/٢٠١٣", "2013-06-30"),
        ("٢٠١٩-١٢-٣١", "2019-12-31"),
        ("١٥/٠٥/٢٠٢٠", "2020-05-15"),
        ("١٨/٠٦/١٩٥٣", "1953-06-18"),
        ("٢٠١٨-٠٢-٢٨", "2018-02-28"),
        ("٠١/٠١/٢٠٢١", "2021-01-01"),
    ),
}


def numbers(locale: str) -> list[list[tuple[str, Decimal]]]:
    """Columns of printed texts with their numbers: 28 a locale."""
    return [[(LOCALES[locale](Decimal(number)), Decimal(number)) for number in column] for column in COLUMNS]


def days(locale: str) -> list[tuple[str, str]]:
    """Printed dates with their ISO forms, "" for one that is outside the calendar we read: 12 a locale."""
    return list(DAYS[locale])


def as_date(text: str) -> date:
    return date.fromisoformat(text if len(text) > 7 else f"{text}-01")
