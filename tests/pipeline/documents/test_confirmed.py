"""A text layer without Unicode values is believed where OCR reads the same."""

from __future__ import annotations

import pytest

from pipeline.documents import open_document
from pipeline.documents.confirmed import confirmed_words
from pipeline.options import Options
from pipeline.types import OcrEngine, Picture
from table import BBox, Word

LETTERS = "Total 1234 net"


def line(*texts: str) -> list[Word]:
    """Words side by side."""
    return [Word(text, BBox(40.0 * place, 0, 40.0 * place + 30, 10)) for place, text in enumerate(texts)]


def texts(words: tuple[Word, ...]) -> list[str]:
    return [word.text for word in words]


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (("Total", "12,345.60"), ("Total", "12,345.60")),
        (("Total", "12,345.60", "each"), ("T0tal", "12,345.60", "each")),  # OCR misreads a letter
        (("Total", "net", "7"), ("Total", "net", "1")),  # one digit tells nothing
    ],
)
def test_what_ocr_reads_alike_is_kept_to_the_letter(said: tuple[str, ...], read: tuple[str, ...]) -> None:
    assert texts(confirmed_words(line(*said), line(*read))) == list(said)


@pytest.mark.parametrize(
    ("said", "read"),
    [
        (("3HQ", "SURVW"), ("Pen", "prost")),  # glyph numbers that look like text
        (("Totals", "of", "all", "years", "67890"), ("Totals", "of", "all", "years", "12345")),  # the font of numbers has others
        ((), ("Total",)),
        (("Total",), ()),
    ],
)
def test_others_are_not(said: tuple[str, ...], read: tuple[str, ...]) -> None:
    assert confirmed_words(line(*said), line(*read)) == ()


def test_a_ligature_without_a_code_is_read_by_ocr_where_the_rest_is_the_same() -> None:
    said = line("coe\ufffdcients", "of", "the", "model", "\ufffdt", "well", "enough")
    read = line("coefficients", "of", "the", "model", "fits", "well", "enough")
    assert texts(confirmed_words(said, read)) == ["coefficients", "of", "the", "model", "\ufffdt", "well", "enough"]


class Reads:
    """An engine that reads one line of text over the whole picture."""

    name = "fake"

    def __init__(self, text: str) -> None:
        self.text = text

    def words(self, image: Picture) -> list[Word]:
        return [Word(self.text, BBox(0, 0, image.shape[1], image.shape[0]), 1, 0.9)]


def unnamed_font() -> tuple[str, ...]:
    """Objects 10 and 11: a Type 3 font whose glyphs, one for each letter's code, have no names that tell a letter."""
    names = " ".join(f"{code} /g{code}" for code in range(32, 127))
    procs = " ".join(f"/g{code} 11 0 R" for code in range(32, 127))
    font = (
        "<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /Resources << >> "
        f"/CharProcs << {procs} >> /Encoding << /Type /Encoding /Differences [{names}] >> "
        f"/FirstChar 32 /LastChar 126 /Widths [{'600 ' * 95}] >>"
    )
    content = "600 0 50 0 550 700 d1 50 0 500 700 re f"
    return font, f"<< /Length {len(content)} >>\nstream\n{content}\nendstream"


@pytest.mark.parametrize(
    ("read", "text", "source"),
    [(LETTERS, "auto", "pdf"), ("Peso 9876 neto", "auto", "ocr"), (LETTERS, "ocr", "ocr"), ("Peso 9876 neto", "pdf", "pdf")],
)
def test_a_page_in_letters_without_unicode_values(pdf, read: str, text: str, source: str) -> None:
    data = pdf(f"BT /F3 10 Tf 20 50 Td ({LETTERS}) Tj ET", fonts="/F3 10 0 R", extra=unnamed_font())

    def engine() -> OcrEngine:
        return Reads(read)

    with open_document(data, Options(text=text), engine) as document:
        page = document.page(1)
    assert page.text_source == source
    assert [word.text for word in page.words] == {"pdf": LETTERS.split(), "ocr": [read]}[source]
