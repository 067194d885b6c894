"""Whether a page's text layer can be believed.

Fonts without a Unicode map give nonsense that looks like text, private-use glyphs, control characters, U+FFFD or
pdfminer's ``(cid:12)``; such a page is read by OCR like one without text. A scan with a stamped page number counts as
a page without text, too.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from canonicalize.quality import is_unreadable
from pipeline.documents.chars import BREAK, Char
from table import Word

MAX_BAD_SHARE = 0.3  # of the characters; symbols of icon fonts stay far below on readable pages
SCAN_COVERAGE = 0.6  # of the page under pictures, from which on a page with hardly any words counts as a scan
FEW_WORDS = 12
MAX_UNMAPPED_SHARE = 0.5  # of the characters without a Unicode value in their font
CID = re.compile(r"\(cid:\d+\)")


def is_readable(words: Sequence[Word]) -> bool:
    """Whether the words are text at all; ``False`` for none."""
    num_characters = num_bad = 0
    for word in words:
        text, num_cids = CID.subn("", word.text)
        num_characters += len(text) + num_cids
        num_bad += num_cids + (0 if text.isascii() and text.isprintable() else sum(map(is_unreadable, text)))
    return num_characters > 0 and num_bad <= MAX_BAD_SHARE * num_characters


def is_scan(words: Sequence[Word], picture_share: float) -> bool:
    """Whether the page is a picture with at most a stamp or a page number as text."""
    return picture_share >= SCAN_COVERAGE and len(words) < FEW_WORDS


def is_mapped(chars: Sequence[Char]) -> bool:
    """Whether the fonts give a Unicode value for most characters; ``True`` for none."""
    are_mapped = [char.is_mapped for char in chars if char.text != BREAK]
    return are_mapped.count(False) <= MAX_UNMAPPED_SHARE * len(are_mapped)
