"""Tables of contents that a detector took for tables: titles, dots that lead to page numbers, and these never go back.

In: a page and its detected regions, the weak ones too. Out: those that are none; the others, where they were detected, are told among the
figures. Lists of amounts have such dots as well, but no six of them in order; a title that has no dots, a chapter's, may stand between.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from pipeline.regions.draft import RegionDraft, leave_out
from pipeline.regions.drawn import words_in
from pipeline.structure.words.leaders import DOTS, MIN_DOTS
from pipeline.structure.words.lines import group_lines
from pipeline.types import TableRegion
from table import Word

MIN_ENTRIES = 6
MIN_LEADING = 0.5  # of the lines that are entries
MAX_DIGITS = 4  # of a page's number


def leave_out_contents(draft: RegionDraft) -> RegionDraft:
    """The draft without such regions. Regions that the caller drew are tables, whatever is in them."""
    return leave_out(draft, lambda region: _is_contents(draft, region))


def _is_contents(draft: RegionDraft, region: TableRegion) -> bool:
    if region.rotation:
        return False
    lines = group_lines(draft.page.words[index] for index in sorted(words_in(draft.page, region.bbox)))
    pages = [page for line in lines if (page := _page_of(line)) is not None]
    is_list = len(pages) >= max(MIN_ENTRIES, MIN_LEADING * len(lines))
    return is_list and pages[0] < pages[-1] and all(before <= after for before, after in pairwise(pages))


def _page_of(line: Sequence[Word]) -> int | None:
    """The number at the end of a line, behind a title and dots; ``None`` of other lines."""
    *before, last = (word.text for word in line)
    dots = "".join(text for text in before if DOTS.fullmatch(text))
    title = [text for text in before if not DOTS.fullmatch(text)]
    has_title = any(char.isalpha() for text in title for char in text) and not DOTS.fullmatch(before[0])
    is_page = last.isdecimal() and len(last) <= MAX_DIGITS
    return int(last) if is_page and has_title and len(dots) >= MIN_DOTS and DOTS.fullmatch(before[-1]) else None
