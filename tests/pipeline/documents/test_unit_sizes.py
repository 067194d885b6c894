"""Fonts whose font size is a unit: bitmap fonts of TeX, set at one dot of the printer."""

from __future__ import annotations

import pytest

from pipeline.documents import open_document
from pipeline.options import Options
from pipeline.types import Page

DOT = 0.24  # points
WIDTH, HEIGHT = 20, 24  # dots: letters of 9 points


def bitmap_font(codes: str, *, height: int = HEIGHT, width: int = WIDTH, first: int = 10) -> tuple[str, ...]:
    """A font of ``codes`` as drivers write it: its space is the printer's, its box says nothing."""
    procs = " ".join(f"/g{ord(code)} {first + 1 + index} 0 R" for index, code in enumerate(codes))
    names = " ".join(f"{ord(code)} /g{ord(code)}" for code in codes)
    last = first + 1 + len(codes)
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1 -1] /FontMatrix [1 0 0 -1 0 0] /Resources << >> "
        f"/CharProcs << {procs} >> /Encoding << /Type /Encoding /Differences [{names}] >> /FirstChar 32 /LastChar 126 "
        f"/Widths [{' '.join([str(width)] * 95)}] /ToUnicode {last} 0 R >>"
    )
    tall = [(code, 6 if code == "." else height) for code in codes]
    glyphs = [f"{width} 0 {width / 10} 0 {0.8 * width} {high} d1 {width / 10} 0 {0.7 * width} {high} re f" for _, high in tall]
    pairs = " ".join(f"<{ord(code):02x}> <{ord(code):04x}>" for code in codes)
    unicode = f"begincmap 1 begincodespacerange <00> <ff> endcodespacerange {len(codes)} beginbfchar {pairs} endbfchar endcmap"
    return (font, *(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream" for stream in (*glyphs, unicode)))


def read(data: bytes, **options) -> Page:
    with open_document(data, Options(text="pdf", **options)) as document:
        return document.page(1)


def texts(page: Page) -> list[str]:
    return [word.text for word in page.words]


def content(line: str, *, matrix: str = "1 0 0 -1 20 50") -> str:
    return f"BT /F3 {DOT} Tf {matrix} Tm {line} TJ ET"


@pytest.mark.parametrize("line", ["[(1.8050)-20000(.0000)-40000(71)]", "[(1.80)0(50)-20000(.0000)-40000(71)]"], ids=["whole", "pieces"])
def test_numbers_are_whole_and_columns_apart(pdf, line):
    page = read(pdf(content(line), fonts="/F3 10 0 R", extra=bitmap_font("1.80507")))
    assert texts(page) == ["1.8050", ".0000", "71"]
    assert {word.line for word in page.words} == {1}


def test_words_are_as_high_as_letters_of_their_size(pdf):
    number, stop = read(pdf(content("[(1805)-20000(.)]"), fonts="/F3 10 0 R", extra=bitmap_font("1.805"))).words
    size = HEIGHT * DOT / 0.69
    assert number.bbox.height == pytest.approx(size, rel=0.05)
    assert (number.bbox.y0, number.bbox.y1) == (stop.bbox.y0, stop.bbox.y1)
    assert number.bbox.y0 < 50 - HEIGHT * DOT < 50 < number.bbox.y1


def test_text_that_reads_upwards_is_whole_too(pdf):
    page = read(pdf(content("[(1805)-20000(71)]", matrix="0 1 1 0 100 10"), fonts="/F3 10 0 R", extra=bitmap_font("18057")))
    assert texts(page) == ["1805", "71"]
    assert {word.rotation for word in page.words} == {90}
    assert {word.bbox.width > HEIGHT * DOT for word in page.words} == {True}


def test_a_font_without_letters_beside_one_with_has_a_size_too(pdf):
    other = bitmap_font("*+", first=30)
    extra = bitmap_font("18")
    extra += ("null",) * (20 - len(extra)) + other
    stars, number = read(
        pdf(f"BT /F4 {DOT} Tf 1 0 0 -1 20 50 Tm (*+*) Tj /F3 {DOT} Tf 40 0 Td (181) Tj ET", fonts="/F3 10 0 R /F4 30 0 R", extra=extra)
    ).words
    assert (stars.text, number.text) == ("*+*", "181")
    assert stars.bbox.height == pytest.approx(number.bbox.height)
    assert number.bbox.height > HEIGHT * DOT


def test_signs_of_a_few_font_sizes_keep_theirs(pdf):
    """TeX's delimiters are three times as high as their font's size, and some fonts call them letters."""
    drawn = f"BT /F3 {HEIGHT * DOT / 3} Tf 1 0 0 -1 20 50 Tm (18) Tj ET"
    glyphs = bitmap_font("18", height=3, width=2)
    page = read(pdf(drawn, fonts="/F3 10 0 R", extra=glyphs))
    assert [word.bbox.height < HEIGHT * DOT for word in page.words] == [True] * len(page.words)
