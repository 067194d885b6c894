"""What the codes of TeX's symbol fonts show that have no Unicode value: glyphs with names of TeX's own, whose codes are taken for letters.

Pure. Of "p ⩽ 0.05", "10′" and "✓" a text layer says "p 6 0.05", "100" and "X". The fonts' encodings are fixed (OMS, OMX, OML and AMS A of
the TeX distributions), and only codes that the document itself gives no value are looked up, so nothing that it says is overruled.
"""

from __future__ import annotations

import re
from collections.abc import Mapping


def _from(start: int, signs: str) -> dict[int, str]:
    """The signs of consecutive codes; a space where there is none that one character shows."""
    return {start + place: sign for place, sign in enumerate(signs) if sign != " "}


_SYMBOLS = {  # OMS; U+0338 strikes out the sign after it
    **_from(0x21, "→↑↓↔↗↘≃⇐⇒⇑⇓⇔↖↙∝′∞∈∋△▽\u0338↦∀∃¬∅ℜℑ⊤⊥ℵ"),
    **_from(0x5B, "∪∩⊎∧∨⊢⊣⌊⌋⌈⌉{}⟨⟩|∥↕⇕\\≀√⨿∇∫⊔⊓⊑⊒§†‡¶♣♢♡♠"),
}
_LARGE = {  # OMX: brackets, their pieces, and operators in two sizes
    **_from(0x00, "()[]⌊⌋⌈⌉{}⟨⟩|∥/\\"),
    **_from(0x10, "()()[]⌊⌋⌈⌉{}⟨⟩/\\"),
    **_from(0x20, "()[]⌊⌋⌈⌉{}⟨⟩/\\/\\"),
    **_from(0x30, "⎛⎞⎡⎤⎣⎦⎢⎥⎧⎫⎩⎭⎨⎬⎪⏐⎝⎠⎜⎟⟨⟩⊔⊔∮∮⊙⊙⊕⊕⊗⊗"),
    **_from(0x50, "∑∏∫⋃⋂⨄⋀⋁" * 2),
    **_from(0x60, "∐∐ˆˆˆ˜˜˜[]⌊⌋⌈⌉{}√√√√√"),
}
_ITALIC = {0x2E: "▷", 0x2F: "◁", 0x3F: "⋆", 0x5B: "♭", 0x5C: "♮", 0x5D: "♯", 0x60: "ℓ", 0x7D: "℘"}  # OML
_AMS = {  # AMS A
    **{0x03: "□", 0x04: "■", 0x06: "◇", 0x25: "≿", 0x26: "≳", 0x29: "∴", 0x2A: "∵", 0x2C: "≜", 0x2D: "≾", 0x2E: "≲"},
    **_from(0x34, "≼≦⩽≶"),
    **_from(0x3C, "≽≧⩾≷"),
    **{0x42: "▷", 0x43: "◁", 0x46: "★", 0x48: "▼", 0x4E: "▲", 0x58: "✓"},
}
_FONTS: tuple[tuple[re.Pattern[bytes], Mapping[int, str]], ...] = (
    (re.compile(rb"(?:^|\+)(?:CMB?SY|LMMathSymbols|[tp]xsy(?![a-z]))"), _SYMBOLS),
    (re.compile(rb"(?:^|\+)(?:CMEX|LMMathExtension)"), _LARGE),
    (re.compile(rb"(?:^|\+)(?:CMMIB?|LMMathItalic)\d"), _ITALIC),
    (re.compile(rb"(?:^|\+)MSAM"), _AMS),
)
_NONE: Mapping[int, str] = {}


def codes_of(font: bytes) -> Mapping[int, str]:
    """What the codes of the font of this name show that have no Unicode value; empty for fonts that are none of TeX's.

    >>> codes_of(b"ABCDEF+CMSY8")[0x30], codes_of(b"MSAM10")[0x36], codes_of(b"CMR10")
    ('′', '⩽', {})
    """
    return next((codes for name, codes in _FONTS if name.search(font)), _NONE)
