"""Whether OCR was sure of a table's words: photographs out of focus and faint scans come out as other words, and say so.

In: a table and its page, page points. Out: the flag, or nothing; words of a text layer are what they are.
"""

from __future__ import annotations

from pipeline.flags import Flag
from pipeline.types import Page
from table import Table

MIN_MEAN_SCORE = 0.85  # of the words on the table; of 348 pictures read for the development sets 5 % have less
MIN_WORDS = 4  # fewer say nothing of a picture


def hard_to_read(page: Page, table: Table) -> tuple[str, ...]:
    """``HARD_TO_READ`` when the mean score of the words on the table is low; empty for a table without a box."""
    if page.text_source != "ocr" or table.bbox is None:
        return ()
    scores = [word.score for word in page.words if table.bbox.holds(word.bbox)]
    is_unsure = len(scores) >= MIN_WORDS and sum(scores) / len(scores) < MIN_MEAN_SCORE
    return (str(Flag.HARD_TO_READ),) if is_unsure else ()
