"""Lines of a header that tell the unit of the columns they stand under: "(in millions)", "(In $ millions, except per share data)".

Such a line is of all columns that it stands in the middle of, however short it is: the model sees it over the middle one of three
and takes it for that column's own, or cuts it word by word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.structure.words.lines import SPACE, runs
from table import Word

UNIT = re.compile(
    r"millions?|thousands?|billions?|hundreds?|percent(?:ages?)?|per cent|dollars?|euros?|crores?|lakhs?|\b000s?|'000|’000|[$€£¥]"
    r"|millionen|tausend|mio\.?|tsd\.?|milliers|milliards|millones|miles|milhões|milhares|milioni|migliaia"
)
WHOLE = re.compile(r"\(.*\)|(?:in|en|em|dollars in|amounts in|[$€£] in) .*", re.DOTALL)
# Of one column: "RMB'000", "(US$)", "$m", "%", "千港元"; recognised text has S for the dollar sign and signs of a like shape.
CURRENCY = r"(?:rmb|cny|usd|eur|gbp|chf|hkd?[$s]?|us[$s]?|nt[$s]?|[acs]?[$€£¥]|s(?=['’‘m]|bn))"
SCALE = r"(?:['’‘]\s?0{3}s?|mn?|mm|bn|millions?|billions?|thousands?)"
CHINESE = r"(?:人民[币幣]|港[币幣])?[百十千干万萬亿億]*[港美日欧歐]?[元圆圓]"
COLUMN_UNIT = re.compile(rf"%|per ?cent|(?=.*(?:\w|['’‘])){CURRENCY}\s?{SCALE}?|['’‘]0{{3}}s?|{CHINESE}", re.IGNORECASE)
MAX_WORDS = 12  # of such a line; more are a sentence


def unit_phrases(line: Sequence[Word], em: float) -> list[list[Word]]:
    """The phrases of a line (words from left to right) when all of them tell a unit, else none."""
    phrases = runs(line, em, 2 * SPACE)
    return phrases if phrases and all(map(is_unit, phrases)) else []


def is_unit(words: Sequence[Word]) -> bool:
    """Whether a phrase tells a unit and nothing else.

    >>> from table import BBox
    >>> def said(text): return [Word(part, BBox(0, 0, 1, 1)) for part in text.split()]
    >>> is_unit(said("(in millions, except per share)")), is_unit(said("In percent")), is_unit(said("(in years)")), is_unit(said("Sales $"))
    (True, True, False, False)
    """
    text = " ".join(word.text for word in words).casefold()
    return len(words) <= MAX_WORDS and bool(WHOLE.fullmatch(text)) and bool(UNIT.search(text)) and any(map(str.isalpha, text))


def is_column_unit(words: Sequence[Word]) -> bool:
    """Whether a phrase is the unit of one column and nothing else.

    >>> from table import BBox
    >>> def said(text): return [Word(part, BBox(0, 0, 1, 1)) for part in text.split()]
    >>> [is_column_unit(said(text)) for text in ("RMB'000", "(US$)", "$m", "US$ million", "%", "千港元", "HKS'000")]
    [True, True, True, True, True, True, True]
    >>> [is_column_unit(said(text)) for text in ("$", "2016", "m", "Sales", "000")]
    [False, False, False, False, False]
    """
    text = " ".join(word.text for word in words)
    if text[:1] == "(" and text[-1:] == ")":
        text = text[1:-1]
    return bool(COLUMN_UNIT.fullmatch(text))
