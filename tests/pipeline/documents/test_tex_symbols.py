"""Codes of TeX's symbol fonts that have no Unicode value are read as the signs that they show, and signs that hang stand in their line."""

from __future__ import annotations

import pytest

from pipeline.documents import open_document
from pipeline.documents.tex_symbols import codes_of
from pipeline.options import Options

WIDTHS = f"/FirstChar 0 /LastChar 127 /Widths [{'500 ' * 128}]"
DESCRIPTOR = "<< /Type /FontDescriptor /FontName /{} /Flags 4 /FontBBox [0 -200 900 900] /ItalicAngle 0 /Ascent 900 /Descent -200 >>"


def symbol_font(name: str, names: str) -> tuple[str, str]:
    """Objects 10 and 11: a font of this name whose codes have the glyph names ``names``."""
    encoding = f"/Encoding << /Type /Encoding /Differences [{names}] >>"
    return f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} {WIDTHS} {encoding} /FontDescriptor 11 0 R >>", DESCRIPTOR.format(name)


def words(data: bytes) -> list[str]:
    with open_document(data, Options(text="pdf")) as document:
        return [word.text for word in document.page(1).words]


@pytest.mark.parametrize(
    ("name", "names", "content", "expected"),
    [
        ("ABCDEF+CMSY8", "48 /tenprime", "(15) Tj /F3 10 Tf (0 ) Tj", ["15′"]),
        ("MSAM10", "54 /lessorequalslant", "(p) Tj /F3 10 Tf ( 6 ) Tj /F1 10 Tf (0.05) Tj", ["p", "⩽", "0.05"]),
        ("MSAM10", "88 /checkmarked", "(yes) Tj /F3 10 Tf ( X) Tj", ["yes", "✓"]),
        ("CMSY8", "48 /zero", "(15) Tj /F3 10 Tf (0 ) Tj", ["150"]),  # the font says what it is
        ("Other8", "48 /tenprime", "(15) Tj /F3 10 Tf (0 ) Tj", ["150"]),  # none of TeX's
    ],
    ids=["prime", "at most", "tick", "known", "other font"],
)
def test_codes_without_a_value_are_signs(pdf, name, names, content, expected):
    assert words(pdf(f"BT /F1 10 Tf 20 50 Td {content} ET", fonts="/F3 10 0 R", extra=symbol_font(name, names))) == expected


def test_each_encoding_has_its_signs_at_their_codes():
    symbols, large, signs = codes_of(b"CMSY10"), codes_of(b"XYZABC+CMEX10"), codes_of(b"MSAM7")
    assert [symbols[code] for code in (0x21, 0x30, 0x36, 0x40, 0x5B, 0x68, 0x70, 0x7F)] == ["→", "′", "\u0338", "ℵ", "∪", "⟨", "√", "♠"]
    assert [large[code] for code in (0x10, 0x2F, 0x43, 0x50, 0x5A, 0x68, 0x74)] == ["(", "\\", "⎟", "∑", "∫", "[", "√"]
    assert [signs[code] for code in (0x36, 0x3E, 0x58)] == ["⩽", "⩾", "✓"]
    assert 0x41 not in symbols  # calligraphic letters are letters


@pytest.mark.parametrize(("shape", "is_moved"), [("0 -900 500 900", True), ("0 -300 100 200", False)], ids=["radical", "comma"])
def test_a_tall_sign_that_hangs_stands_where_its_ink_is(pdf, shape, is_moved):
    x, y, width, height = map(int, shape.split())
    glyph = f"600 0 {x} {y} {x + width} {y + height} d1 {shape} re f"
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 1000 800] /FontMatrix [0.001 0 0 0.001 0 0] /Resources << >> "
        "/CharProcs << /g1 11 0 R >> /Encoding << /Type /Encoding /Differences [112 /g1] >> /FirstChar 112 /LastChar 112 /Widths [600] "
        "/ToUnicode 12 0 R >>"
    )
    unicode = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 1 beginbfchar <70> <221a> endbfchar endcmap"
    extra = (font, *(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream" for stream in (glyph, unicode)))
    data = pdf("BT /F1 10 Tf 20 50 Td (one) Tj /F3 10 Tf 1 0 0 1 80 57 Tm (p) Tj ET", fonts="/F3 10 0 R", extra=extra)
    with open_document(data, Options(text="pdf")) as document:
        one, sign = document.page(1).words
    ink = 100 - (57 + (y + height / 2) / 100)
    assert sign.text == "√"
    assert (abs(sign.bbox.center[1] - ink) < 0.5) is is_moved
    assert abs(one.bbox.height - sign.bbox.height) < 2
