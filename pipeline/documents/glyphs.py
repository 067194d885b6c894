"""What a glyph shows whose Unicode value cannot be believed: told from its outline, never dropped.

Pure. Fonts of journals and old typesetters give their minus sign no Unicode value, or a control character (U+0003); others
use the soft hyphen as minus. A flat bar in the middle of the line is read as "-", so that a number keeps its sign; any
other such glyph is U+FFFD, which leaves the value visibly unsure. A glyph without ink is white space. Private-use
characters that are no bar stay as the font gives them: icons and symbols say no less than U+FFFD.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

MINUS, UNKNOWN, SOFT_HYPHEN = "-", "\ufffd", "\u00ad"
LIGATURES = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0xFB00, 0xFB07)}  # ff fi fl ffi ffl st st
DOUBTFUL = {"Cc", "Cn", "Co"}  # control, unassigned, private use: no text that a font means
BAR_WIDTH = (0.15, 0.85)  # em: hyphens, minus signs and en dashes; a wider bar is a rule or a Chinese numeral
MAX_BAR_HEIGHT = 0.12  # em
MIN_FLATNESS = 2.5  # width over height: a full stop is square, an equals sign is two bars high
BAR_MIDDLE = (0.1, 0.5)  # em above the baseline: an underscore is below, a macron above


def is_doubtful(text: str, *, is_mapped: bool) -> bool:
    """Whether one character's text is no more than a guess: no value in the font, or a value no text has."""
    return not is_mapped or _is_no_text(text)


@lru_cache(maxsize=4096)
def _is_no_text(text: str) -> bool:
    return text in (UNKNOWN, SOFT_HYPHEN) or unicodedata.category(text) in DOUBTFUL


def shown_text(text: str, ink: tuple[float, float, float, float], baseline: float, size: float) -> str:
    """What a doubtful glyph is read as; ``""`` for white space. ``ink`` is its box and ``baseline`` its y, upright points."""
    x0, y0, x1, y1 = ink
    if x1 <= x0 or y1 <= y0:
        return text if text.isprintable() and text != UNKNOWN else ""
    if is_bar(x1 - x0, y1 - y0, baseline - (y0 + y1) / 2, size):
        return MINUS
    if text == SOFT_HYPHEN:
        return MINUS
    return UNKNOWN if unicodedata.category(text) in DOUBTFUL - {"Co"} else text


def is_bar(width: float, height: float, above: float, size: float) -> bool:
    """Whether ink of ``width`` x ``height`` points, its middle ``above`` the baseline, is a hyphen, minus sign or short dash."""
    low, high = (share * size for share in BAR_WIDTH)
    is_flat = height <= MAX_BAR_HEIGHT * size and width >= MIN_FLATNESS * height
    return size > 0 and is_flat and low <= width <= high and BAR_MIDDLE[0] * size <= above <= BAR_MIDDLE[1] * size


def whole_text(text: str) -> str:
    """``text`` in whole characters: UTF-16 halves joined (one alone is U+FFFD), Latin ligatures as letters, accents composed (NFC)."""
    if text.isascii():  # most words
        return text
    joined = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return unicodedata.normalize("NFC", joined.translate(LIGATURES))
