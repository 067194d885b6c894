"""Listings of programs that a detector took for tables: most of their lines begin or end as only a program's do.

In: a page and its detected regions, the weak ones too. Out: those that are no listing; the others, where they were detected, are told
among the figures. A statement ends with a semicolon or a brace, a line of LaTeX's tables with two backslashes, a comment with its
sign; a prompt begins what was typed after it. What is drawn as a grid is a table whatever its words say.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.regions.draft import RegionDraft, leave_out
from pipeline.regions.drawn import words_in
from pipeline.structure.words.lines import em_of, group_lines, runs
from pipeline.types import TableRegion
from table import Word

PROMPT = re.compile(r"(?:>{1,3}|R>|\.\.\.|In \[\d+\]:) ")
CONTINUED = re.compile(r"\+ ")  # of a prompt's line
ENDED = re.compile(r".*(?:;|\\\\)|.*\) (?:#|//) ?\w.*")  # in entries of two columns as well; a call with what it does
STATEMENT = re.compile(r"(?:\\(?:begin|end|usepackage)\s?[\[{]|//|/\*|#include\b).*|.*(?:[{}]|\*/)")
COLUMN_GAP = 2.0  # em between the words of two columns
MIN_LINES = 2
MIN_CODE = 0.6  # of the lines
MIN_DRAWN = 0.5  # of the region's words in a drawn table


def leave_out_listings(draft: RegionDraft) -> RegionDraft:
    """The draft without such regions. Regions that the caller drew are tables, whatever is in them."""
    return leave_out(draft, lambda region: _is_listing(draft, region))


def _is_listing(draft: RegionDraft, region: TableRegion) -> bool:
    if region.rotation:
        return False
    inside = words_in(draft.page, region.bbox)
    if any(len(one.words & inside) >= MIN_DRAWN * len(inside) for one in draft.drawn.tables):
        return False
    words = [draft.page.words[index] for index in sorted(inside)]
    return _is_code(group_lines(words), em_of(words, 1.0))


def _is_code(lines: Sequence[Sequence[Word]], em: float) -> bool:
    texts = [" ".join(word.text for word in line) for line in lines]
    typed = sum(PROMPT.match(text) is not None for text in texts)
    typed += sum(CONTINUED.match(text) is not None for text in texts) if typed else 0
    stated = sum(_is_statement(text, line, em) for text, line in zip(texts, lines, strict=True))
    return len(lines) >= MIN_LINES and typed + stated >= MIN_CODE * len(lines)


def _is_statement(text: str, line: Sequence[Word], em: float) -> bool:
    return ENDED.fullmatch(text) is not None or (STATEMENT.fullmatch(text) is not None and len(runs(line, em, COLUMN_GAP)) == 1)
