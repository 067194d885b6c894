"""Value formats: what the cells of one column look like. A format is a function from a random generator to the cell's tokens.

A token is one word; a token that starts with ``SUPERSCRIPT`` is set small and raised, directly behind the word before;
``BREAK`` starts a new line inside the cell.
"""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from training.synthesis import vocabulary as v

SUPERSCRIPT = "\x01"
BREAK = "\n"

Tokens = tuple[str, ...]
ValueFormat = Callable[[Random], Tokens]

NUMERIC_KINDS = ("integer", "decimal", "percent", "money", "mean_sd", "estimate_ci", "count_percent", "p_value", "small", "signed")


def group_digits(number: int, separator: str) -> str:
    """``number`` with groups of three digits: ``1,234`` (an empty separator leaves it alone)."""
    return f"{number:,}".replace(",", separator) if separator != "," else f"{number:,}"


def integer_format(rng: Random) -> ValueFormat:
    top = 10 ** rng.choice((1, 2, 2, 3, 3, 4, 4, 5, 6, 7))
    narrow = rng.random() < 0.4
    separator = rng.choice((",", ",", ",", "", " ", "."))

    def draw(r: Random) -> Tokens:
        number = r.randrange(top // 10, top) if narrow else int(top ** (0.3 + 0.7 * r.random()))
        if separator == " " and r.random() < 0.97:
            return tuple(f"{number:,}".split(","))  # a space between thousands makes several words
        return (group_digits(number, separator.strip() or ""),)

    return draw


def decimal_format(rng: Random) -> ValueFormat:
    digits = rng.choice((1, 1, 1, 2, 2, 3, 4))
    top = rng.choice((1, 5, 20, 100, 100, 1000, 20000))
    point = rng.choice((".", ".", ".", ".", ".", ",", "·"))
    signed = rng.random() < 0.2

    def draw(r: Random) -> Tokens:
        text = f"{r.random() * top:,.{digits}f}" if point == "." else f"{r.random() * top:.{digits}f}".replace(".", point)
        return ((("-" if r.random() < 0.5 else "−") if signed and r.random() < 0.3 else "") + text,)

    return draw


def percent_format(rng: Random) -> ValueFormat:
    digits, apart = rng.choice((0, 0, 1, 1, 2)), rng.random() < 0.25

    def draw(r: Random) -> Tokens:
        number = f"{r.random() ** 1.5 * 100:.{digits}f}"
        return (number, "%") if apart else (number + "%",)

    return draw


def money_format(rng: Random) -> ValueFormat:
    top = 10 ** rng.choice((2, 3, 3, 4, 4, 5, 6))
    digits = 0 if rng.random() < 0.75 else rng.choice((1, 2))
    sign, always = rng.choice(("$", "$", "$", "$", "€", "£")), rng.random() < 0.2
    suffix = rng.choice(("", "", "", "M", "m", "B")) if always else ""
    negative = rng.choice((0.0, 0.05, 0.2, 0.4))

    def draw(r: Random) -> Tokens:
        number = f"{(top ** (0.4 + 0.6 * r.random())):,.{digits}f}{suffix}"
        if r.random() < negative:
            number = f"({number})"
        return (sign + number,) if always else (number,)

    return draw


def mean_sd_format(rng: Random) -> ValueFormat:
    top, digits = rng.choice((1, 10, 50, 200)), rng.choice((1, 2, 2, 3))
    shape = rng.choice(("±", "±", "(", "glued"))

    def draw(r: Random) -> Tokens:
        mean, deviation = f"{r.random() * top:.{digits}f}", f"{r.random() * top / 5:.{digits}f}"
        if shape == "(":
            return (mean, f"({deviation})")
        return (mean, "±", deviation) if shape == "±" else (f"{mean}±{deviation}",)

    return draw


def estimate_ci_format(rng: Random) -> ValueFormat:
    digits, dash, brackets = rng.choice((1, 2, 2)), rng.choice(("–", "-", ", ", " to ")), rng.choice(("()", "()", "[]"))
    reference = rng.choice(("(ref.)", "(reference)", "(Ref)"))

    def draw(r: Random) -> Tokens:
        middle = r.random() * 2.5 + 0.2
        if r.random() < 0.08:
            return (f"{1:.{digits}f}", reference)
        low, high = f"{middle * 0.7:.{digits}f}", f"{middle * 1.5:.{digits}f}"
        return (f"{middle:.{digits}f}", *f"{brackets[0]}{low}{dash}{high}{brackets[1]}".split())

    return draw


def range_format(rng: Random) -> ValueFormat:
    top, digits, dash = rng.choice((5, 20, 100, 1000)), rng.choice((0, 0, 1, 2)), rng.choice(("–", "-", " - ", " to ", "−"))
    brackets = rng.choice(("", "", "()"))

    def draw(r: Random) -> Tokens:
        low = r.random() * top
        text = f"{low:.{digits}f}{dash}{low * 1.1 + r.random() * top:.{digits}f}"
        return tuple((f"({text})" if brackets else text).split())

    return draw


def count_percent_format(rng: Random) -> ValueFormat:
    top, digits, sign = rng.choice((30, 100, 500, 5000)), rng.choice((0, 1, 1)), rng.choice(("", "%"))
    slash = rng.random() < 0.2

    def draw(r: Random) -> Tokens:
        share = r.random()
        if slash:
            return (f"{int(share * top)}/{int(top * (1 + r.random()))}",)
        return (str(int(share * top)), f"({share * 100:.{digits}f}{sign})")

    return draw


def p_value_format(rng: Random) -> ValueFormat:
    digits, spaced = rng.choice((2, 3, 3, 4)), rng.random() < 0.4

    def draw(r: Random) -> Tokens:
        if r.random() < 0.25:
            return ("<", "0.001") if spaced else ("<0.001",)
        if r.random() < 0.1:
            return ("NS",)
        return (f"{r.random() ** 2:.{digits}f}" + ("*" if r.random() < 0.1 else ""),)

    return draw


def small_format(rng: Random) -> ValueFormat:
    top = rng.choice((2, 5, 10, 30))
    return lambda r: (str(r.randrange(top)),)


def signed_format(rng: Random) -> ValueFormat:
    digits, plus = rng.choice((1, 1, 2, 3)), rng.choice(("", "+"))
    stars = rng.random() < 0.4

    def draw(r: Random) -> Tokens:
        number = (r.random() - 0.5) * 10
        mark = r.choice(("", "*", "**", "***")) if stars else ""
        return (f"{'-' if number < 0 else plus}{abs(number):.{digits}f}{mark}",)

    return draw


def date_format(rng: Random) -> ValueFormat:
    shape = rng.randrange(6)

    def draw(r: Random) -> Tokens:
        day, month, year = r.randint(1, 28), r.randrange(12), r.randint(1975, 2024)
        if shape == 0:
            return (v.MONTHS[month], f"{day},", str(year))
        if shape == 1:
            return (f"{day:02d}/{month + 1:02d}/{year}",)
        if shape == 2:
            return (f"{v.SHORT_MONTHS[month]}", str(year))
        if shape == 3:
            return (str(year),)
        if shape == 4:
            return (str(day), v.MONTHS[month], str(year))
        return (f"{year}-{month + 1:02d}-{day:02d}",)

    return draw


def code_format(rng: Random) -> ValueFormat:
    letters, digits = rng.randint(0, 4), rng.randint(1, 5)
    dash = rng.choice(("", "-", "/", "."))

    def draw(r: Random) -> Tokens:
        head = "".join(r.choice("ABCDEFGHKLMNPRSTUWX") for _ in range(letters))
        return (f"{head}{dash if head else ''}{r.randrange(10 ** (digits - 1), 10**digits)}",)

    return draw


def choice_format(rng: Random) -> ValueFormat:
    pair = rng.choice(v.YES_NO)
    return lambda r: tuple(r.choice(pair).split())


def word_format(rng: Random) -> ValueFormat:
    pool = rng.choice((v.STATES, v.COUNTRIES, v.GENES, v.SPECIES, v.UNITS, v.STATE_CODES, v.MONTHS, v.PLAIN_WORDS, v.PLAIN_WORDS))
    lower = rng.random() < 0.15

    def draw(r: Random) -> Tokens:
        text = r.choice(pool)
        return tuple((text if lower or pool is not v.PLAIN_WORDS else text.capitalize()).split())

    return draw


def name_format(rng: Random) -> ValueFormat:
    if rng.random() < 0.5:
        return lambda r: (r.choice(v.PERSONS_FIRST), *(("A.",) if r.random() < 0.2 else ()), r.choice(v.PERSONS_LAST))
    return company


def company(rng: Random) -> Tokens:
    return (rng.choice(v.COMPANY_HEADS), rng.choice(v.COMPANY_KINDS), *rng.choice(v.COMPANY_TAILS).split())


def reference_format(rng: Random) -> ValueFormat:
    if rng.random() < 0.4:
        return lambda r: (f"[{r.randint(1, 90)}]",)
    return lambda r: (r.choice(v.PERSONS_LAST), "et", "al.", f"({r.randint(1980, 2023)})" if r.random() < 0.6 else f"[{r.randint(1, 90)}]")


def sentence(rng: Random, length: int, *, capital: bool = True, stop: bool = False) -> Tokens:
    """Prose of ``length`` words; punctuation inside now and then."""
    words = rng.choices(v.PROSE_WORDS, k=max(length, 1))
    for at in range(1, len(words) - 1):
        draw = rng.random()
        if draw < 0.06:
            words[at] += ","
        elif draw < 0.08:
            words[at] = f"({words[at]})"
        elif draw < 0.11:
            words[at] = str(rng.choice((rng.randint(2, 99), rng.randint(1980, 2024), "EU", "US", "15%")))
    if capital:
        words[0] = words[0].capitalize()
    if stop:
        words[-1] += "."
    return tuple(words)


def phrase_format(rng: Random) -> ValueFormat:
    low = rng.randint(1, 3)
    high = low + rng.randint(1, 4)
    lists = rng.random() < 0.3
    pool = rng.choice((v.GOVERNMENT_ITEMS, v.SCIENCE_ITEMS, None, None))

    def draw(r: Random) -> Tokens:
        if pool is not None and r.random() < 0.8:
            return tuple(r.choice(pool).split())
        if lists:
            return tuple(", ".join(r.choice(v.PLAIN_WORDS) for _ in range(r.randint(low, high))).capitalize().split())
        return sentence(r, r.randint(low, high))

    return draw


def long_format(rng: Random) -> ValueFormat:
    low = rng.randint(4, 9)
    high = low + rng.randint(3, 22)
    stop, bullets = rng.random() < 0.4, rng.random() < 0.12

    def draw(r: Random) -> Tokens:
        if not bullets:
            return sentence(r, r.randint(low, high), stop=stop)
        points = [("•", *sentence(r, r.randint(4, 12)), BREAK) for _ in range(r.randint(1, 4))]
        return tuple(token for point in points for token in point)[:-1]

    return draw


FORMATS: dict[str, Callable[[Random], ValueFormat]] = {
    "integer": integer_format,
    "decimal": decimal_format,
    "percent": percent_format,
    "money": money_format,
    "mean_sd": mean_sd_format,
    "estimate_ci": estimate_ci_format,
    "range": range_format,
    "count_percent": count_percent_format,
    "p_value": p_value_format,
    "small": small_format,
    "signed": signed_format,
    "date": date_format,
    "code": code_format,
    "choice": choice_format,
    "word": word_format,
    "name": name_format,
    "reference": reference_format,
    "phrase": phrase_format,
    "long": long_format,
}
