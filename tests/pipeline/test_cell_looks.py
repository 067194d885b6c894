"""Looks read from PDFs drawn by us: bold, italic, raised, struck out, linked, shaded, ticked, and breaks that mean something."""

from __future__ import annotations

from pipeline import Options
from pipeline.documents import open_document
from pipeline.structure.words.looks import cell_looks
from pipeline.structure.words.text import reading_lines
from pipeline.types import Page
from table import BBox
from table.looks import Looks, Run
from tests.pipeline.documents.conftest import build_pdf
from tests.pipeline.structure.builders import view, word

FONTS = ("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Oblique /Encoding /WinAnsiEncoding >>",)


def page(content: str, attributes: str = "", extra: tuple[str, ...] = FONTS) -> Page:
    data = build_pdf(content, page=f"/MediaBox [0 0 200 100] {attributes}", extra=extra, fonts="/F3 10 0 R")
    with open_document(data, Options()) as document:
        return document.page(1)


def text(font: str, x: float, y: float, value: str, size: float = 10) -> str:
    return f"BT /{font} {size} Tf {x} {y} Td ({value}) Tj ET "


def test_faces_and_lines_through_words() -> None:
    found = page(text("F2", 10, 50, "bold") + text("F3", 60, 50, "slanted") + text("F1", 120, 50, "gone") + "0.5 w 119 53.5 m 145 53.5 l S")
    bold, slanted, gone = found.words
    assert (bold.is_bold, bold.is_italic, bold.is_struck) == (True, False, False)
    assert (slanted.is_bold, slanted.is_italic) == (False, True)
    assert gone.is_struck


def test_an_underline_strikes_nothing_out() -> None:
    (word_,) = page(text("F1", 10, 50, "kept") + "0.5 w 10 48.5 m 31 48.5 l S").words
    assert not word_.is_struck


def test_links_to_addresses_are_kept_and_others_not() -> None:
    link = "<< /Type /Annot /Subtype /Link /Rect [{0} 45 {1} 60] /Border [0 0 0] /A << /S /URI /URI ({2}) >> >>"
    extra = (*FONTS, link.format(8, 40, "https://example.org/x"), link.format(58, 90, "javascript:bad"))
    found = page(text("F1", 10, 50, "site") + text("F1", 60, 50, "trap"), "/Annots [11 0 R 12 0 R]", extra)
    assert [one.link for one in found.words] == ["https://example.org/x", None]


def test_small_drawn_squares_are_check_boxes() -> None:
    boxes = "0.5 w 20 20 8 8 re S 60 20 8 8 re S 61 21 m 67 27 l S 61 27 m 67 21 l S 100 10 60 40 re S"
    found = page(boxes + text("F1", 10, 80, "Yes no"))
    assert [box.is_ticked for box in found.check_boxes] == [False, True]


def test_breaks_are_kept_where_they_mean_something() -> None:
    seen = view()
    box = BBox(0, 0, 100, 30)
    listed = [word("•", 0, 0), word("one", 10, 0), word("two", 28, 0), word("•", 0, 10), word("three", 10, 10), word("four", 40, 10)]
    assert cell_looks(reading_lines(listed), "• one two • three four", box, seen).runs == (Run("• one two\n• three four"),)
    wrapped = [word("a", 0, 0), word("wrapped", 8, 0), word("sentence", 0, 10)]
    assert cell_looks(reading_lines(wrapped), "a wrapped sentence", box, seen) == Looks()
    ended = [word("Note", 0, 0), word("see", 0, 10), word("the", 18, 10), word("report", 36, 10)]
    assert cell_looks(reading_lines(ended), "Note see the report", box, seen).runs == (Run("Note\nsee the report"),)
