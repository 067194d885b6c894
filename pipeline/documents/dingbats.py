"""What the signs of symbol fonts show where the font's codes are taken for letters: ticks and boxes of Wingdings and its kin.

Pure. Wingdings writes a ticked box as the code of "þ"; programs give it that letter, or the private-use character U+F0FE. Only ticks
and boxes are told, because they are values; bullets and arrows stay as they come.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

_PRIVATE = 0xF000  # where symbol fonts' codes lie in the private-use area
_WINGDINGS = {0x6F: "☐", 0x71: "❑", 0x72: "❒", 0x78: "☒", 0xA8: "☐", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑"}
_WINGDINGS_2 = {0x4F: "✗", 0x50: "✓", 0x51: "☒", 0x52: "☑", 0x53: "☒", 0x54: "☒", 0xA3: "☐"}
_WEBDINGS = {0x61: "✓", 0x63: "☐", 0x72: "✗"}
_ZAPF_DINGBATS = {0x33: "✓", 0x34: "✔", 0x35: "✕", 0x36: "✖", 0x37: "✗", 0x38: "✘", 0x6F: "❏", 0x70: "❐", 0x71: "❑", 0x72: "❒"}
_FONTS: tuple[tuple[re.Pattern[bytes], Mapping[int, str]], ...] = (
    (re.compile(rb"wingdings[ -]?2", re.I), _WINGDINGS_2),
    (re.compile(rb"wingdings(?![ -]?[23])", re.I), _WINGDINGS),
    (re.compile(rb"webdings", re.I), _WEBDINGS),
    (re.compile(rb"dingbats", re.I), _ZAPF_DINGBATS),
)
_NONE: Mapping[int, str] = {}


def signs_of(font: bytes) -> Mapping[int, str]:
    """Code and sign of the ticks and boxes of the font of this name; empty for fonts of letters.

    >>> signs_of(b"ABCDEF+Wingdings-Regular")[0xFE], signs_of(b"Helvetica")
    ('☑', {})
    """
    return next((signs for name, signs in _FONTS if name.search(font)), _NONE)


def shown_sign(text: str, signs: Mapping[int, str]) -> str:
    """The sign that ``text``, one character as the font gives it, shows; ``text`` itself where it is none of ``signs``.

    >>> shown_sign("\\uf0fe", signs_of(b"Wingdings")), shown_sign("☑", signs_of(b"Wingdings"))
    ('☑', '☑')
    """
    code = ord(text)
    return signs.get(code - _PRIVATE if code >= _PRIVATE else code, text)
