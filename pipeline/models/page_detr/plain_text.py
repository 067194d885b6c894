"""Pages that cannot hold a table, so that no detector needs to look at them: running text and nothing else.

A table of two columns has rows, and a row has a gap that running text has not. On 281 pages of the development sets none of the 10
that are plain had anything the detector took for a table, not even far below its threshold.
"""

from __future__ import annotations

from pipeline.structure.words.lines import em_of, group_lines, runs
from pipeline.types import Page

MAX_PARTED = 1  # lines with a gap that a plain page may have: a page number beside a running title
_EM = 9.0  # points, of a page without words


def is_plain_text(page: Page) -> bool:
    """Whether nothing is drawn on the page, all words are upright, and at most ``MAX_PARTED`` lines have a gap wider than 1 em."""
    if page.rulings or page.shadings or any(word.rotation for word in page.words):
        return False
    em = em_of(page.words, _EM)
    parted = 0
    for line in group_lines(page.words):
        parted += len(runs(line, em)) > 1
        if parted > MAX_PARTED:
            return False
    return True
