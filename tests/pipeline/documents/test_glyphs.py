"""Glyphs without a believable Unicode value: minus signs are kept, everything else stays visibly unsure."""

from __future__ import annotations

import pytest

from pipeline.documents import open_document
from pipeline.documents.glyphs import is_doubtful, shown_text, whole_text
from pipeline.options import Options

SIZE, BASELINE = 10.0, 100.0
NAMES = "[3 /g3 /g4 /g5 /g6]"  # codes 3 to 6: a bar, a block, a blank and an underscore, none of them with a Unicode value
SHAPES = {"g3": "50 230 500 50", "g4": "50 0 500 700", "g5": "", "g6": "50 -100 500 50"}


def drawn_font() -> tuple[str, ...]:
    """Objects 10 to 14: a Type 3 font of ``SHAPES`` and its glyphs."""
    procs = " ".join(f"/{name} {11 + index} 0 R" for index, name in enumerate(SHAPES))
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 -200 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /Resources << >> "
        f"/CharProcs << {procs} >> /Encoding << /Type /Encoding /Differences {NAMES} >> "
        "/FirstChar 3 /LastChar 6 /Widths [600 600 600 600] >>"
    )
    return font, *(_glyph(shape) for shape in SHAPES.values())


def _glyph(shape: str) -> str:
    x, y, width, height = map(int, (shape or "0 0 0 0").split())
    content = f"600 0 {x} {y} {x + width} {y + height} d1 {shape + ' re f' if shape else ''}"
    return f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


def words(data: bytes) -> list[str]:
    with open_document(data, Options(text="pdf")) as document:
        return [word.text for word in document.page(1).words]


@pytest.mark.parametrize(("code", "expected"), [(3, ["-0.9393", "end"]), (4, ["\ufffd0.9393", "end"]), (5, ["0.9393", "end"])])
def test_an_unmapped_glyph_before_a_number_is_a_minus_sign_only_when_it_looks_so(pdf, code, expected):
    content = f"BT /F3 10 Tf 20 50 Td (\\00{code}) Tj /F1 10 Tf (0.9393 end) Tj ET"
    assert words(pdf(content, fonts="/F3 10 0 R", extra=drawn_font())) == expected


def test_an_unmapped_bar_below_the_line_is_no_minus_sign(pdf):
    content = "BT /F3 10 Tf 20 50 Td (\\006) Tj /F1 10 Tf (12 end) Tj ET"
    assert words(pdf(content, fonts="/F3 10 0 R", extra=drawn_font())) == ["\ufffd12", "end"]


def test_a_drawn_soft_hyphen_is_a_hyphen(pdf):
    assert words(pdf("BT /F1 10 Tf 20 50 Td (\\25512.50 x\\2557 ta\\255) Tj ET")) == ["-12.50", "x-7", "ta-"]


@pytest.mark.parametrize("rotation", ["0 1 -1 0 50 20", "0 -1 1 0 50 90"])
def test_turned_minus_signs_are_found(pdf, rotation):
    content = f"BT /F3 10 Tf {rotation} Tm (\\003) Tj /F1 10 Tf (5.5) Tj ET"
    assert words(pdf(content, fonts="/F3 10 0 R", extra=drawn_font())) == ["-5.5"]


def box(width: float, height: float, above: float) -> tuple[float, float, float, float]:
    return (0.0, BASELINE - above - height / 2, width, BASELINE - above + height / 2)


@pytest.mark.parametrize(
    ("text", "ink", "shown"),
    [
        ("\x03", box(4.0, 0.4, 2.8), "-"),
        ("\uf02d", box(5.0, 0.5, 2.5), "-"),  # the Symbol font's minus
        ("\ufffd", box(6.0, 0.4, 2.8), "-"),
        ("\x03", box(4.0, 0.4, 7.5), "\ufffd"),  # a macron
        ("\x03", box(10.0, 0.4, 2.8), "\ufffd"),  # a rule
        ("\x03", box(5.0, 3.0, 2.8), "\ufffd"),  # an equals sign
        ("\x03", box(1.0, 1.0, 2.0), "\ufffd"),  # a dot
        ("\uf0b7", box(3.0, 3.0, 2.8), "\uf0b7"),  # an icon stays what it is
        ("A", box(5.0, 7.0, 3.5), "A"),
        ("\x03", box(0.0, 0.0, 0.0), ""),
    ],
)
def test_what_a_doubtful_glyph_shows(text, ink, shown):
    assert shown_text(text, ink, BASELINE, SIZE) == shown


@pytest.mark.parametrize(
    ("text", "is_mapped", "expected"),
    [("\x03", True, True), ("\u00ad", True, True), ("\ue000", True, True), ("7", False, True), ("7", True, False), ("\u2212", True, False)],
)
def test_which_characters_are_doubtful(text, is_mapped, expected):
    assert is_doubtful(text, is_mapped=is_mapped) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\ufb01eld e\ufb03cient", "field efficient"),
        ("u\u0308ber", "\u00fcber"),
        ("\ud835\udc65+1", "\U0001d465+1"),
        ("a\ud835", "a\ufffd"),
        ("5 m\u00b2", "5 m\u00b2"),
    ],
)
def test_ligatures_accents_and_surrogates_are_made_whole(text, expected):
    assert whole_text(text) == expected
