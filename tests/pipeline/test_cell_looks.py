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


def test_boxes_of_a_form_are_check_boxes_in_their_state() -> None:
    widget = "<< /Type /Annot /Subtype /Widget /FT /{kind} /T (f{x}) /Rect [{x} 20 {end} 30] {state} >>"
    fields = [
        widget.format(kind=kind, x=x, end=x + 10, state=state)
        for x, kind, state in (
            (20, "Btn", "/AS /Yes"),
            (40, "Btn", "/AS /Off"),
            (60, "Btn", "/V /Off"),
            (80, "Btn", "/Ff 65536"),  # pushed, not ticked
            (100, "Tx", "/V (Off)"),
            (120, "Btn", "/AS /Yes /F 2"),  # hidden
            (140, "Btn", "/AS /Off"),  # over a drawn box that is ticked
        )
    ]
    annotations = " ".join(f"{11 + index} 0 R" for index in range(len(fields)))
    ticked = "0.5 w 141 21 8 8 re S 142 22 m 148 28 l S 142 28 m 148 22 l S "
    found = page(ticked + text("F1", 10, 80, "Yes no"), f"/Annots [{annotations}]", (*FONTS, *fields)).check_boxes
    assert [(box.bbox.x0, box.is_ticked) for box in found] == [(20, True), (40, False), (60, False), (140, True)]
    assert found[0].bbox == BBox(20, 70, 30, 80)


def test_ticks_and_boxes_of_symbol_fonts_are_read_as_such() -> None:
    widths = f"/FirstChar 0 /LastChar 255 /Widths [{'900 ' * 256}]"
    descriptor = "<< /Type /FontDescriptor /FontName /{} /Flags 4 /FontBBox [0 -200 900 900] /ItalicAngle 0 /Ascent 900 /Descent -200 >>"
    font = "<< /Type /Font /Subtype /TrueType /BaseFont /{} {} /FontDescriptor {} 0 R >>"
    extra = (
        "<< /Type /Font /Subtype /Type1 /BaseFont /ZapfDingbats >>",
        font.format("Wingdings", widths, 12),
        descriptor.format("Wingdings"),
        font.format("Wingdings2", widths, 14),
        descriptor.format("Wingdings2"),
    )
    signs = {"F3": "4", "F4": "\\376", "F5": "\\122", "F1": "o"}
    content = "".join(text(name, 10 + 30 * place, 50, sign) for place, (name, sign) in enumerate(signs.items()))
    data = build_pdf(content, extra=extra, fonts="/F3 10 0 R /F4 11 0 R /F5 13 0 R")
    with open_document(data, Options()) as document:
        assert [one.text for one in document.page(1).words] == ["✔", "☑", "☑", "o"]


def test_a_sign_in_the_text_tells_the_box_of_its_cell() -> None:
    box = BBox(0, 0, 100, 10)
    assert cell_looks(reading_lines([word("☑", 0, 0), word("paid", 10, 0)]), "☑ paid", box, view()).is_ticked is True
    assert cell_looks(reading_lines([word("☐", 0, 0)]), "☐", box, view()).is_ticked is False
    both = [word("☑", 0, 0), word("yes", 10, 0), word("☐", 40, 0), word("no", 50, 0)]
    assert cell_looks(reading_lines(both), "☑ yes ☐ no", box, view()).is_ticked is None


def test_breaks_are_kept_where_they_mean_something() -> None:
    seen = view()
    box = BBox(0, 0, 100, 30)
    listed = [word("•", 0, 0), word("one", 10, 0), word("two", 28, 0), word("•", 0, 10), word("three", 10, 10), word("four", 40, 10)]
    assert cell_looks(reading_lines(listed), "• one two • three four", box, seen).runs == (Run("• one two\n• three four"),)
    wrapped = [word("a", 0, 0), word("wrapped", 8, 0), word("sentence", 0, 10)]
    assert cell_looks(reading_lines(wrapped), "a wrapped sentence", box, seen) == Looks()
    ended = [word("Note", 0, 0), word("see", 0, 10), word("the", 18, 10), word("report", 36, 10)]
    assert cell_looks(reading_lines(ended), "Note see the report", box, seen).runs == (Run("Note\nsee the report"),)
